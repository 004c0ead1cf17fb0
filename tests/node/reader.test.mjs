// Verifying and inspecting: what only the JavaScript side adds; the attacks are tested in Rust, the findings by the vectors.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect as show } from 'node:util';

import jsonwebtoken from 'jsonwebtoken';

import { at, key, ours, twilio, vectors } from './helpers.mjs';

const { TokenError, TokenSigner, TokenVerifier, inspect } = ours;
const signingKey = { accountSid: key.account_sid, apiKeySid: key.api_key_sid, apiKeySecret: key.api_key_secret };
const otherKey = { ...signingKey, apiKeySid: key.api_key_sid.replace('f', 'e'), apiKeySecret: 'another' };

test('tokens of twilio, of jsonwebtoken and our own verify', (context) => {
  const theirs = new twilio.jwt.AccessToken(key.account_sid, key.api_key_sid, key.api_key_secret, { identity: 'alice' });
  theirs.addGrant(new twilio.jwt.AccessToken.VideoGrant({ room: 'daily' }));
  const { account_sid: sub, api_key_sid: iss } = key;
  const claims = { jti: 'x', grants: { identity: 'alice', video: { room: 'daily' } }, iss, sub };
  const header = { header: { cty: 'twilio-fpa;v=1', typ: 'JWT' }, expiresIn: 60 };
  const tokens = at(context, vectors.now, () => [
    theirs.toJwt(),
    jsonwebtoken.sign(claims, key.api_key_secret, header),
    new TokenSigner(signingKey).sign({ identity: 'alice', video: { room: 'daily' } }),
  ]);
  for (const token of tokens) {
    const { grants } = at(context, vectors.now, () => new TokenVerifier(signingKey).verify(token));
    assert.deepEqual(grants, { identity: 'alice', video: { room: 'daily' } });
  }
});

test('errors, rotation and leeway', (context) => {
  const token = at(context, vectors.now, () => new TokenSigner(signingKey).sign({ identity: 'alice', ttl: 60 }));
  const verify = (verifier, seconds) => at(context, vectors.now + seconds, () => verifier.verify(token));
  const refuses = (verifier, seconds, code) =>
    assert.throws(() => verify(verifier, seconds), (error) => error instanceof TokenError && error.code === code);

  refuses(new TokenVerifier(otherKey), 0, 'signature-mismatch');
  refuses(new TokenVerifier(signingKey), 60, 'expired');
  assert.equal(verify(new TokenVerifier([otherKey, signingKey]), 0).iss, key.api_key_sid);
  assert.equal(verify(new TokenVerifier(signingKey, { leeway: 1 }), 60).iss, key.api_key_sid);
  assert.throws(() => new TokenVerifier(signingKey).verify('x'), { code: 'malformed' });
});

test('wrong arguments', () => {
  assert.throws(() => new TokenVerifier([]), { code: 'missing-key' });
  assert.throws(() => new TokenVerifier({ ...signingKey, apiKeySid: 'SK' }), { code: 'invalid-api-key-sid' });
  for (const leeway of [-1, 0.5, NaN, 86401, '1']) {
    assert.throws(() => new TokenVerifier(signingKey, { leeway }), { code: 'invalid-time' });
  }
  for (const token of [undefined, null, 5, Buffer.from('x')]) {
    assert.throws(() => new TokenVerifier(signingKey).verify(token), { code: 'invalid-type' });
    assert.throws(() => inspect(token), { code: 'invalid-type' });
  }
  assert.throws(() => inspect('x', { now: 0.5 }), { code: 'invalid-time' });
  assert.throws(() => inspect('x', { apiKeySecret: Buffer.from(key.api_key_secret) }), { code: 'invalid-type' });
});

test('a report is made of plain values, and shows no secret', () => {
  const token = new TokenSigner(signingKey).sign({ identity: 'alice', video: { room: 'daily' } });
  const report = inspect(token, { apiKeySecret: key.api_key_secret });
  assert.equal(report.signature, 'verified');
  assert.deepEqual(report.header, { alg: 'HS256', typ: 'JWT', cty: 'twilio-fpa;v=1' });
  assert.deepEqual(report.payload.grants, { identity: 'alice', video: { room: 'daily' } });
  for (const secret of [key.api_key_secret, `${key.api_key_secret} `, 'MarkedSecret']) {
    assert.ok(!show(inspect(token, { apiKeySecret: secret }).findings, { depth: 9 }).includes(secret.trim()));
  }
  assert.ok(!show(new TokenVerifier(signingKey), { showHidden: true, depth: 9 }).includes(key.api_key_secret));
});
