// What JavaScript can hand over is more than the types say: every function that the package and its addon export, or the addon's
// WebAssembly, under whatever there is. Every call must give a value or throw an Error, and leave the next one alone. BOUNDARY_SECONDS
// says how long it goes on, and leaves figures; SEED repeats a run.
import assert from 'node:assert/strict';
import { createSecretKey, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { setImmediate as nextEvents } from 'node:timers/promises';

import { seeded } from './random.mjs';

const require = createRequire(import.meta.url);
const backend = require('../../npm/backend.js');
const { AccessToken, ClientCapability, TaskRouterCapability, TokenError, TokenSigner, TokenVerifier, WebhookKey } = require('../../npm/index.js');

const SECONDS = Number(process.env.BOUNDARY_SECONDS ?? 3);
const sid = (prefix) => prefix + '0'.repeat(32);
const KEY = { accountSid: sid('AC'), apiKeySid: sid('SK'), apiKeySecret: 'MarkedSecret0MarkedSecret0Marked' };
const TEXTS = Object.values(KEY);
const NOW = Math.floor(Date.now() / 1000);
const GOOD = new TokenSigner(KEY).sign({ identity: 'alice' });
const FIELDS = {
  ttl: [900, 1], notBefore: [0, 1.7e9], region: ['ie1', 'us1'], playback: [{ a: 1 }], custom: [{ app: {} }],
  video: [{}, { room: 'daily' }], voice: [{ incomingAllow: true }, { endpointId: 'phone' }], chat: [{ serviceSid: sid('IS') }],
  sync: [{ serviceSid: sid('IS') }], taskRouter: [{ workspaceSid: sid('WS'), role: 'worker' }],
};
const ENV = { TOKEN_AUTH: 'anyone', ALLOWED_ORIGINS: '*', ACCOUNT_SID: KEY.accountSid, API_KEY: KEY.apiKeySid, API_SECRET: KEY.apiKeySecret };
const URL = 'https://example.com/?bodySHA256=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

function environment() {
  const variables = backend.environmentNew();
  for (const [name, value] of Object.entries(ENV)) backend.environmentSet(variables, name, value);
  return variables;
}

const SIGNATURE = new WebhookKey('12345').sign(URL);
const SIGNER = backend.signerNew(...TEXTS);
const VERIFIER = backend.verifierNew(...TEXTS);
const PAYLOAD_KEY = backend.payloadKeyNew('secret', 'HS256');
const WEBHOOK_KEY = backend.webhookKeyNew(undefined, '12345');
const ENDPOINT = backend.endpointNew(environment());
const PRIVATE_KEY = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });

const incoming = () => ({ url: '/?a=b', protocol: 'https', headers: { host: 'example.com', 'x-twilio-signature': SIGNATURE }, body: { a: '1' } });
const response = () => ({ writeHead() { return this; }, end() {}, destroy() {} });
const ended = () => ({
  method: 'POST', url: '/create-room-token', rawHeaders: ['Content-Type', 'application/json'], headers: { 'content-type': 'application/json' },
  body: { identity: 'alice' }, readableEnded: true, complete: true, off() { return this; }, resume() {},
});
const request = () => ({ method: 'POST', url: 'https://api.twilio.com/a?b=c', headers: { authorization: 'Basic QUM6' }, params: { d: [1, 'e'] }, data: 'f' });
const hashed = () => ({ method: 'GET', host: 'h', path: '/a', query: 'b=c', params: [['d', 'e']], authorization: 'Basic QUM6' });
const handed = () => ({ method: 'POST', target: '/create-room-token', headers: ['content-type', 'application/json'] });
const validation = () => ({ accountSid: sid('AC'), credentialSid: sid('CR'), signingKey: sid('SK'), privateKey: PRIVATE_KEY });
const account = () => ({ accountSid: sid('AC'), authToken: KEY.apiKeySecret });
const workspace = () => ({ ...account(), workspaceSid: sid('WS'), channelId: sid('WK') });
const access = () => [...TEXTS, { identity: 'alice' }];
const options = () => [{ serviceSid: sid('IS'), workspaceSid: sid('WS'), room: 'daily', grant: {}, incomingAllow: true }];

