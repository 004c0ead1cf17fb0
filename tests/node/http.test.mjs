// How the listener and the handler wait for a body: a client that does not send it must not hold a connection for longer.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { fetchApi, http, key } from './helpers.mjs';

const env = { TOKEN_AUTH: 'anyone', ALLOWED_ORIGINS: '*', ACCOUNT_SID: key.account_sid, API_KEY: key.api_key_sid, API_SECRET: key.api_key_secret };
const HEAD = 'POST /create-room-token HTTP/1.1\r\nHost: x\r\nOrigin: https://app.example\r\nContent-Type: application/json\r\n';
const LIMIT = 10_000;

async function serve(context, variables = env) {
  const server = createServer(http.createTokenListener(variables)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return server.address().port;
}

/** A connection that has written `text`, and what became of it once it is closed. */
function open(port, text) {
  const startedAt = performance.now();
  const socket = connect(port, '127.0.0.1');
  let heard = '';
  socket.setEncoding('utf8').on('data', (chunk) => (heard += chunk)).on('error', () => {});
  socket.write(text);
  const closed = once(socket, 'close').then(() => ({ heard, waited: performance.now() - startedAt }));
  return { socket, closed };
}

const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

test('closes idle and trickling uploads with 408 after 10 seconds, and answers others meanwhile', async (context) => {
  const port = await serve(context);
  const length = `${HEAD}Content-Length: 50\r\n\r\n`;
  const chunked = `${HEAD}Transfer-Encoding: chunked\r\n\r\n`;
  const idle = Array.from({ length: 50 }, (_, index) => open(port, index % 2 ? length : chunked));
  const trickling = open(port, length);
  const trickle = setInterval(() => trickling.socket.write('{'), 1000);
  const stopped = Promise.all([...idle, trickling].map(({ closed }) => closed));
  context.after(() => clearInterval(trickle));

  await sleep(1000);
  const startedAt = performance.now();
  const good = await fetch(`http://127.0.0.1:${port}/create-room-token`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"identity":"alice"}',
  });
  assert.equal(good.status, 200);
  assert.equal((await fetch(`http://127.0.0.1:${port}/healthz`)).status, 200);
  assert.ok(performance.now() - startedAt < LIMIT / 2);

  for (const { heard, waited } of await stopped) {
    assert.match(heard, /^HTTP\/1\.1 408 /);
    assert.match(heard, /\r\nconnection: close\r\n/i);
    assert.match(heard, /\r\naccess-control-allow-origin: \*\r\n/i);
    assert.match(heard, /\{"error":\{"code":"body-timeout",/);
    assert.ok(waited > LIMIT - 500 && waited < LIMIT + 5000, `${waited} ms`);
  }
});

test('does not wait for a body that cannot change the answer', async (context) => {
  const { publicKey } = generateKeyPairSync('ed25519');
  const session = { TOKEN_AUTH: 'jwt', JWT_PUBLIC_KEY: publicKey.export({ type: 'spki', format: 'pem' }), JWT_ISSUER: 'i', JWT_AUDIENCE: 'a' };
  for (const [variables, head, status] of [
    [{ ...env, ...session }, HEAD, 401],
    [env, HEAD.replace('/create-room-token', '/nothing'), 404],
    [env, HEAD.replace('POST', 'PUT'), 405],
    [{ ...env, ALLOWED_ORIGINS: 'https://other.example' }, HEAD, 403],
  ]) {
    const { heard, waited } = await open(await serve(context, variables), `${head}Content-Length: 50\r\n\r\n`).closed;
    assert.match(heard, new RegExp(`^HTTP/1\\.1 ${status} `));
    assert.match(heard, /\r\nconnection: close\r\n/i);
    assert.ok(waited < LIMIT / 2, `${waited} ms`);
  }
});

test('a request that cannot be read ends its connection, and not the process', async () => {
  const listener = http.createTokenListener(env);
  const request = Object.assign(new EventEmitter(), { rawHeaders: [], headers: {}, resume() {} });
  const destroyed = new Promise((resolve) => listener(request, { destroy: resolve }));
  assert.ok((await destroyed) instanceof Error);
});

test('a body that comes late is waited for', async (context) => {
  const port = await serve(context);
  const body = '{"identity":"alice"}';
  const { socket, closed } = open(port, `${HEAD}Connection: close\r\nContent-Length: ${body.length}\r\n\r\n`);
  await sleep(500);
  socket.write(body);
  assert.match((await closed).heard, /^HTTP\/1\.1 200 /);
});

test('no timer outlives its request', async (context) => {
  const listener = http.createTokenListener(env);
  let responses = 0;
  const server = createServer((request, response) => {
    responses++;
    listener(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  const before = timers();
  const open50 = Array.from({ length: 50 }, () => open(port, `${HEAD}Content-Length: 50\r\n\r\n`));
  while (responses < 50) await sleep(10);
  assert.ok(timers() >= before + 50, 'each of them has a timer');
  for (const { socket } of open50) socket.destroy();
  const answered = open(port, `${HEAD}Connection: close\r\nContent-Length: 20\r\n\r\n{"identity":"alice"}`);
  assert.match((await answered.closed).heard, /^HTTP\/1\.1 200 /);
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
  await sleep(100);
  assert.ok(timers() <= before, `${timers()} timers, ${before} before`);
});

test('the handler of the Fetch API answers 408 to a body that does not come in time', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const handler = fetchApi.createFetchHandler({ env });
  let cancelled = false;
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{')),
    cancel: () => void (cancelled = true),
  });
  const asked = new Request('http://127.0.0.1/create-room-token', { method: 'POST', duplex: 'half', body, headers: { 'content-type': 'application/json' } });
  const answer = handler(asked);
  await new Promise(setImmediate);
  context.mock.timers.tick(LIMIT - 1);
  await new Promise(setImmediate);
  assert.equal(cancelled, false);
  context.mock.timers.tick(1);
  const response = await answer;
  assert.equal(response.status, 408);
  assert.equal((await response.json()).error.code, 'body-timeout');
  assert.equal(cancelled, true);
});
