// No output contains a secret: each row of tests/vectors/redaction.json, `util.inspect`, diagnostic reports and worker errors.
// The exceptions are the public properties of the drop-in classes.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHmac, createSecretKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { format, inspect } from 'node:util';
import { serialize } from 'node:v8';
import { Worker } from 'node:worker_threads';

import { fetchApi, http, key, ours, twilio } from './helpers.mjs';

const table = readFileSync(new URL('../vectors/redaction.json', import.meta.url), 'utf8');
const MARKED = JSON.parse(table).secret;
const rows = JSON.parse(table.replaceAll('$', MARKED));
const shows = (text) => {
  const squeezed = text.replace(/\s/g, '').toLowerCase();
  return rows.shown.some((shown) => squeezed.includes(shown));
};
const [ACCOUNT, API_KEY] = [key.account_sid, key.api_key_sid];
const options = { accountSid: ACCOUNT, apiKeySid: API_KEY, apiKeySecret: MARKED };
const env = { ACCOUNT_SID: ACCOUNT, API_KEY, API_SECRET: MARKED, TOKEN_AUTH: 'passcode', PASSCODE: MARKED };
const path = (file) => fileURLToPath(new URL(`../../npm/${file}`, import.meta.url));
const { createFetchHandler } = fetchApi;
const { createTokenListener } = http;

/** Every object that holds a secret. */
const HOLDERS = {
  TokenSigner: () => new ours.TokenSigner(options),
  TokenVerifier: () => new ours.TokenVerifier([options, options]),
  WebhookKey: () => new ours.WebhookKey(MARKED),
  webhook: () => ours.webhook(MARKED, { protocol: 'https' }),
  createTokenListener: () => createTokenListener(env),
  createFetchHandler: () => createFetchHandler({ env }),
  AccessToken: () => new ours.AccessToken(ACCOUNT, API_KEY, MARKED, { identity: 'alice' }),
  ClientCapability: () => new ours.ClientCapability({ accountSid: ACCOUNT, authToken: MARKED }),
  TaskRouterCapability: () =>
    new ours.TaskRouterCapability({ accountSid: ACCOUNT, authToken: MARKED, workspaceSid: `WS${'0'.repeat(32)}`, channelId: `WK${'0'.repeat(32)}` }),
  ValidationToken: () =>
    new ours.ValidationToken({ accountSid: ACCOUNT, credentialSid: `CR${'0'.repeat(32)}`, signingKey: API_KEY, privateKey: MARKED }),
};

/** The public properties of the drop-in classes that hold it, as in `twilio`. */
const PUBLIC = { AccessToken: ['secret'], ClientCapability: ['authToken'], TaskRouterCapability: ['authToken'], ValidationToken: ['privateKey'] };

/** The paths at which an object shows it, through own properties of any kind and prototypes. */
function places(value, place = '', seen = new Set()) {
  if (typeof value === 'string') return shows(value) ? [place] : [];
  if (value === null || !['object', 'function'].includes(typeof value) || seen.has(value) || place.split('.').length > 9) return [];
  seen.add(value);
  if (value instanceof Uint8Array && shows(Buffer.from(value).toString('latin1'))) return [place];
  const found = Reflect.ownKeys(value).flatMap((name) => {
    const at = place ? `${place}.${String(name)}` : String(name);
    if (shows(at.split('.').at(-1))) return [at];
    try {
      return places(value[name], at, seen);
    } catch (error) {
      return places(error, at, seen);
    }
  });
  const prototype = Object.getPrototypeOf(value);
  // Some getters throw on a prototype.
  const inherited = prototype === null ? [] : Object.getOwnPropertyNames(prototype).filter((name) => !(name in Object.prototype));
  const got = inherited.flatMap((name) => {
    try {
      return places(value[name], place ? `${place}.${name}` : name, seen);
    } catch {
      return [];
    }
  });
  return [...found, ...got, ...places(prototype, `${place}[prototype]`, seen)];
}

/** Every way in which Node prints, clones or serializes a value. */
function texts(value) {
  const copies = [structuredClone, serialize].map((copy) => {
    try {
      return inspect(copy(value), { showHidden: true, depth: Infinity }) + copy(value).toString('latin1');
    } catch (error) {
      return error.stack;
    }
  });
  const printed = [inspect(value), inspect(value, { depth: Infinity, getters: 'get' }), format('%s %j %O', value, value, value)];
  return [...copies, ...printed, `${value}`, JSON.stringify(value) ?? '', JSON.stringify({ ...value })];
}

