import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import { createRequire } from 'node:module';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { jwtVerify } from 'jose';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const PACKED = path.resolve(HERE, '../../target/npm');

const ACCOUNT_SID = `AC${'0a1b2c3d'.repeat(4)}`;
const API_KEY = `SK${'4e5f6a7b'.repeat(4)}`;
const API_SECRET = 'marked-secret-that-nobody-but-the-signer-may-see';
const AUTH_TOKEN = '8c9d0e1f'.repeat(4);

// `eyJ` is base64url for `{"`, with which the header and the payload of any token start.
const TOKEN = /eyJ[\w-]+\.eyJ/;

const FUNCTIONS = ['broken-room-token', 'create-room-token', 'open-room-token', 'room-token'];

const NPM_TIMEOUT = 60_000;
const START_TIMEOUT = 60_000;
const REQUEST_TIMEOUT = 30_000;
const STOP_TIMEOUT = 10_000;

const MODES = [
  { name: 'a process for each request', flags: [], forked: true },
  { name: 'one process for all requests', flags: ['--no-fork-process'], forked: false },
];

// Without its handler package twilio-run falls back, silently, to an older runtime, which gives no `event.request`.
const RUNTIME_PROBE = `exports.handler = (context, event, callback) => {
  const { backend } = require('twilio-access-token');
  callback(null, { forked: process.send !== undefined, modern: event.request !== undefined, backend });
};`;

// Twilio's builder may leave out what is optional, and may run no scripts.
const INSTALLATIONS = [
  { name: 'all packages', flags: [], packages: /\.tgz$/, backend: 'native' },
  {
    name: 'the main package alone',
    flags: ['--omit=optional', '--ignore-scripts'],
    packages: /^twilio-access-token-\d.*\.tgz$/,
    backend: 'wasm',
  },
];

for (const installation of INSTALLATIONS) {
  test(`a Function mints tokens in the local Twilio runtime, with ${installation.name}`, async (t) => {
    const scratch = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), 'room-token-function-')));
    t.after(() => fs.rm(scratch, { recursive: true, force: true }));
    const project = await createProject(scratch, installation);

    await t.test('the Function gets the package that was packed', () => {
      const entry = createRequire(path.join(project, 'functions/create-room-token.js')).resolve('twilio-access-token');
      assert.equal(entry, path.join(project, 'node_modules/twilio-access-token/index.js'));
    });

    for (const mode of MODES) await t.test(mode.name, (t) => testMode(t, project, mode, installation));
  });
}

