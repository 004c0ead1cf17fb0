// The shared cases and Twilio's golden tokens, through both classes of the package.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { jwtVerify } from 'jose';
import jsonwebtoken from 'jsonwebtoken';

import { at, golden, grantVectors, inspectVectors, key, ours, pitfalls, vectors } from './helpers.mjs';
import * as embeddingCases from '../vectors/generate-embeddings.mjs';
import * as grantCases from '../vectors/generate-grants.mjs';
import * as inspectCases from '../vectors/generate-inspect.mjs';
import * as pitfallCases from '../vectors/generate-pitfalls.mjs';
import * as tokenCases from '../vectors/generate.mjs';

const { AccessToken, TokenError, TokenSigner, TokenVerifier, inspect } = ours;

test('the shared cases are what Twilio makes of them today', () => {
  for (const { FILE, generate } of [tokenCases, grantCases, inspectCases, pitfallCases, embeddingCases]) assert.equal(generate(), readFileSync(FILE, 'utf8'));
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

for (const { name, input, jwt, error } of golden.cases) {
  test(`golden: ${name}`, (context) => {
    const sign = () =>
      at(context, input.now, () => {
        const token = new AccessToken(input.accountSid, input.keySid, input.secret, input.options);
        for (const [name, options] of input.grants) token.addGrant(new AccessToken[name](options));
        return token.toJwt(input.algorithm);
      });
    if (error) return assert.throws(sign, { message: error });
    assert.equal(sign(), jwt);
  });
}

const signingKey = { accountSid: key.account_sid, apiKeySid: key.api_key_sid, apiKeySecret: key.api_key_secret };

/** The options of TokenSigner for a token as the vectors have it: with the names and nesting of the claims. */
function optionsFor({ identity, ttl, grants }) {
  const { voice, video, chat, data_sync: sync, task_router: taskRouter, player: playback, ...custom } = grants;
  const camel = (object) =>
    object && Object.fromEntries(Object.entries(object).map(([name, value]) => [name.replace(/_(.)/g, (_, c) => c.toUpperCase()), value]));
  const { incoming, outgoing, ...rest } = voice ?? {};
  return {
    identity,
    ttl,
    voice: voice && {
      ...camel(rest),
      incomingAllow: incoming?.allow,
      outgoingApplicationSid: outgoing?.application_sid,
      outgoingApplicationParams: outgoing?.params,
    },
    video,
    chat: camel(chat),
    sync: camel(sync),
    taskRouter: camel(taskRouter),
    playback,
    custom,
  };
}

// Of these the options have no equal: there is nothing between a grant and the fields of its outgoing and incoming calls.
const INEXPRESSIBLE = ['invalid-application-sid 1', 'invalid-application-sid 2', 'invalid-type 3'];

for (const { name, token, jwt, error } of grantVectors.cases.filter((test) => !INEXPRESSIBLE.includes(test.name))) {
  test(`grants: ${name}`, (context) => {
    const given = JSON.parse(token);
    const sign = () => at(context, vectors.now, () => new TokenSigner(signingKey).sign(optionsFor(given)));
    // What has another type, or none, is refused for that.
    if (error) return assert.throws(sign, (thrown) => thrown instanceof TokenError && [error, 'invalid-type', 'unknown-field'].includes(thrown.code));
    const made = sign();
    // Its products have an order of their own, so where that differs the claims are compared.
    if (name !== 'all products, in an order of your own') return assert.equal(made, jwt);
    const claims = at(context, vectors.now, () => new TokenVerifier(signingKey).verify(made));
    assert.deepEqual(claims.grants, { identity: 'alice', ...given.grants });
  });
}

for (const { name, token, secret, region, signature, findings } of inspectVectors.cases) {
  test(`inspect: ${name}`, () => {
    const report = inspect(token, { apiKeySecret: secret, region, now: inspectVectors.now });
    assert.deepEqual(
      report.findings.map(({ code, twilioCode, severity }) => [code, twilioCode, severity]),
      findings,
    );
    assert.equal(report.signature, signature);
    for (const { message, hint } of report.findings) assert.ok(message.length > 15 && hint.length > 15);
  });
}

for (const { section, name, token, error } of pitfalls.cases) {
  test(`verify: ${section}, ${name}`, (context) => {
    const { account_sid: accountSid, api_key_sid: apiKeySid, api_key_secret: apiKeySecret } = pitfalls.key;
    const verify = () => at(context, pitfalls.now, () => new TokenVerifier({ accountSid, apiKeySid, apiKeySecret }).verify(token));
    if (error) assert.throws(verify, { code: error });
    else assert.equal(verify().grants.identity, 'alice');
  });
}
