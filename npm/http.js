'use strict';

const { Endpoint, LIMITS, answer, serialize } = require('./endpoint.js');

/**
 * A listener for `http.createServer`, and a middleware of Express, that answers at /create-room-token and /healthz. What is wrong
 * with the environment is said in its answers, and by `listener.check()`.
 */
function createTokenListener(env = process.env) {
  const endpoint = new Endpoint(env);
  const { maxBodyBytes, bodyTimeoutSeconds } = LIMITS;

  function listener(request, response, next) {
    if (next && !isOurs(endpoint, request.url)) return next();
    const chunks = [];
    let length = 0;
    let early;
    let timer;

    function stopWaiting() {
      clearImmediate(early);
      clearTimeout(timer);
    }

    /** Runs a callback, whose errors would end the process. A request that cannot be read has its connection ended. */
    function guarded(callback) {
      try {
        callback();
      } catch (error) {
        stopWaiting();
        if (typeof response?.destroy === 'function') response.destroy(error);
      }
    }

    function respond(body, timedOut) {
      stopWaiting();
      request.off('data', collect).off('end', end);
      let answered;
      try {
        const { method, url: target, rawHeaders: headers } = request;
        answered = answer(endpoint, { method, target, headers, body }, timedOut);
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
    // Most bodies come with their head. One that does not is only awaited if it can change the answer.
    early = setImmediate(guarded, () => {
      if (!awaitsBody(endpoint, request)) respond(NO_BODY);
    });
    // For the whole of the body: a client that sends it byte by byte has no longer.
    timer = setTimeout(guarded, bodyTimeoutSeconds * 1000, () => respond(NO_BODY, true));
    request.on('data', collect).on('end', end).on('error', () => response.destroy()).on('close', stopWaiting);
  }

  listener.check = () => endpoint.check();
  return listener;
}

const NO_BODY = Buffer.alloc(0);

/** Whether the endpoint has anything at a path, which the answer to OPTIONS tells without a body or a caller who may ask. */
function isOurs(endpoint, target) {
  const { status } = endpoint.handle({ method: 'OPTIONS', target, headers: [], body: NO_BODY }, 0);
  return status !== 404;
}

/** Whether the head of a request leaves the answer to its body. */
function awaitsBody(endpoint, { method, url: target, rawHeaders: headers }) {
  const now = Math.floor(Date.now() / 1000);
  return endpoint.timedOut({ method, target, headers, body: NO_BODY }, now).status === 408;
}

/** The body of a request that another middleware has read to its end, and left as `body`. */
function parsedBody({ body, headers }) {
  if (body instanceof Uint8Array) return body;
  if (typeof body === 'string') return Buffer.from(body);
  if (body === undefined || body === null) return NO_BODY;
  return serialize(body, headers['content-type']).body;
}

module.exports = { createTokenListener };
