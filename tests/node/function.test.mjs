// The handler for Twilio Functions where there is no runtime, as it fails. What it answers is tested in Twilio's own runtime.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';

import { key } from './helpers.mjs';

const { createRoomToken } = createRequire(import.meta.url)('../../npm/function.js');

const env = { TOKEN_AUTH: 'anyone', ALLOWED_ORIGINS: '*', ACCOUNT_SID: key.account_sid, API_KEY: key.api_key_sid, API_SECRET: key.api_key_secret };
const context = { DOMAIN_NAME: 'tokens.example', PATH: '/create-room-token' };

class Response {
  headers = {};
  setStatusCode(status) {
    this.status = status;
  }
  appendHeader(name, value) {
    assert.ok(!(name in this.headers), name);
    this.headers[name] = value;
  }
  setBody(body) {
    this.body = body;
  }
}

function call(event, options = { env }, callContext = context) {
  const calls = [];
  createRoomToken(options)(callContext, event, (...args) => calls.push(args));
  assert.equal(calls.length, 1);
  return calls[0];
}

test('what throws is called back with, once', () => {
  // Without a runtime there is no Twilio.Response.
  for (const [event, given] of [[{ identity: 'alice' }, context], [null, context], [{}, null]]) {
    const [error, response] = call(event, undefined, given);
    assert.ok(error instanceof Error);
    assert.equal(response, undefined);
  }
});

test('answers', (t) => {
  globalThis.Twilio = { Response };
  t.after(() => delete globalThis.Twilio);

  const [error, response] = call({ identity: 'alice', request: { headers: { accept: ['text/html', 'text/plain'] }, cookies: {} } });
  assert.equal(error, null);
  assert.equal(response.status, 200);
  assert.equal(response.headers['content-type'], 'text/plain; charset=utf-8');
  assert.match(response.body, /^eyJ/);

  const [, refusal] = call({}, { env: {} });
  assert.equal(refusal.status, 500);
  assert.equal(refusal.body.error.code, 'token-auth-unset');

  // A caller may send a field called `request`, and put there what it likes.
  const odd = { toString: 1, valueOf: 1 };
  for (const request of [undefined, null, 5, 'x', [], { headers: null }, { headers: odd }, { headers: { accept: [odd, null], origin: odd } }]) {
    assert.equal(call({ identity: 'alice', request })[1].status, 200);
  }
});

test('a callback that throws is not called again', (t) => {
  globalThis.Twilio = { Response };
  t.after(() => delete globalThis.Twilio);
  let calls = 0;
  const callback = () => {
    calls += 1;
    throw new Error('from the callback');
  };
  assert.throws(() => createRoomToken({ env })(context, { identity: 'alice' }, callback), /from the callback/);
  assert.equal(calls, 1);
});