/**
 * What each function is usually given, each time anew: its arguments, and what is done with what it gives. A method has a hash sign
 * before its name; its object is made of what its class is usually given.
 */
const USUAL = {
  ...Object.fromEntries(Object.entries({
    signerNew: () => TEXTS,
    signerSign: () => [SIGNER, '{"identity":"alice"}', NOW],
    signerSignLines: () => [SIGNER, '{"identity":"alice"}\n{}', NOW],
    signerSignRoom: () => [SIGNER, 'alice', NOW, 900, 'daily'],
    signerFree: () => [backend.signerNew(...TEXTS)],
    verifierNew: () => TEXTS,
    verifierAddKey: () => [VERIFIER, ...TEXTS],
    verifierSetLeeway: () => [VERIFIER, 5],
    verifierVerify: () => [VERIFIER, GOOD, NOW],
    verifierFree: () => [backend.verifierNew(...TEXTS)],
    inspect: () => [GOOD, 'secret', 'us1', NOW],
    signPayload: () => ['secret', '{}', 'ie1', 'HS256'],
    signJwt: () => ['secret', '{}'],
    payloadKeyNew: () => [Buffer.from('secret'), 'HS512'],
    payloadKeySign: () => [PAYLOAD_KEY, '{}', 'ie1'],
    payloadKeyFree: () => [backend.payloadKeyNew('secret', 'HS384')],
    validationSigningInput: () => ['RS256', sid('CR'), '{}'],
    canonicalize: () => [JSON.stringify(hashed()), Buffer.from('f')],
    webhookKeyNew: () => ['key=k,algorithm=HMAC_SHA256', '12345'],
    webhookKeyOfAlgorithm: () => ['HMAC_SHA1', '12345'],
    webhookKeySign: () => [WEBHOOK_KEY, URL, '[["a","b"]]'],
    webhookKeyValidateForm: () => [WEBHOOK_KEY, SIGNATURE, URL, '[]'],
    webhookKeyValidateBody: () => [WEBHOOK_KEY, SIGNATURE, URL, Buffer.from('')],
    webhookKeyFree: () => [backend.webhookKeyNew(undefined, '12345')],
    webhookSettings: () => ['key=k,algorithm=HMAC_SHA256'],
    bodySha256: () => [Buffer.from('a')],
    endpointLimits: () => [],
    environmentNew: () => [],
    environmentSet: () => [backend.environmentNew(), 'PASSCODE', 'secret'],
    endpointNew: () => [environment()],
    endpointCheck: () => [ENDPOINT],
    endpointHandle: () => [ENDPOINT, JSON.stringify(handed()), Buffer.from('{"identity":"alice"}'), NOW],
    endpointTimedOut: () => [ENDPOINT, JSON.stringify(handed()), NOW],
    endpointFree: () => [backend.endpointNew(environment())],
    withPublicKeys: () => [],
  }).map(([name, usual]) => [`backend.${name}`, [usual]])),
  TokenSigner: [() => [{ ...KEY }]],
  'TokenSigner#sign': [(random, oneOf) => [token(random, oneOf)]],
  TokenVerifier: [() => [[{ ...KEY }, { ...KEY }], { leeway: 5 }]],
  'TokenVerifier#verify': [(random) => [random() < 0.5 ? GOOD : GOOD.slice(0, random() * GOOD.length)]],
  inspect: [() => [GOOD, { apiKeySecret: 'secret', region: 'us1', now: NOW }]],
  TokenError: [() => ['a-code', 'a message', { cause: 1 }]],
  AccessToken: [access],
  'AccessToken#addGrant': [() => [new AccessToken.VideoGrant()]],
  'AccessToken#toJwt': [() => ['HS512']],
  'AccessToken.Grant': [() => ['key']],
  ...Object.fromEntries(['TaskRouter', 'Chat', 'Video', 'Sync', 'Voice', 'Playback'].flatMap((product) => [
    [`AccessToken.${product}Grant`, [options]],
    [`AccessToken.${product}Grant#toPayload`, [() => []]],
  ])),
  ClientCapability: [() => [account()]],
  'ClientCapability#addScope': [() => [new ClientCapability.EventStreamScope()]],
  'ClientCapability#toJwt': [() => []],
  'ClientCapability.EventStreamScope': [() => [{ a: 'b' }]],
  'ClientCapability.EventStreamScope#payload': [() => []],
  'ClientCapability.IncomingClientScope': [() => ['alice']],
  'ClientCapability.IncomingClientScope#payload': [() => []],
  'ClientCapability.OutgoingClientScope': [() => [{ applicationSid: sid('AP'), clientName: 'alice', params: { a: 'b' } }]],
  'ClientCapability.OutgoingClientScope#payload': [() => []],
  TaskRouterCapability: [() => [workspace()]],
  'TaskRouterCapability#addPolicy': [() => [new TaskRouterCapability.Policy()]],
  'TaskRouterCapability#toJwt': [() => []],
  'TaskRouterCapability.Policy': [() => [{ url: 'https://x/', method: 'GET', queryFilter: { a: { required: true } }, allow: false }]],
  'TaskRouterCapability.Policy#payload': [() => []],
  'taskrouter.util.defaultWorkerPolicies': [() => ['v1', 'WS1', 'WK1']],
  'taskrouter.util.defaultEventBridgePolicies': [() => ['AC1', 'WK1']],
  ...Object.fromEntries(['workspaces', 'taskQueues', 'tasks', 'activities', 'workers', 'reservations'].map((resource) => [
    `taskrouter.util.${resource}Url`,
    [() => ['WS1', 'WK1', '**']],
  ])),
  ValidationToken: [() => [validation()]],
  'ValidationToken#getRequestCanonicalizer': [() => [request()], (canonicalizer) => canonicalizer.create()],
  'ValidationToken#fromHttpRequest': [() => [request()]],
  ...Object.fromEntries(['accountSid', 'credentialSid', 'signingKey', 'privateKey', 'algorithm'].map((name) => [`ValidationToken#${name}`, [() => []]])),
  WebhookError: [() => ['a-code', 'a message']],
  WebhookKey: [() => [createSecretKey('12345', 'utf8'), 'HMAC_SHA256']],
  'WebhookKey#algorithm': [() => []],
  'WebhookKey#sign': [() => [URL, { a: ['b', 1, undefined] }]],
  'WebhookKey#validateForm': [() => [new WebhookKey('12345', 'HMAC_SHA256').sign(URL), URL]],
  'WebhookKey#validateBody': [() => [new WebhookKey('12345', 'HMAC_SHA256').sign(URL), URL, '']],
  'WebhookKey#isValidForm': [() => [SIGNATURE, URL, { a: 1 }]],
  'WebhookKey#isValidBody': [() => [SIGNATURE, URL, Buffer.from('a')]],
  getExpectedBodyHash: [() => ['a']],
  getExpectedTwilioSignature: [() => ['12345', URL, { a: 1 }]],
  parseSignatureSettings: [() => ['key=k']],
  validateBody: [() => ['a', '0'.repeat(64)]],
  validateExpressRequest: [() => [incoming(), '12345', { url: URL }]],
  validateIncomingRequest: [() => [incoming(), '12345', { host: 'example.com' }]],
  validateRequest: [() => ['12345', SIGNATURE, URL, {}]],
  validateRequestWithBody: [() => ['12345', SIGNATURE, URL, '']],
  webhook: [() => ['12345', { validate: true }], (hook, vary) => hook(...vary([incoming(), response(), () => {}]))],
  twilio: [() => []],
  'http.createTokenListener': [() => [{ ...ENV }], (listener, vary) => [listener.check(), listener(...vary([ended(), response(), () => {}]))]],
  'fetch.createFetchHandler': [
    () => [{ env: { ...ENV } }],
    (handler, vary) => [handler.check(), handler(...vary([new Request('http://127.0.0.1/create-room-token', { method: 'POST', body: 'a' })]))][1],
  ],
  'function.createRoomToken': [() => [{ env: { ...ENV } }], (handler, vary) => handler(...vary([{ DOMAIN_NAME: 'h', PATH: '/' }, { identity: 'alice' }, () => {}]))],
};

