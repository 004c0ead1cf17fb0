// What JavaScript can hand over is more than the types say: the boundary to the addon, and to its WebAssembly, under whatever there
// is. Every call must give a value or throw an Error, and leave the next one alone. BOUNDARY_SECONDS says how long it goes on, and SEED
// repeats a run.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';

import { seeded } from './random.mjs';

const require = createRequire(import.meta.url);
const native = require('../../npm/native.js');
const { AccessToken, TokenError, TokenSigner, TokenVerifier, inspect } = require('../../npm/index.js');
const webhooks = require('../../npm/webhooks.js');

const SECONDS = Number(process.env.BOUNDARY_SECONDS ?? 3);
const sid = (prefix) => prefix + '0'.repeat(32);
const KEY = { accountSid: sid('AC'), apiKeySid: sid('SK'), apiKeySecret: 'MarkedSecret0MarkedSecret0Marked' };
const FIELDS = {
  ttl: [900, 1], notBefore: [0, 1.7e9], region: ['ie1', 'us1'], playback: [{ a: 1 }], custom: [{ app: {} }],
  video: [{}, { room: 'daily' }], voice: [{ incomingAllow: true }, { endpointId: 'phone' }], chat: [{ serviceSid: sid('IS') }],
  sync: [{ serviceSid: sid('IS') }], taskRouter: [{ workspaceSid: sid('WS'), role: 'worker' }],
};

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

test(`${SECONDS} seconds of whatever JavaScript can hand over`, (context) => {
  const { random } = seeded(context);
  const oneOf = (list) => list[Math.floor(random() * list.length)];
  const hostile = () => oneOf(HOSTILE)();
  const token = () => {
    const entries = Object.entries(FIELDS).filter(() => random() < 0.4).map(([name, usual]) => [name, random() < 0.8 ? structuredClone(oneOf(usual)) : hostile()]);
    const object = { identity: random() < 0.9 ? 'alice' : hostile(), ...Object.fromEntries(entries) };
    const nested = oneOf(Object.values(object));
    if (random() < 0.3 && nested !== null && typeof nested === 'object' && Object.isExtensible(nested)) {
      try {
        nested[oneOf(['room', 'serviceSid', 'role', 'endpointId', 'more'])] = hostile();
      } catch {
        // What does not let itself be changed is handed over as it is.
      }
    }
    return object;
  };
  const some = () => Array.from({ length: Math.floor(random() * 9) }, () => (random() < 0.3 ? oneOf(Object.values(FIELDS))[0] : hostile()));
  const key = () => (random() < 0.5 ? hostile() : { ...KEY, [oneOf(Object.keys(KEY))]: hostile() });

  const signer = new TokenSigner(KEY);
  const verifier = new TokenVerifier(KEY);
  const good = signer.sign({ identity: 'alice' });
  const webhookKey = new native.WebhookKey(Buffer.from('12345'), 'HMAC_SHA1');
  const objects = [new native.Verifier([KEY.accountSid, KEY.apiKeySid, KEY.apiKeySecret], 0), webhookKey, new native.Endpoint({}), native.signer(...Object.values(KEY))];
  const functions = Object.values(native).filter((value) => typeof value === 'function');
  const calls = {
    sign: () => signer.sign(random() < 0.8 ? token() : hostile()),
    signer: () => new TokenSigner(key()),
    verify: () => verifier.verify(random() < 0.5 ? hostile() : good.slice(0, (0.5 + random()) * good.length)),
    verifier: () => new TokenVerifier(random() < 0.5 ? key() : [key(), key()], hostile()),
    inspect: () => inspect(hostile(), random() < 0.5 ? hostile() : { apiKeySecret: hostile(), region: hostile(), now: hostile() }),
    'drop-in': () => {
      const access = new AccessToken(...some());
      access.addGrant(hostile());
      return access.toJwt(hostile());
    },
    webhooks: () => oneOf(Object.values(webhooks).filter((value) => typeof value === 'function'))(...some()),
    'a function of the back end': () => oneOf(functions)(...some()),
    'a class of the back end': () => new (oneOf(functions))(...some()),
    'a method of the back end': () => {
      const object = oneOf(objects);
      if (typeof object === 'function') return object(...some());
      const method = oneOf(Object.getOwnPropertyNames(Object.getPrototypeOf(object)));
      return object[method].apply(random() < 0.8 ? object : hostile(), some());
    },
  };
  const seen = Object.fromEntries(Object.keys(calls).map((name) => [name, { given: 0, thrown: 0 }]));
  const deadline = Date.now() + SECONDS * 1000;
  for (let count = 0; Date.now() < deadline; count++) {
    const name = oneOf(Object.keys(calls));
    try {
      calls[name]()?.catch?.(() => {});
      seen[name].given++;
    } catch (error) {
      // The WebAssembly throws what the package makes errors of.
      const raw = name.endsWith('back end') && typeof error.code === 'string';
      assert.ok(error instanceof Error || raw, `${name} threw ${typeof error}`);
      assert.ok(!`${error.stack}${error.message}`.includes(KEY.apiKeySecret), `${name} shows a secret`);
      if (name === 'sign') assert.ok(error instanceof TokenError || error instanceof TypeError || error instanceof RangeError, error.stack);
      seen[name].thrown++;
    }
    if (count % 100 === 0) assert.equal(verifier.verify(signer.sign({ identity: 'alice' })).grants.identity, 'alice');
  }
  for (const [name, { given, thrown }] of Object.entries(seen)) {
    context.diagnostic(`${name}: ${given} gave a value, ${thrown} threw`);
    assert.ok(thrown > 0, `${name} was never refused`);
  }
  assert.ok(seen.sign.given > 0, 'no token was signed');
});
