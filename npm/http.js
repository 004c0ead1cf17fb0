'use strict';

const { answer, check, createEndpoint, serialize } = require('./endpoint.js');

/**
 * A listener for `http.createServer`, and a middleware of Express, that answers at /create-room-token and /healthz. What is wrong
 * with the environment is said in its answers, and by `listener.check()`.
 */
function createTokenListener(env = process.env) {
  const endpoint = createEndpoint(env);
  const { maxBodyBytes } = endpoint;

  function listener(request, response, next) {
    if (next && !isOurs(endpoint, request.url)) return next();
    const chunks = [];
    let length = 0;

    function respond(body) {
      request.off('data', collect).off('end', end);
      let answered;
      try {
        const { method, url: target, rawHeaders: headers } = request;
        answered = answer(endpoint, { method, target, headers, body });
      } catch (error) {
        response.destroy(error);
        return;
      }
      const { status, headers } = answered;
      // What is left of a body that is too long is let pass, since a client that is still sending would not read the answer.
      if (!request.complete) headers.push('connection', 'close');
      request.resume();
      response.writeHead(status, headers).end(answered.body);
    }

    function collect(chunk) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > maxBodyBytes) end();
    }

    function end() {
      respond(Buffer.concat(chunks, length));
    }

    if (request.readableEnded) return respond(parsedBody(request));
    request.on('data', collect).on('end', end).on('error', () => response.destroy());
  }

  listener.check = () => check(endpoint);
  return listener;
}

/** Whether the endpoint has anything at a path, which the answer to OPTIONS tells without a body or a caller who may ask. */
function isOurs(endpoint, target) {
  const { status } = endpoint.handle({ method: 'OPTIONS', target, headers: [], body: Buffer.alloc(0) }, 0);
  return status !== 404;
}

/** The body of a request that another middleware has read to its end, and left as `body`. */
function parsedBody({ body, headers }) {
  if (body instanceof Uint8Array) return body;
  if (typeof body === 'string') return Buffer.from(body);
  if (body === undefined || body === null) return Buffer.alloc(0);
  return serialize(body, headers['content-type']).body;
}

module.exports = { createTokenListener };
