// The class that stands in for Twilio's: where it is the same, Twilio's is asked; where it differs, the difference is pinned.
import assert from 'node:assert/strict';
import { createSecretKey, generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';

import jsonwebtoken from 'jsonwebtoken';

import { at, ours, twilio, vectors } from './helpers.mjs';

const { AccessToken, TokenError } = ours;
const Twilios = twilio.jwt.AccessToken;
const key = [vectors.key.account_sid, vectors.key.api_key_sid, vectors.key.api_key_secret];

/** What an action comes to: its result, or its error's message. */
function outcome(action) {
  try {
    return action();
  } catch (error) {
    return { threw: error.message };
  }
}

/** Both classes do the same with `use`, at the same time. */
function assertSame(context, use) {
  const [ourOutcome, twiliosOutcome] = [AccessToken, Twilios].map((Class) =>
    at(context, vectors.now, () => outcome(() => use(Class))),
  );
  assert.deepEqual(ourOutcome, twiliosOutcome);
}

test('arguments that are missing', (context) => {
  const all = [...key, { identity: 'alice' }];
  for (const absent of [undefined, null, '', 0]) {
    for (const index of all.keys()) {
      assertSame(context, (Class) => new Class(...all.with(index, absent)).toJwt());
    }
  }
  assertSame(context, (Class) => new Class());
  assertSame(context, (Class) => Class(...all));
});

test('options of every type', (context) => {
  const values = ['', 'ie1', 0, 1, -7, 4444, 1.5, NaN, Infinity, true, false, null, undefined, {}, [], 10n, 1e21];
  for (const name of ['identity', 'nbf', 'region']) {
    for (const value of values) assertSame(context, (Class) => new Class(...key, { identity: 'alice', [name]: value }).toJwt());
  }
  for (const ttl of values.filter((value) => typeof value !== 'string')) {
    assertSame(context, (Class) => new Class(...key, { identity: 'alice', ttl }).toJwt());
  }
});

test('properties are read when the token is made', (context) => {
  const changes = {
    accountSid: 'AC1',
    keySid: 'SK1',
    secret: 'another',
    ttl: 0,
    identity: '',
    nbf: 5,
    region: 'au1',
    grants: [new Twilios.VideoGrant({ room: 'x' })],
  };
  for (const change of Object.entries(changes)) {
    assertSame(context, (Class) => {
      const token = new Class(...key, { identity: 'alice' });
      Object.assign(token, Object.fromEntries([change]));
      return token.toJwt();
    });
  }
  for (const property of ['ttl', 'identity', 'keySid', 'accountSid']) {
    for (const value of [undefined, null, 5, {}]) {
      assertSame(context, (Class) => Object.assign(new Class(...key, { identity: 'alice' }), { [property]: value }).toJwt());
    }
  }
});

test('grants', (context) => {
  for (const options of [undefined, null, {}, { room: 'r' }, { room: '' }, { room: 5 }, { room: 0 }, { room: { a: 1 } }]) {
    assertSame(context, (Class) => {
      const token = new Class(...key, { identity: 'alice' });
      assert.equal(token.addGrant(new Class.VideoGrant(options)), undefined);
      return [token.toJwt(), { ...new Class.VideoGrant(options) }];
    });
  }
  const custom = (name, payload) => ({ key: name, toPayload: () => payload });
  for (const grants of [
    [custom('x', { b: 1, a: [null] })],
    [custom('x', 1), custom('y', 2), custom('x', 3)],
    [custom('identity', 'mallory')],
    [custom('7', {}), custom('a', undefined)],
  ]) {
    assertSame(context, (Class) => Object.assign(new Class(...key, { identity: 'alice' }), { grants }).toJwt());
  }
});

test('algorithms', (context) => {
  for (const algorithm of [undefined, null, '', 'HS256', 'HS384', 'HS512', 'hs256', 'none', 'RS256', {}]) {
    assertSame(context, (Class) => new Class(...key, { identity: 'alice' }).toJwt(algorithm));
  }
});

test('secrets of every kind', (context) => {
  const secret = vectors.key.api_key_secret;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  for (const value of [
    secret,
    Buffer.from(secret),
    new TextEncoder().encode(secret),
    createSecretKey(Buffer.from(secret)),
    5,
    {},
    privateKey,
    pem,
    `This is my key.\n${pem}`,
    Buffer.from(pem),
    new TextEncoder().encode(pem),
    '-----BEGIN',
  ]) {
    assertSame(context, (Class) => new Class(key[0], key[1], value, { identity: 'alice' }).toJwt());
  }
});

test('statics', () => {
  assert.deepEqual(AccessToken.ALGORITHMS, Twilios.ALGORITHMS);
  assert.equal(AccessToken.DEFAULT_ALGORITHM, Twilios.DEFAULT_ALGORITHM);
  assert.ok(new AccessToken.VideoGrant() instanceof AccessToken.Grant);
});

test('statics are read when the token is made', (context) => {
  assertSame(context, (Class) => {
    const { ALGORITHMS, DEFAULT_ALGORITHM } = Class;
    try {
      Object.assign(Class, { ALGORITHMS: ['HS512'], DEFAULT_ALGORITHM: 'HS512' });
      const token = new Class(...key, { identity: 'alice' });
      return [token.toJwt(), outcome(() => token.toJwt('HS256'))];
    } finally {
      Object.assign(Class, { ALGORITHMS, DEFAULT_ALGORITHM });
    }
  });
});

test('with three arguments the identity may follow, and must', () => {
  const token = new AccessToken(...key);
  const refusal = (code) => (error) => error instanceof TokenError && error.code === code;
  const message = 'identity is required to be specified in options';
  assert.throws(() => token.toJwt(), { message, code: 'missing-identity' });
  for (const identity of [undefined, null, 0, false]) {
    token.identity = identity;
    assert.throws(() => token.toJwt(), { message, code: 'missing-identity' });
  }
  token.identity = '';
  assert.throws(() => token.toJwt(), { message, code: 'empty-identity' });
  for (const identity of [['alice'], { a: 1 }, true, 1.5]) {
    token.identity = identity;
    assert.throws(() => token.toJwt(), refusal('invalid-type'));
  }
  token.identity = 4444;
  assert.equal(jsonwebtoken.verify(token.toJwt(), key[2]).grants.identity, '4444');
  token.identity = 'alice';
  assert.equal(jsonwebtoken.verify(token.toJwt(), key[2]).grants.identity, 'alice');
});

test('a text as lifetime has a unit', (context) => {
  const texts = ['1h', '90m', '2 days', '1.5 hrs', '.5w', '1y', '20s', '500ms', '-1h', '1 H', 'xyz', '1 fortnight', 'h', '1h ', '٣h', `${'1'.repeat(99)}h`];
  for (const ttl of [...texts, '']) {
    assertSame(context, (Class) => new Class(...key, { identity: 'alice', ttl }).toJwt());
    assertSame(context, (Class) => Object.assign(new Class(...key, { identity: 'alice' }), { ttl }).toJwt());
  }
  // Twilio reads these as milliseconds, and the token is dead at once.
  const message = '"expiresIn" should be a number of seconds or string representing a timespan eg: "1d", "20h", 60';
  for (const ttl of ['3600', '100', '0', '-5', '1.5']) {
    assert.throws(() => new AccessToken(...key, { identity: 'alice', ttl }).toJwt(), { code: 'invalid-ttl', message });
  }
});

test('a prepared key signs with each algorithm, and for whoever has the key', (context) => {
  const secrets = ['one', 'another'].map((text) => createSecretKey(Buffer.from(text)));
  for (let round = 0; round < 2; round++) {
    for (const secret of secrets) {
      for (const algorithm of AccessToken.ALGORITHMS) {
        assertSame(context, (Class) => new Class(key[0], key[1], secret, { identity: 'alice', region: 'ie1' }).toJwt(algorithm));
      }
    }
  }
});

test('a token behind a proxy, and of a subclass', (context) => {
  assertSame(context, (Class) => {
    const token = new Proxy(new (class extends Class {})(...key, { identity: 'alice' }), {});
    token.addGrant(new Class.VideoGrant());
    return token.toJwt();
  });
});