/** The functions of a module by the names that they have above, those of its classes among them. */
function* functionsOf(name, value, seen) {
  if (!['function', 'object'].includes(typeof value) || value === null || seen.has(value)) return;
  seen.add(value);
  const { prototype = {} } = value;
  const methods = Object.getOwnPropertyNames(prototype).filter((method) => method !== 'constructor' && method !== 'name');
  if (typeof value === 'function') {
    const isClass = methods.length > 0 || /^class\b/.test(Function.prototype.toString.call(value));
    yield [name, (object, args) => (isClass ? new value(...args) : value(...args))];
  }
  for (const method of methods) {
    const { get, value: called } = Object.getOwnPropertyDescriptor(prototype, method);
    yield [`${name}#${method}`, (object, args) => (get ?? called).apply(object, args)];
  }
  const own = Object.getOwnPropertyNames(value).filter((property) => !['length', 'name', 'prototype', 'arguments', 'caller'].includes(property));
  for (const property of own) yield* functionsOf(name ? `${name}.${property}` : property, value[property], seen);
}

/** Some token, all of whose fields are right. */
function token(random, oneOf) {
  const entries = Object.entries(FIELDS).filter(() => random() < 0.4);
  return { identity: 'alice', ...Object.fromEntries(entries.map(([name, usual]) => [name, structuredClone(oneOf(usual))])) };
}

