// The shared cases and Twilio's golden tokens, through both classes of the package.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { jwtVerify } from 'jose';
import jsonwebtoken from 'jsonwebtoken';

import { at, golden, key, ours, twilio, vectors } from './helpers.mjs';
import { FILE, generate } from '../vectors/generate.mjs';

const { AccessToken, TokenError, TokenSigner } = ours;

test('the shared cases are what Twilio makes of them today', () => {
  assert.equal(generate(), readFileSync(FILE, 'utf8'));
});

/** The key of a case. */
const keyOf = (given) => ({ ...key, ...given.key });

function signWithTokenSigner(given) {
  const { account_sid: accountSid, api_key_sid: apiKeySid, api_key_secret: apiKeySecret } = keyOf(given);
  const { identity, room, ttl, not_before: notBefore, region } = given;
  return new TokenSigner({ accountSid, apiKeySid, apiKeySecret }).sign({ identity, ttl, notBefore, region, video: { room } });
}

function signWithAccessToken(given) {
  const { account_sid, api_key_sid, api_key_secret } = keyOf(given);
  const { identity, room, ttl, not_before: nbf, region } = given;
  const token = new AccessToken(account_sid, api_key_sid, api_key_secret, { identity, ttl, nbf, region });
  token.addGrant(new AccessToken.VideoGrant({ room }));
  return token.toJwt();
}

for (const given of vectors.cases) {
  test(`TokenSigner: ${given.name}`, (context) => {
    const sign = () => at(context, given.now ?? vectors.now, () => signWithTokenSigner(given));
    if (given.jwt) return assert.equal(sign(), given.jwt);
    assert.throws(sign, (error) => error instanceof TokenError && error.code === given.error && error.message.length > 20);
  });
}

for (const given of vectors.cases.filter(({ jwt }) => jwt)) {
  test(`AccessToken: ${given.name}`, (context) => {
    assert.equal(
      at(context, given.now ?? vectors.now, () => signWithAccessToken(given)),
      given.jwt,
    );
  });

  test(`independent judges: ${given.name}`, async (context) => {
    const now = given.now ?? vectors.now;
    const jwt = at(context, now, () => signWithTokenSigner(given));
    const { api_key_secret: secret } = keyOf(given);
    const payloads = [
      (await jwtVerify(jwt, new TextEncoder().encode(secret), { currentDate: new Date((given.not_before ?? now) * 1000) })).payload,
      jsonwebtoken.verify(jwt, secret, { algorithms: ['HS256'], ignoreExpiration: true, ignoreNotBefore: true }),
    ];
    for (const { grants, exp } of payloads) {
      assert.deepEqual(grants, { identity: given.identity, video: given.room ? { room: given.room } : {} });
      assert.equal(exp, now + (given.ttl ?? 3600));
    }
  });
}

// Grants that have no class here yet go in as Twilio's own, since anything with a key and a payload is a grant.
const grantOf = ([name, options]) => new (AccessToken[name] ?? twilio.jwt.AccessToken[name])(options);

for (const { name, input, jwt, error } of golden.cases) {
  test(`golden: ${name}`, (context) => {
    const sign = () =>
      at(context, input.now, () => {
        const token = new AccessToken(input.accountSid, input.keySid, input.secret, input.options);
        for (const grant of input.grants) token.addGrant(grantOf(grant));
        return token.toJwt(input.algorithm);
      });
    if (error) return assert.throws(sign, { message: error });
    assert.equal(sign(), jwt);
  });
}
