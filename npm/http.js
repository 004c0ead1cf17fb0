'use strict';

const native = require('./native.js');
const { TokenError } = require('./token-error.js');

/**
 * A listener for `http.createServer` that answers at /create-room-token. What is wrong with the environment is said in its
 * answers, and by `listener.check()`.
 */
function createTokenListener(env = process.env) {
  const variables = Object.entries(env).filter(([, value]) => typeof value === 'string');
  const endpoint = new native.Endpoint(Object.fromEntries(variables));
  const { maxBodyBytes } = endpoint;

  function listener(request, response) {
    const chunks = [];
    let length = 0;

    function answer() {
      request.off('data', collect).off('end', answer);
      let answered;
      try {
        const { method, url: target, rawHeaders: headers } = request;
        const body = Buffer.concat(chunks, length);
        answered = endpoint.handle({ method, target, headers, body }, Math.floor(Date.now() / 1000));
      } catch (error) {
        response.destroy(error);
        return;
      }
      const { status, headers, body, log } = answered;
      if (log) console.log(log);
      // What is left of a body that is too long is let pass, since a client that is still sending would not read the answer.
      if (!request.complete) headers.push('connection', 'close');
      request.resume();
      response.writeHead(status, headers).end(body);
    }

    function collect(chunk) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > maxBodyBytes) answer();
    }

    request.on('data', collect).on('end', answer).on('error', () => response.destroy());
  }

  listener.check = () => {
    try {
      endpoint.check();
    } catch (error) {
      throw TokenError.from(error);
    }
  };
  return listener;
}

module.exports = { createTokenListener };
