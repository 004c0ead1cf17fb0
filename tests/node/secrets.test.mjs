// A marked secret in every place that takes one, and in every place where one is put by mistake: what shows it is listed here, and is
// what the package `twilio` shows as well.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createSecretKey } from 'node:crypto';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { format, inspect } from 'node:util';
import { serialize } from 'node:v8';
import { Worker } from 'node:worker_threads';

import { fetchApi, http, key, ours, twilio } from './helpers.mjs';

const MARKED = 'MarkedSecret0123456789MarkedSecr';
const shows = (text) => text.includes('MarkedSecret');
const [ACCOUNT, API_KEY] = [key.account_sid, key.api_key_sid];
const options = { accountSid: ACCOUNT, apiKeySid: API_KEY, apiKeySecret: MARKED };
const env = { ACCOUNT_SID: ACCOUNT, API_KEY, API_SECRET: MARKED, TOKEN_AUTH: 'passcode', PASSCODE: MARKED };
const path = (file) => fileURLToPath(new URL(`../../npm/${file}`, import.meta.url));
const { createFetchHandler } = fetchApi;
const { createTokenListener } = http;

/** Everything that is made of a secret. */
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

/** Where it stands in the classes that replace those of `twilio`, in which it is public. No other holder has it anywhere. */
const PUBLIC = { AccessToken: ['secret'], ClientCapability: ['authToken'], TaskRouterCapability: ['authToken'], ValidationToken: ['privateKey'] };

/** The paths at which an object shows it, through all that can be reached from it: own properties of any kind, and prototypes. */
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
  // A getter gives something only on what it was made for.
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

/** All that Node prints of a value, or hands on to another thread or a file. */
function texts(value) {
  const copies = [structuredClone, serialize].map((copy) => {
    try {
      return inspect(copy(value), { showHidden: true, depth: Infinity }) + copy(value).toString('latin1');
    } catch (error) {
      return error.stack;
    }
  });
  const printed = [inspect(value), inspect(value, { depth: Infinity, getters: 'get' }), format('%s %j %O', value, value, value)];
  return [...copies, ...printed, `${value}`, JSON.stringify(value) ?? ''];
}

/** As an error is printed, logged field by field, or handed on. */
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

test('what is shown is found', () => {
  const nested = Object.create({ inherited: [new Map()] }, { hidden: { value: { [Symbol('s')]: MARKED } } });
  assert.deepEqual(places(nested), ['hidden.Symbol(s)']);
  assert.deepEqual(places({ bytes: Buffer.from(MARKED) }), ['bytes']);
  assert.throws(() => assertClean(new Error('x', { cause: MARKED })));
  assert.throws(() => assertClean(Object.assign(new Error('x'), { [MARKED]: 1 })));
  const theirs = new twilio.jwt.AccessToken(ACCOUNT, API_KEY, MARKED, { identity: 'alice' });
  assert.equal(texts(theirs).filter(shows).length, 6, 'all but String()');
});

test('the environment is one that the hosts take the secret of', () => {
  createTokenListener(env).check();
  createFetchHandler({ env }).check();
});

