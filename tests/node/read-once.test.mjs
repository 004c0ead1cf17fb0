// Each property of what is handed over is read once, since a getter or a Proxy can give the check one value and the use another.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';

import { key, ours } from './helpers.mjs';

const { AccessToken, ClientCapability, TaskRouterCapability, TokenSigner, TokenVerifier, ValidationToken } = ours;
const options = { accountSid: key.account_sid, apiKeySid: key.api_key_sid, apiKeySecret: key.api_key_secret };
const signer = new TokenSigner(options);
const verifier = new TokenVerifier(options);
const sid = (prefix) => prefix + '0'.repeat(32);
const grantsOf = (token) => verifier.verify(signer.sign(token)).grants;
const decode = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));

/** An object each of whose properties gives its value once, and then another. */
function changing(values, other = { evil: true }) {
  const reads = {};
  const object = {};
  for (const [name, value] of Object.entries(values)) {
    reads[name] = 0;
    Object.defineProperty(object, name, { enumerable: true, get: () => (reads[name]++ === 0 ? value : other) });
  }
  return { object, reads };
}

/** Each of the properties is read by `use`, once, and what is made of their first values is what it gives. */
function assertReadOnce(values, use, expected = use(values)) {
  const { object, reads } = changing(values);
  const got = use(object);
  assert.deepEqual(got, expected);
  assert.deepEqual(reads, Object.fromEntries(Object.keys(values).map((name) => [name, 1])));
}

test('TokenSigner reads each field of a token once', () => {
  const lasting = (token) => {
    const { grants, iat, exp } = verifier.verify(signer.sign(token));
    return { grants, lives: exp - iat };
  };
  assertReadOnce({ identity: 'alice', video: { room: 'daily' } }, lasting);
  assertReadOnce({ identity: 'alice', ttl: 60, video: { room: 'daily' } }, lasting);
  assertReadOnce({ identity: 'alice', ttl: 60, video: {} }, lasting);
  assertReadOnce(
    {
      identity: 'alice', ttl: 60, notBefore: 0, region: 'us1', voice: {}, video: { room: 'daily' }, chat: { serviceSid: sid('IS') },
      sync: { serviceSid: sid('IS') }, taskRouter: { workspaceSid: sid('WS') }, playback: { a: 1 }, custom: { app: 1 },
    },
    lasting,
  );
});

test('TokenSigner reads each field of a grant once', () => {
  for (const more of [{}, { region: 'us1' }]) {
    assertReadOnce({ room: 'daily' }, (video) => grantsOf({ identity: 'alice', video, ...more }));
    assertReadOnce({ room: undefined }, (video) => grantsOf({ identity: 'alice', video, ...more }));
  }
  const grants = {
    voice: { incomingAllow: true, outgoingApplicationSid: sid('AP'), outgoingApplicationParams: { a: 1 }, pushCredentialSid: sid('CR'), endpointId: 'phone' },
    chat: { serviceSid: sid('IS'), endpointId: 'phone', deploymentRoleSid: sid('RL'), pushCredentialSid: sid('CR') },
    sync: { serviceSid: sid('IS'), endpointId: 'phone' },
    taskRouter: { workspaceSid: sid('WS'), workerSid: sid('WK'), role: 'worker' },
    playback: { a: 1, b: [2] },
    custom: { app: { a: 1 }, other: null },
  };
  for (const [name, grant] of Object.entries(grants)) {
    assertReadOnce(grant, (value) => grantsOf({ identity: 'alice', [name]: value }));
  }
});

test('a Proxy cannot widen a room to all rooms', () => {
  let reads = 0;
  const video = new Proxy({ room: 'daily' }, { get: (_, name) => (name === 'room' && ++reads === 1 ? 'daily' : undefined) });
  assert.deepEqual(grantsOf({ identity: 'alice', video }).video, { room: 'daily' });
});