async function testMode(t, project, { flags, forked }, { backend }) {
  const server = await startServer(project, flags);
  t.after(() => stopServer(server));

  await t.test('the runtime and the back end are those that are asked for', async () => {
    const { body } = await send(server, '/probe');
    assert.deepEqual(JSON.parse(body), { forked, modern: true, backend });
  });

  await t.test('a JSON body', async () => {
    await assertMints(server, json({ identity: 'alice' }), 'alice');
  });

  await t.test('a form body', async () => {
    await assertMints(server, form({ identity: 'alice' }), 'alice');
  });

  await t.test('a number as the identity', async () => {
    await assertMints(server, json({ identity: 4444 }), '4444');
  });

  await t.test('the preflight request of a browser', async () => {
    const { status, headers } = await send(server, '/create-room-token', { method: 'OPTIONS' });
    assert.equal(status, 204);
    assert.equal(headers.get('access-control-allow-origin'), '*');
  });

  await t.test('an empty identity', async () => {
    await assertRefusesIdentity(server, json({ identity: '' }));
    await assertRefusesIdentity(server, form({ identity: '' }));
  });

  await t.test('a missing identity', async () => {
    await assertRefusesIdentity(server, json({}));
    await assertRefusesIdentity(server, form({}));
  });

  await t.test('malformed JSON', async () => {
    const { status, body } = await send(server, '/create-room-token', { ...json({}), body: '{"identity":"alice"' });
    assert.equal(status, 400);
    assertNoToken(body);
    await assertMints(server, json({ identity: 'alice' }), 'alice');
  });

  await t.test('the Function of the package, for anyone', async () => {
    const { status, headers, body } = await send(server, '/open-room-token', json({ identity: 'alice', room: 'daily' }));
    assert.equal(status, 200, body);
    assert.equal(headers.get('access-control-allow-origin'), '*');
    assert.equal(headers.get('cache-control'), 'no-store');
    const { token, ...rest } = JSON.parse(body);
    const { payload } = await verified(token);
    assert.deepEqual(payload.grants, { identity: 'alice', video: { room: 'daily' } });
    assert.deepEqual(rest, { identity: 'alice', expires_at: payload.exp });
  });

  await t.test('the Function of the package refuses, and lives', async () => {
    for (const [request, expected, code] of [
      [json({ identity: 4444, room: 'daily' }), 400, 'invalid-field'],
      [json({ identity: ['alice'], room: 'daily' }), 400, 'invalid-field'],
      [form({ room: 'daily' }), 400, 'missing-identity'],
      [json({ identity: 'alice', room: 'board', request: { headers: 'x' } }), 403, 'room-not-allowed'],
    ]) {
      const { status, headers, body } = await send(server, '/open-room-token', request);
      assert.equal(status, expected, body);
      assert.equal(JSON.parse(body).error.code, code);
      assert.equal(headers.get('access-control-allow-origin'), '*');
    }
  });

  await t.test('the Function of the package calls back once where something throws', async () => {
    // A second call would end the runtime.
    for (let times = 0; times < 2; times += 1) {
      const { status, body } = await send(server, '/broken-room-token', json({ identity: 'alice' }));
      assert.equal(status, 500);
      assert.match(body, /these variables cannot be read/);
      assertNoToken(body);
    }
    await assertMints(server, json({ identity: 'alice' }), 'alice');
  });

  await t.test('the bare token', async () => {
    const request = form({ identity: 'alice', room: 'daily' });
    const { body } = await send(server, '/open-room-token', { ...request, headers: { accept: 'application/jwt' } });
    assert.equal((await verified(body)).payload.grants.identity, 'alice');
  });

  await t.test("the Function's own URL is what Twilio signs", async () => {
    const fields = { room: 'daily', identity: 'alice' };
    const url = `https://localhost:${new URL(server.address).port}/room-token`;
    const signature = createHmac('sha1', AUTH_TOKEN).update(`${url}identityaliceroomdaily`).digest('base64');
    const signed = (value) => ({ ...form(fields), headers: { 'X-Twilio-Signature': value } });

    const { status, body } = await send(server, '/room-token', signed(signature));
    assert.equal(status, 200, body);
    const forged = await send(server, '/room-token', signed(signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))));
    assert.equal(forged.status, 401);
    assert.equal(JSON.parse(forged.body).error.code, 'signature-mismatch');
    assert.match(forged.headers.get('www-authenticate'), /^Twilio-Signature /);
    assertNoToken(forged.body);
  });

  await t.test('the secret shows nowhere', async () => {
    await stopServer(server);
    const printed = await fs.readFile(server.log, 'utf8');
    // A log that lacks the requests, or a run that made no token, would prove nothing.
    assert.match(printed, /POST \/create-room-token/);
    assert.ok(server.bodies.some((body) => TOKEN.test(body)));
    for (const text of [printed, ...server.bodies]) {
      for (const secret of [API_SECRET, AUTH_TOKEN]) assert.ok(!text.includes(secret), text);
    }
  });
}

/** A project as a user of the runtime has it, far enough from this one that it can load nothing from it by accident. */
async function createProject(scratch, { flags, packages }) {
  assert.ok(path.relative(PACKED, scratch).startsWith(path.join('..', '..')), `${scratch} is inside the checkout`);
  const project = path.join(scratch, 'project');
  const modules = path.join(project, 'node_modules');
  await fs.mkdir(path.join(project, 'functions'), { recursive: true });

  const tarballs = (await fs.readdir(PACKED)).filter((name) => packages.test(name)).map((name) => path.join(PACKED, name));
  // This goes before the links and package.json, because npm would remove the ones and try to download for the other.
  await npm('install', ...tarballs, ...flags, '--prefix', project, '--no-save', '--offline');

  await fs.mkdir(path.join(modules, '@twilio'));
  for (const name of ['twilio-run', '@twilio/runtime-handler']) {
    await fs.symlink(path.join(HERE, 'node_modules', name), path.join(modules, name), 'junction');
  }
  for (const file of ['package.json', ...FUNCTIONS.map((name) => `functions/${name}.js`)]) {
    await fs.copyFile(path.join(HERE, file), path.join(project, file));
  }
  await fs.writeFile(path.join(project, 'functions/probe.js'), RUNTIME_PROBE);
  const env = { ACCOUNT_SID, API_KEY, API_SECRET, AUTH_TOKEN, TOKEN_AUTH: 'twilio-signature' };
  await fs.writeFile(path.join(project, '.env'), Object.entries(env).map((pair) => `${pair.join('=')}\n`).join(''));
  return project;
}