/** Values that a type should have kept out, each made anew. */
const HOSTILE = [
  () => undefined, () => null, () => NaN, () => -0, () => 2 ** 53, () => -1, () => Infinity, () => 1n << 70n, () => Symbol('s'), () => true,
  () => '', () => '\ud800', () => '\0', () => 'é😀'.repeat(50), () => 'x'.repeat(70_000), () => 'constructor', () => '__proto__',
  () => [], () => [1, , 'a'], () => Object.create(null), () => () => {}, () => new Date(NaN), () => /x/g, () => new Map([[1, 2]]),
  () => new Uint8Array(3), () => new Float64Array(2), () => new ArrayBuffer(4), () => new SharedArrayBuffer(4), () => detached(), () => Buffer.from('ab'),
  () => cyclic(), () => ({ toString() { throw new RangeError('toString'); } }), () => ({ valueOf: () => 'v', toJSON: () => undefined }),
  () => new Proxy({}, { get() { throw new RangeError('get'); } }), () => new Proxy([], { ownKeys() { throw new RangeError('ownKeys'); } }),
  () => ({ get identity() { throw new RangeError('getter'); } }), () => new String('alice'), () => new Error('an error'), () => Promise.resolve('alice'),
];

function detached() {
  const bytes = new Uint8Array(8);
  structuredClone(bytes, { transfer: [bytes.buffer] });
  return bytes;
}

function cyclic() {
  const object = { a: 1 };
  object.self = object;
  return object;
}

