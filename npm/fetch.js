'use strict';

const { Endpoint, LIMITS, answer, pairs } = require('./endpoint.js');

/**
 * A handler of the Fetch API's requests that answers at /create-room-token and /healthz. What is wrong with the environment is
 * said in its answers, and by `handler.check()`.
 */
function createFetchHandler({ env = globalThis.process?.env ?? {} } = {}) {
  const endpoint = new Endpoint(env);

  async function handler(request) {
    const { pathname, search } = new URL(request.url);
    const { sent, timedOut } = await read(request.body, LIMITS);
    const asked = { method: request.method, target: pathname + search, headers: [...request.headers].flat(), body: sent };
    const { status, headers, body } = answer(endpoint, asked, timedOut);
    // With some statuses the constructor refuses even an empty text.
    return new Response(body || null, { status, headers: [...pairs(headers)] });
  }

  handler.check = () => endpoint.check();
  return handler;
}

/** A body, or its beginning where it is longer than the endpoint takes or takes longer than the endpoint waits. */
async function read(body, { maxBodyBytes, bodyTimeoutSeconds }) {
  const chunks = [];
  let length = 0;
  let timedOut = false;
  const reader = (body ?? new Blob().stream()).getReader();
  const stop = () => reader.cancel().catch(() => {});
  const timer = setTimeout(() => {
    timedOut = true;
    stop();
  }, bodyTimeoutSeconds * 1000);
  try {
    while (length <= maxBodyBytes) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      length += value.length;
    }
  } finally {
    clearTimeout(timer);
    stop();
  }
  return { sent: new Uint8Array(await new Blob(chunks).arrayBuffer()), timedOut };
}

module.exports = { createFetchHandler };
