// What the package is to do wherever it runs. It needs nothing of a runtime but the language.
'use strict';

const { key, now, room, webhook } = require('./cases.cjs');

function equal(found, expected) {
  if (JSON.stringify(found) !== JSON.stringify(expected)) {
    throw new Error(`${JSON.stringify(found)} is not ${JSON.stringify(expected)}`);
  }
}

function codeOf(action) {
  try {
    action();
  } catch (error) {
    return error.code;
  }
  throw new Error('nothing was thrown');
}

/** Throws what is wrong with `api`, given that the clock stands at `now`; else says what the back end is. */
function check(api) {
  const { AccessToken, ClientCapability, TaskRouterCapability, TokenError, TokenSigner, TokenVerifier, WebhookKey } = api;
  const signingKey = { accountSid: key.account_sid, apiKeySid: key.api_key_sid, apiKeySecret: key.api_key_secret };

  const token = new AccessToken(key.account_sid, key.api_key_sid, key.api_key_secret, { identity: room.identity });
  token.addGrant(new AccessToken.VideoGrant({ room: room.room }));
  equal(token.toJwt(), room.jwt);

  const signer = new TokenSigner(signingKey);
  equal(signer.sign({ identity: room.identity, video: { room: room.room } }), room.jwt);
  equal(codeOf(() => signer.sign({ identity: '' })), 'empty-identity');
  try {
    new TokenSigner({ ...signingKey, accountSid: key.api_key_sid, apiKeySid: key.account_sid });
    throw new Error('nothing was thrown');
  } catch (error) {
    equal([error instanceof TokenError, error.code], [true, 'sids-swapped']);
    if (`${error.stack} ${JSON.stringify(error)}`.includes(key.api_key_secret)) throw new Error('the secret shows');
  }

  const verifier = new TokenVerifier(signingKey);
  equal(verifier.verify(room.jwt).grants, { identity: room.identity, video: { room: room.room } });
  equal(codeOf(() => verifier.verify(`${room.jwt}x`)), 'signature-mismatch');
  equal(api.inspect(room.jwt, { apiKeySecret: key.api_key_secret, now }).signature, 'verified');
  equal(api.inspect(room.jwt, { apiKeySecret: 'x', now }).findings.at(-1).twilioCode, 20107);

  const { secret, url, params, signature } = webhook;
  equal(api.getExpectedTwilioSignature(secret, url, params), signature);
  equal(api.validateRequest(secret, signature, url, params), true);
  equal(api.validateRequest(secret, signature, url, {}), false);
  equal(new WebhookKey(new TextEncoder().encode(secret)).isValidForm(signature, url, params), true);
  equal(api.validateBody('{}', api.getExpectedBodyHash('{}')), true);

  const capability = new ClientCapability({ accountSid: key.account_sid, authToken: secret });
  capability.addScope(new ClientCapability.IncomingClientScope('é'));
  equal(capability.toJwt().split('.').length, 3);
  equal(typeof TaskRouterCapability, 'function');

  // Enough calls to find what is not given back.
  for (let call = 0; call < 500; call++) new TokenSigner(signingKey).sign({ identity: room.identity });
  return api.backend;
}

/** The same with the clock stopped. */
function checkFrozen(api) {
  const { now: real } = Date;
  Date.now = () => now * 1000;
  try {
    return check(api);
  } finally {
    Date.now = real;
  }
}

module.exports = { check, checkFrozen, now };