test('keys and options are read once', () => {
  const token = signer.sign({ identity: 'alice' });
  assertReadOnce(options, (given) => typeof new TokenSigner(given).sign({ identity: 'alice' }));
  assertReadOnce(options, (given) => new TokenVerifier(given).verify(token));
  assertReadOnce({ leeway: 5 }, (given) => new TokenVerifier(options, given).verify(token));
  assertReadOnce({ apiKeySecret: options.apiKeySecret, region: 'us1', now: 1_700_000_000 }, (given) => ours.inspect(token, given));
});

test('the classes of twilio read their options once', (context) => {
  context.mock.timers.enable({ apis: ['Date'], now: 1_700_000_000_000 });
  const values = Object.values(options);
  const account = { accountSid: options.accountSid, authToken: '12345' };
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const validation = { accountSid: options.accountSid, credentialSid: sid('CR'), signingKey: options.apiKeySid, privateKey, algorithm: 'RS256' };
  assertReadOnce({ identity: 'alice', ttl: 60, nbf: 1, region: 'ie1' }, (given) => new AccessToken(...values, given).toJwt());
  assertReadOnce({ ...account, ttl: 60 }, (given) => new ClientCapability(given).toJwt());
  assertReadOnce({ applicationSid: sid('AP'), clientName: 'alice', params: { a: 'b' } }, (given) =>
    new ClientCapability.OutgoingClientScope(given).payload());
  assertReadOnce({ ...account, workspaceSid: sid('WS'), channelId: sid('WK'), friendlyName: 'x', ttl: 60, version: 'v1' }, (given) =>
    new TaskRouterCapability(given).toJwt());
  assertReadOnce(validation, (given) => new ValidationToken(given).fromHttpRequest({ method: 'GET', url: 'https://example.com/' }));
  assertReadOnce({ method: 'POST', url: 'https://example.com/?a=b', headers: { Authorization: 'x' }, params: { a: 'b' }, data: '{}' }, (given) =>
    decode(new ValidationToken(validation).fromHttpRequest(given)).rqh);

  // What may be set after construction is read once when the token is made.
  for (const name of ['accountSid', 'keySid', 'secret', 'identity', 'ttl', 'nbf', 'region', 'grants']) {
    const token = new AccessToken(...values, { identity: 'alice', ttl: 60, nbf: 1, region: 'ie1' });
    const jwt = token.toJwt();
    const { object, reads } = changing({ [name]: token[name] });
    Object.defineProperty(token, name, Object.getOwnPropertyDescriptor(object, name));
    assert.equal(token.toJwt(), jwt, name);
    assert.deepEqual(reads, { [name]: 1 });
  }
});

test('the functions for webhooks read each property of a request once', () => {
  const url = 'https://example.com/voice?a=1';
  const signature = (at, params) => ours.getExpectedTwilioSignature('12345', at, params);
  const request = (params) => ({
    protocol: 'https', originalUrl: '/voice?a=1', body: params, headers: { host: 'example.com', 'x-twilio-signature': signature(url, params) },
  });
  const answer = (given, opts) => {
    let next = false;
    const response = { writeHead() {}, end() {} };
    ours.webhook('12345', opts)(given, response, () => (next = true));
    return next;
  };
  for (const use of [answer, (given) => ours.validateIncomingRequest(given, '12345')]) {
    const { headers, ...fields } = request({ Digits: '1' });
    const { object, reads } = changing(fields);
    object.headers = headers;
    assert.equal(use(object), true);
    assert.deepEqual(reads, { protocol: 1, originalUrl: 1, body: 1 });
    assertReadOnce({ Digits: ['1', '2'] }, (params) => use({ ...request({ Digits: ['1', '2'] }), body: params }), true);
    assertReadOnce({ host: 'example.com', 'x-twilio-signature': signature(url, {}) }, (headers) => use({ ...request({}), headers }), true);
  }
  assertReadOnce({ url }, (opts) => ours.validateIncomingRequest(request({}), '12345', opts), true);
  assertReadOnce({ host: 'example.com', protocol: 'https' }, (opts) => ours.validateIncomingRequest(request({}), '12345', opts), true);
  assertReadOnce({ url, authToken: '12345', validate: true }, (opts) => {
    let next = false;
    ours.webhook(opts)(request({}), { writeHead() {}, end() {} }, () => (next = true));
    return next;
  }, true);
});
