'use strict';

const { answer, check, createEndpoint, pairs } = require('./endpoint.js');

/**
 * A handler of the Fetch API's requests that answers at /create-room-token and /healthz. What is wrong with the environment is
 * said in its answers, and by `handler.check()`.
 */
function createFetchHandler({ env = globalThis.process?.env ?? {} } = {}) {
  const endpoint = createEndpoint(env);

  async function handler(request) {
    const { pathname, search } = new URL(request.url);
    const { status, headers, body } = answer(endpoint, {
      method: request.method,
      target: pathname + search,
      headers: [...request.headers].flat(),
      body: await read(request.body, endpoint.maxBodyBytes),
    });
    // With some statuses the constructor refuses even an empty text.
    return new Response(body || null, { status, headers: [...pairs(headers)] });
  }

  handler.check = () => check(endpoint);
  return handler;
}

/** A body, or its beginning where it is longer than the endpoint takes. */
async function read(body, limit) {
  const chunks = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > limit) break;
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

module.exports = { createFetchHandler };