test(`${SECONDS} seconds of whatever JavaScript can hand over, in every function there is`, async (context) => {
  const { random } = seeded(context);
  const oneOf = (list) => list[Math.floor(random() * list.length)];
  const hostile = () => oneOf(HOSTILE)();

  /** Puts what should not be there into an object, at any depth. */
  function spoil(value) {
    if (value === null || typeof value !== 'object' || random() < 0.6) return;
    const keys = Reflect.ownKeys(value);
    const key = keys.length > 0 && random() < 0.8 ? oneOf(keys) : oneOf(['room', 'serviceSid', 'role', 'url', 'more', 0]);
    if (random() < 0.5) return spoil(value[key]);
    try {
      value[key] = hostile();
    } catch {
      // What does not let itself be changed is handed over as it is.
    }
  }

  function vary(usual) {
    if (random() < 0.4) return usual;
    const args = usual.map((arg) => (random() < 0.25 ? hostile() : arg));
    args.forEach(spoil);
    if (random() < 0.1) args.splice(random() * 4, 9);
    if (random() < 0.1) args.push(hostile());
    return args;
  }

  const modules = { backend, '': require('../../npm/index.js'), twilio: require('../../npm/twilio.js') };
  for (const name of ['webhooks', 'http', 'fetch', 'function']) modules[name] = require(`../../npm/${name}.js`);
  const seen = new Set();
  const surface = new Map(Object.entries(modules).flatMap(([name, module]) => [...functionsOf(name, module, seen)]));
  surface.delete('');
  assert.deepEqual([...surface.keys()].sort(), Object.keys(USUAL).sort(), 'what is exported is what is called here');

  process.env.TWILIO_AUTH_TOKEN = '12345';
  globalThis.Twilio = { Response: class { setStatusCode() {} appendHeader() {} setBody() {} } };
  context.after(() => delete globalThis.Twilio);

  function call(name) {
    const [usual, then] = USUAL[name];
    const [owner] = name.split('#');
    const object = owner !== name && random() < 0.9 ? surface.get(owner)(undefined, USUAL[owner][0](random, oneOf)) : hostile();
    const given = surface.get(name)(object, vary(usual(random, oneOf)));
    return then ? then(given, vary) : given;
  }

  const signer = new TokenSigner(KEY);
  const verifier = new TokenVerifier(KEY);
  const names = [...surface.keys()];
  const counts = Object.fromEntries(names.map((name) => [name, { given: 0, threw: 0 }]));
  const start = Date.now();
  let calls = 0;
  for (; Date.now() < start + SECONDS * 1000; calls++) {
    const name = names[calls % names.length];
    try {
      call(name)?.catch?.(() => {});
      counts[name].given++;
    } catch (error) {
      assert.ok(error instanceof Error, `${name} threw ${typeof error}`);
      assert.ok(!`${error.stack}${error.message}`.includes(KEY.apiKeySecret), `${name} shows a secret`);
      const known = [TokenError, TypeError, RangeError].some((kind) => error instanceof kind);
      if (name === 'TokenSigner#sign') assert.ok(known, error.stack);
      counts[name].threw++;
    }
    // What is no longer needed is freed when events are handled, as they are between the requests to a server.
    if (calls % 1000 === 0) await nextEvents();
    if (calls % 100 === 0) assert.equal(verifier.verify(signer.sign({ identity: 'alice' })).grants.identity, 'alice');
  }

  const threw = names.reduce((sum, name) => sum + counts[name].threw, 0);
  context.diagnostic(`${calls} calls of ${names.length} functions, of which ${threw} threw`);
  // There is no client of Twilio's API to be had.
  for (const name of names.filter((name) => name !== 'twilio')) assert.ok(counts[name].given > 0, `${name} never gave a value`);
  // Some calls have no arguments, and WebAssembly ignores a handle that is not there.
  const calm = /\.(endpointLimits|environmentNew|withPublicKeys|verifierSetLeeway|\w+Free)$/;
  const others = names.filter((name) => name.startsWith('backend.') && !calm.test(name));
  for (const name of others) assert.ok(counts[name].threw > 0, `${name} never threw`);
  if (process.env.BOUNDARY_SECONDS) {
    const folder = new globalThis.URL('../../target/bench/', import.meta.url);
    mkdirSync(folder, { recursive: true });
    const figures = { seconds: (Date.now() - start) / 1000, functions: names.length, calls, threw };
    writeFileSync(new globalThis.URL(`boundary-${backend.backend}.json`, folder), `${JSON.stringify(figures, null, 2)}\n`);
  }
});