async function npm(...args) {
  const { stdout } = await promisify(execFile)('npm', args, { timeout: NPM_TIMEOUT });
  return stdout;
}

async function startServer(project, flags) {
  const port = await freePort();
  const log = path.join(project, `server-${port}.log`);
  const output = await fs.open(log, 'w');
  // Not by way of npx, whose process would take the signal to stop in place of the server's. A file takes the output,
  // because a pipe would stay open for as long as any process of the server's lives.
  const args = ['node_modules/twilio-run/bin/twilio-run.js', 'start', '--port', String(port), ...flags];
  const child = spawn(process.execPath, args, { cwd: project, stdio: ['ignore', output.fd, output.fd] });
  await output.close();

  const server = { child, log, address: `http://127.0.0.1:${port}`, bodies: [] };
  try {
    await untilReady(server);
  } catch (error) {
    await stopServer(server);
    throw error;
  }
  return server;
}

async function untilReady(server) {
  const deadline = Date.now() + START_TIMEOUT;
  while (!hasEnded(server.child) && Date.now() < deadline) {
    try {
      await send(server, '/create-room-token', { method: 'OPTIONS' });
      return;
    } catch {
      await sleep(100);
    }
  }
  throw new Error(`The server did not start. It printed:\n${await fs.readFile(server.log, 'utf8')}`);
}

async function stopServer({ child }) {
  if (hasEnded(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const lastResort = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT);
  await ended;
  clearTimeout(lastResort);
}

function hasEnded(child) {
  return child.exitCode !== null || child.signalCode !== null;
}

async function freePort() {
  const listener = net.createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address();
  listener.close();
  await once(listener, 'close');
  return port;
}

async function send(server, route, init) {
  const signal = AbortSignal.timeout(REQUEST_TIMEOUT);
  const response = await fetch(server.address + route, { ...init, signal });
  const body = await response.text();
  server.bodies.push(body);
  return { status: response.status, headers: response.headers, body };
}

function json(value) {
  return { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value) };
}

function form(fields) {
  return { method: 'POST', body: new URLSearchParams(fields) };
}

async function assertMints(server, request, identity) {
  const { status, headers, body } = await send(server, '/create-room-token', request);
  assert.equal(status, 200, body);
  assert.equal(headers.get('access-control-allow-origin'), '*');
  assert.equal(headers.get('access-control-allow-methods'), 'POST');
  assert.equal(headers.get('access-control-allow-headers'), 'Content-Type');
  assert.match(headers.get('content-type'), /^application\/json\b/);

  const { token, ...rest } = JSON.parse(body);
  assert.deepEqual(rest, {});
  const { protectedHeader, payload } = await verified(token);
  assert.deepEqual(protectedHeader, { alg: 'HS256', typ: 'JWT', cty: 'twilio-fpa;v=1' });
  assert.deepEqual(payload.grants, { identity, video: {} });
  assert.equal(payload.iss, API_KEY);
  assert.equal(payload.sub, ACCOUNT_SID);
  assert.equal(payload.exp - payload.iat, 3600);
  assert.equal(payload.jti, `${payload.iss}-${payload.iat}`);
}

function verified(token) {
  return jwtVerify(token, new TextEncoder().encode(API_SECRET), { algorithms: ['HS256'] });
}

/** A refusal is an answer like any other: the server must live to give the next one. */
async function assertRefusesIdentity(server, request) {
  const { status, body } = await send(server, '/create-room-token', request);
  assert.equal(status, 500);
  assert.match(body, /identity is required/);
  assertNoToken(body);
  await assertMints(server, json({ identity: 'alice' }), 'alice');
}

function assertNoToken(body) {
  assert.doesNotMatch(body, TOKEN);
}