for (const [name, make] of Object.entries(HOLDERS)) {
  test(`${name} shows it nowhere but where twilio does`, (context) => {
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

test('where it stands, twilio has it as well', () => {
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
});

const signer = new ours.TokenSigner(options);
const verifier = new ours.TokenVerifier(options);
const webhookKey = new ours.WebhookKey(MARKED);
const token = (fields) => () => signer.sign({ identity: 'alice', ...fields });
const drop = (identity, change = {}) => () => Object.assign(new ours.AccessToken(ACCOUNT, API_KEY, MARKED, { identity }), change).toJwt(change.alg);

/** Mistakes, with the secret in each place where it does not belong. */
const MISTAKES = [
  () => new ours.TokenSigner(MARKED),
  () => new ours.TokenSigner({ ...options, accountSid: MARKED }),
  () => new ours.TokenSigner({ ...options, apiKeySid: MARKED }),
  () => new ours.TokenSigner({ ...options, apiKeySecret: `${MARKED} ` }),
  () => new ours.TokenSigner({ ...options, apiKeySecret: Buffer.from(MARKED) }),
  () => new ours.TokenSigner({ ...options, apiKeySecret: [MARKED] }),
  () => new ours.TokenVerifier([options, { ...options, accountSid: MARKED }]),
  () => new ours.TokenVerifier(options, { leeway: MARKED }),
  () => signer.sign(MARKED),
  () => signer.sign([MARKED]),
  token({ identity: MARKED.repeat(9) }),
  token({ identity: [MARKED] }),
  token({ ttl: MARKED }),
  token({ notBefore: MARKED }),
  token({ region: MARKED }),
  token({ [MARKED]: MARKED }),
  token({ video: MARKED }),
  token({ video: { room: MARKED.repeat(5) } }),
  token({ video: { [MARKED]: true } }),
  token({ voice: { outgoingApplicationSid: MARKED } }),
  token({ voice: { pushCredentialSid: MARKED } }),
  token({ voice: { incomingAllow: MARKED } }),
  token({ chat: { serviceSid: MARKED } }),
  token({ sync: { serviceSid: { MARKED } } }),
  token({ taskRouter: { workspaceSid: MARKED } }),
  token({ playback: MARKED }),
  token({ custom: MARKED }),
  token({ custom: { identity: MARKED } }),
  token({ custom: { video: MARKED } }),
  token({ custom: { [`${MARKED}\ud800`]: MARKED } }),
  token({ custom: { app: `${MARKED}\ud800` } }),
  token({ identity: `${MARKED}\ud800` }),
  () => new ours.TokenSigner({ ...options, apiKeySecret: `${MARKED}\ud800` }),
  () => new ours.WebhookKey(`${MARKED}\ud800`),
  () => webhookKey.validateForm('', 'https://example.com', { a: `${MARKED}\ud800` }),
  () => ours.webhook({ authToken: [MARKED] }),
  () => verifier.verify(MARKED),
  () => verifier.verify({ MARKED }),
  () => verifier.verify(`${MARKED}.${MARKED}.${MARKED}`),
  () => ours.inspect([MARKED]),
  () => ours.inspect('', { apiKeySecret: [MARKED] }),
  () => ours.inspect('', { now: MARKED }),
  () => new ours.WebhookKey({ MARKED }),
  () => new ours.WebhookKey(MARKED, MARKED),
  () => webhookKey.validateForm(MARKED, MARKED, { [MARKED]: MARKED }),
  () => webhookKey.validateForm(webhookKey.sign('https://example.com'), MARKED),
  () => webhookKey.validateBody(MARKED, MARKED, MARKED),
  () => webhookKey.validateBody(MARKED, 'https://example.com', { MARKED }),
  () => webhookKey.sign([MARKED]),
  () => ours.parseSignatureSettings(`algorithm=${MARKED}`),
  () => ours.parseSignatureSettings([MARKED]),
  () => ours.validateRequest({ MARKED }, MARKED, 'https://example.com', {}),
  () => ours.validateRequest(MARKED, MARKED, [MARKED], {}),
  () => ours.getExpectedTwilioSignature(MARKED, [MARKED], {}),
  () => ours.getExpectedBodyHash([MARKED]),
  () => new ours.AccessToken(MARKED, MARKED, MARKED, {}),
  drop('alice', { alg: MARKED }),
  drop('alice', { ttl: MARKED }),
  drop('alice', { secret: { MARKED } }),
  drop('alice', { secret: `-----BEGIN PRIVATE KEY-----${MARKED}` }),
  drop('alice', { keySid: [MARKED] }),
  drop('alice', { accountSid: [MARKED] }),
  () => new ours.ClientCapability(MARKED),
  () => new ours.TaskRouterCapability({ accountSid: MARKED, authToken: MARKED }),
  () => Object.assign(HOLDERS.ClientCapability(), { authToken: [MARKED] }).toJwt(),
  () => new ours.ValidationToken({ accountSid: MARKED, credentialSid: MARKED, signingKey: MARKED }),
  () => new ours.ValidationToken({ accountSid: MARKED, credentialSid: MARKED, signingKey: MARKED, privateKey: MARKED, algorithm: MARKED }),
  () => HOLDERS.ValidationToken().fromHttpRequest({ method: 'GET', url: 'https://example.com/', headers: { Authorization: MARKED } }),
  () => HOLDERS.ValidationToken().fromHttpRequest({ method: 'GET', url: `https://example.com/?a=${MARKED}%` }),
];

/** What is wrong with an environment, by the variable that has the secret: another error would prove nothing. */
const MISPLACED = {
  TOKEN_AUTH: 'unsupported-token-auth',
  ACCOUNT_SID: 'invalid-account-sid',
  API_KEY: 'invalid-api-key-sid',
  PASSCODE_EXPIRES_AT: 'invalid-variable',
  ALLOWED_ORIGINS: 'invalid-variable',
  TOKEN_TTL: 'invalid-ttl',
  ACCESS_LOG: 'invalid-variable',
  TWIML_APP_SID: 'invalid-application-sid',
};

test('no variable that has it by mistake shows it', () => {
  for (const [name, code] of Object.entries(MISPLACED)) {
    const misplaced = { ...env, [name]: MARKED };
    for (const host of [createTokenListener(misplaced), createFetchHandler({ env: misplaced })]) {
      const error = thrown(host.check);
      assert.equal(error.code, code, name);
      assertClean(error);
    }
  }
});

test('no mistake makes an error that shows it', () => {
  for (const mistake of MISTAKES) {
    const error = thrown(mistake);
    try {
      assertClean(error);
    } catch (failure) {
      throw new Error(`${mistake}`, { cause: failure });
    }
  }
  assert.ok(MISTAKES.length > 60);
});

test('what is no URL is shown by the error of Node itself, as it is with twilio', () => {
  for (const { validateRequest } of [ours, twilio]) {
    assert.deepEqual(places(thrown(() => validateRequest('12345', '', MARKED, {}))), ['input']);
  }
});

test('a key that Node holds is not shown', () => {
  const secret = createSecretKey(Buffer.from(MARKED));
  const holder = new ours.AccessToken(ACCOUNT, API_KEY, secret, { identity: 'alice' });
  holder.toJwt();
  for (const text of texts(holder)) assert.ok(!shows(text), text);
  assert.deepEqual(places(holder), []);
});

test('no report shows it', () => {
  for (const given of [signer.sign({ identity: 'alice' }), 'not a token', MARKED, `Bearer ${MARKED}`]) {
    const report = ours.inspect(given, { apiKeySecret: MARKED, region: MARKED });
    for (const text of texts(report)) assert.ok(!shows(text), text);
  }
});

/** A program of somebody else's, which reads the secret and makes one mistake that it does not catch. */
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

test('nothing that a process leaves behind shows it', () => {
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
  // What is in the environment is in the report, and in /proc.
  for (const how of ['report', 'names']) assert.ok(shows(run(how, { API_SECRET: MARKED })), how);
});

test('an error of a worker thread does not show it', async () => {
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