function assertClean(error) {
  assert.ok(error instanceof Error, inspect(error));
  assert.deepEqual(places(error), []);
  for (const text of [...texts(error), inspect(error, { showHidden: true, depth: Infinity })]) assert.ok(!shows(text), text);
}

function thrown(action) {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

test('finds a secret that is shown', () => {
  const nested = Object.create({ inherited: [new Map()] }, { hidden: { value: { [Symbol('s')]: MARKED } } });
  assert.deepEqual(places(nested), ['hidden.Symbol(s)']);
  assert.deepEqual(places({ bytes: Buffer.from(MARKED) }), ['bytes']);
  assert.throws(() => assertClean(new Error('x', { cause: MARKED })));
  assert.throws(() => assertClean(Object.assign(new Error('x'), { [MARKED]: 1 })));
  const theirs = new twilio.jwt.AccessToken(ACCOUNT, API_KEY, MARKED, { identity: 'alice' });
  assert.equal(texts(theirs).filter(shows).length, 7, 'all but String()');
});

test('hosts accept the environment with the secret', () => {
  createTokenListener(env).check();
  createFetchHandler({ env }).check();
});

for (const [name, make] of Object.entries(HOLDERS)) {
  test(`${name} shows no secret outside the public properties of twilio`, (context) => {
    const holder = make();
    for (const text of texts(holder)) assert.ok(!shows(text), text);
    assert.deepEqual([...new Set(places(holder))], PUBLIC[name] ?? []);
    if (!PUBLIC[name]) assert.ok(!shows(inspect(holder, { showHidden: true, depth: Infinity })));
    const log = context.mock.method(process.stdout, 'write', () => true);
    console.log(holder, [holder]);
    console.table([holder]);
    log.mock.restore();
    assert.ok(log.mock.callCount() > 1);
    for (const { arguments: [text] } of log.mock.calls) assert.ok(!shows(text), text);
  });
}

test('public properties with a secret are those of twilio', () => {
  const { jwt } = twilio;
  const theirs = {
    AccessToken: new jwt.AccessToken(ACCOUNT, API_KEY, MARKED, { identity: 'alice' }),
    ClientCapability: new jwt.ClientCapability({ accountSid: ACCOUNT, authToken: MARKED }),
    TaskRouterCapability: new jwt.taskrouter.TaskRouterCapability({ accountSid: ACCOUNT, authToken: MARKED, workspaceSid: 'WS', channelId: 'WK' }),
    ValidationToken: new jwt.ValidationToken({ accountSid: ACCOUNT, credentialSid: 'CR', signingKey: API_KEY, privateKey: MARKED }),
  };
  for (const [name, [property]] of Object.entries(PUBLIC)) {
    assert.equal(theirs[name][property], MARKED);
    assert.equal(HOLDERS[name]()[property], MARKED);
  }
  assert.match(inspect(HOLDERS.AccessToken()), /alice/);
  assert.equal(new ours.WebhookKey(MARKED, 'HMAC_SHA256').algorithm, 'HMAC_SHA256');
});

const signer = new ours.TokenSigner(options);
const verifier = new ours.TokenVerifier(options);
const webhookKey = new ours.WebhookKey(MARKED);
const drop = (change) => () => Object.assign(HOLDERS.AccessToken(), change).toJwt(change.alg);

/** The token of a row of `verify`, signed with the secret. */
function signed(row) {
  if (typeof row === 'string') return row;
  const { header = '{"alg":"HS256","typ":"JWT","cty":"twilio-fpa;v=1"}', claims = '{}' } = row;
  const input = [header, claims].map((part) => Buffer.from(part).toString('base64url')).join('.');
  return `${input}.${createHmac('sha256', MARKED).update(input).digest('base64url')}`;
}

function validate({ signed_url: signedUrl, signature = webhookKey.sign(signedUrl), url, params, body }) {
  return params ? webhookKey.validateForm(signature, url, Object.fromEntries(params)) : webhookKey.validateBody(signature, url, body);
}

const keyOf = ({ account_sid: accountSid = ACCOUNT, api_key_sid: apiKeySid = API_KEY, api_key_secret: apiKeySecret = MARKED }) => ({
  accountSid,
  apiKeySid,
  apiKeySecret,
});

/** What rejects the rows of each kind. */
const KINDS = [
  ['keys', (row) => new ours.TokenSigner(keyOf(row))],
  ['keys', (row) => new ours.TokenVerifier([options, keyOf(row)])],
  ['options', (row) => signer.sign(row)],
  ['verify', (row) => verifier.verify(signed(row))],
  ['webhooks', validate],
  ['settings', (header) => ours.parseSignatureSettings(header)],
  ['private_keys', (privateKey) => Object.assign(HOLDERS.ValidationToken(), { privateKey }).fromHttpRequest({ method: 'GET', url: 'https://example.com/' })],
];

/** Mistakes that only JavaScript can make. */
const MISTAKES = [
  () => new ours.TokenSigner(MARKED),
  () => new ours.TokenSigner({ ...options, apiKeySecret: Buffer.from(MARKED) }),
  () => new ours.TokenSigner({ ...options, apiKeySecret: [MARKED] }),
  () => new ours.TokenSigner({ ...options, apiKeySecret: `${MARKED}\ud800` }),
  () => new ours.TokenVerifier(options, { leeway: MARKED }),
  () => new ours.WebhookKey(`${MARKED}\ud800`),
  () => webhookKey.validateForm('', 'https://example.com', { a: `${MARKED}\ud800` }),
  () => ours.webhook({ authToken: [MARKED] }),
  () => verifier.verify({ MARKED }),
  () => ours.inspect([MARKED]),
  () => ours.inspect('', { apiKeySecret: [MARKED] }),
  () => ours.inspect('', { now: MARKED }),
  () => new ours.WebhookKey({ MARKED }),
  () => new ours.WebhookKey(MARKED, MARKED),
  () => webhookKey.validateBody(MARKED, 'https://example.com', { MARKED }),
  () => webhookKey.sign([MARKED]),
  () => ours.parseSignatureSettings([MARKED]),
  () => ours.validateRequest({ MARKED }, MARKED, 'https://example.com', {}),
  () => ours.validateRequest(MARKED, MARKED, [MARKED], {}),
  () => ours.getExpectedTwilioSignature(MARKED, [MARKED], {}),
  () => ours.getExpectedBodyHash([MARKED]),
  () => new ours.AccessToken(MARKED, MARKED, MARKED, {}),
  drop({ alg: MARKED }),
  drop({ ttl: MARKED }),
  drop({ secret: { MARKED } }),
  drop({ secret: `-----BEGIN PRIVATE KEY-----${MARKED}` }),
  drop({ keySid: [MARKED] }),
  drop({ accountSid: [MARKED] }),
  () => new ours.ClientCapability(MARKED),
  () => new ours.TaskRouterCapability({ accountSid: MARKED, authToken: MARKED }),
  () => Object.assign(HOLDERS.ClientCapability(), { authToken: [MARKED] }).toJwt(),
  () => new ours.ValidationToken({ accountSid: MARKED, credentialSid: MARKED, signingKey: MARKED }),
  () => new ours.ValidationToken({ accountSid: MARKED, credentialSid: MARKED, signingKey: MARKED, privateKey: MARKED, algorithm: MARKED }),
  () => HOLDERS.ValidationToken().fromHttpRequest({ method: 'GET', url: 'https://example.com/', headers: { Authorization: MARKED } }),
  () => HOLDERS.ValidationToken().fromHttpRequest({ method: 'GET', url: `https://example.com/?a=${MARKED}%` }),
];

test('errors show no value of an endpoint variable', () => {
  for (const [name, code] of Object.entries(rows.endpoint_variables)) {
    const misplaced = { ...env, [name]: MARKED };
    for (const host of [createTokenListener(misplaced), createFetchHandler({ env: misplaced })]) {
      const error = thrown(host.check);
      assert.equal(error.code, code, name);
      assertClean(error);
    }
  }
});

const kinds = KINDS.map(([kind, reject]) => [kind, reject, rows[kind]]);
for (const [kind, reject, cases] of [...kinds, ['mistakes', (mistake) => mistake(), MISTAKES]]) {
  test(`errors show no secret: ${kind}`, () => {
    for (const row of cases) {
      const error = thrown(() => reject(row));
      assert.ok(!texts(error).join().includes(webhookKey.sign('https://example.com')));
      try {
        assertClean(error);
      } catch (failure) {
        throw new Error(typeof row === 'function' ? `${row}` : JSON.stringify(row), { cause: failure });
      }
    }
  });
}

test('the error of Node for an invalid URL shows it, as with twilio', () => {
  for (const { validateRequest } of [ours, twilio]) {
    assert.deepEqual(places(thrown(() => validateRequest('12345', '', MARKED, {}))), ['input']);
  }
});

test('AccessToken does not show a KeyObject', () => {
  const secret = createSecretKey(Buffer.from(MARKED));
  const holder = new ours.AccessToken(ACCOUNT, API_KEY, secret, { identity: 'alice' });
  holder.toJwt();
  for (const text of texts(holder)) assert.ok(!shows(text), text);
  assert.deepEqual(places(holder), []);
});

test('inspect reports show no secret', () => {
  for (const given of [signer.sign({ identity: 'alice' }), ...rows.inspect]) {
    const report = ours.inspect(given, { apiKeySecret: MARKED, region: MARKED });
    for (const text of texts(report)) assert.ok(!shows(text), text);
  }
});

/** A program that reads the secret and does not catch one error. */
const PROGRAM = `
  const MARKED = require('node:fs').readFileSync(0, 'utf8').trim();
  const [npm, how, account, apiKey, addon] = process.argv.slice(1);
  const { AccessToken, TokenSigner, WebhookKey } = require(npm);
  const key = { accountSid: account, apiKeySid: apiKey, apiKeySecret: MARKED };
  const signer = new TokenSigner(key);
  const held = [signer, new WebhookKey(MARKED), new AccessToken(account, apiKey, MARKED, { identity: 'alice' })];
  const mistakes = {
    error: () => signer.sign({ identity: 'alice', ttl: MARKED }),
    key: () => new TokenSigner({ ...key, accountSid: MARKED }),
    holder: () => { throw held; },
    rejection: () => void Promise.reject(new Error('an error', { cause: held })),
    panic: () => (require(addon).signerNew(account, apiKey, MARKED), require(addon).panic()),
    report: () => process.stdout.write(JSON.stringify(process.report.getReport())),
    names: () => {
      const read = (file) => require('node:fs').readFileSync('/proc/self/' + file, 'utf8');
      console.log(process.title, read('comm'), read('cmdline'), read('environ'));
    },
    purpose: () => { throw new Error(MARKED); },
  };
  mistakes[how]();
`;

test('output, reports and names of a process show no secret', () => {
  const addon = fileURLToPath(new URL('../../target/test/panics.node', import.meta.url));
  const run = (how, env = {}) => {
    const args = ['-e', PROGRAM, path('index.js'), how, ACCOUNT, API_KEY, addon];
    const { stdout, stderr } = spawnSync(process.execPath, args, { input: MARKED, encoding: 'utf8', env: { ...process.env, ...env } });
    return stdout + stderr;
  };
  for (const [how, expected] of [
    ['error', /TokenError: ttl must be of type number/],
    ['key', /TokenError: the Account SID is not one/],
    ['holder', /TokenSigner/],
    ['rejection', /an error/],
    ['panic', /panicked at/],
    ['report', /"javascriptStack"/],
    ['names', /PATH=/],
  ]) {
    const output = run(how, { RUST_BACKTRACE: 'full' });
    assert.match(output, expected, how);
    assert.ok(!shows(output), `${how}: ${output}`);
  }
  assert.ok(shows(run('purpose')));
  // Positive control: reports and /proc contain the environment.
  for (const how of ['report', 'names']) assert.ok(shows(run(how, { API_SECRET: MARKED })), how);
});

test('errors of worker threads show no secret', async () => {
  const source = `
    const { parentPort, workerData: { npm, options } } = require('node:worker_threads');
    const { TokenSigner } = require(npm);
    try {
      new TokenSigner({ ...options, apiKeySid: options.apiKeySecret });
    } catch (error) {
      parentPort.postMessage(error);
    }
    new TokenSigner(options).sign({ identity: 'alice', [options.apiKeySecret]: 1 });
  `;
  const worker = new Worker(source, { eval: true, workerData: { npm: path('index.js'), options } });
  const received = ['message', 'error'].map((event) => new Promise((resolve) => worker.once(event, resolve)));
  for (const error of await Promise.all(received)) assertClean(error);
});
