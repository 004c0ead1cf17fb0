// A lone surrogate is not valid Unicode. UTF-8 would replace it with U+FFFD, and two identities, rooms or URLs would become one.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';

import { key, ours, twilio } from './helpers.mjs';

const { AccessToken, TokenSigner, TokenVerifier, ValidationToken, WebhookKey } = ours;
const LONE = ['\ud800', 'a\udc00', '\udc00\ud800', '\ud83dx'];
const options = { accountSid: key.account_sid, apiKeySid: key.api_key_sid, apiKeySecret: key.api_key_secret };
const signer = new TokenSigner(options);
const webhookKey = new WebhookKey('12345');
const URL_ = 'https://example.com/';
const sid = (prefix) => prefix + '0'.repeat(32);
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const validation = new ValidationToken({ accountSid: sid('AC'), credentialSid: sid('CR'), signingKey: sid('SK'), privateKey });
const request = (fields) => validation.fromHttpRequest({ method: 'GET', url: `${URL_}a`, ...fields });

/** Where a string is handed over: the field that the error names, and the call. */
const FIELDS = [
  ['accountSid', (lone) => new TokenSigner({ ...options, accountSid: lone })],
  ['apiKeySid', (lone) => new TokenSigner({ ...options, apiKeySid: lone })],
  ['apiKeySecret', (lone) => new TokenSigner({ ...options, apiKeySecret: lone })],
  ['apiKeySecret', (lone) => new TokenVerifier([options, { ...options, apiKeySecret: lone }])],
  ['apiKeySecret', (lone) => ours.inspect('x', { apiKeySecret: lone })],
  ['region', (lone) => ours.inspect('x', { region: lone })],
  ['identity', (lone) => signer.sign({ identity: lone })],
  ['identity', (lone) => signer.sign({ identity: lone, video: { room: 'daily' } })],
  ['video.room', (lone) => signer.sign({ identity: 'alice', video: { room: lone } })],
  ['video.room', (lone) => signer.sign({ identity: 'alice', region: 'us1', video: { room: lone } })],
  ['region', (lone) => signer.sign({ identity: 'alice', region: lone })],
  ['voice.endpointId', (lone) => signer.sign({ identity: 'alice', voice: { endpointId: lone } })],
  ['voice.outgoingApplicationSid', (lone) => signer.sign({ identity: 'alice', voice: { outgoingApplicationSid: lone } })],
  ['voice.outgoingApplicationParams', (lone) =>
    signer.sign({ identity: 'alice', voice: { outgoingApplicationSid: sid('AP'), outgoingApplicationParams: { a: lone } } })],
  ['chat.serviceSid', (lone) => signer.sign({ identity: 'alice', chat: { serviceSid: lone } })],
  ['sync.endpointId', (lone) => signer.sign({ identity: 'alice', sync: { serviceSid: sid('IS'), endpointId: lone } })],
  ['taskRouter.role', (lone) => signer.sign({ identity: 'alice', taskRouter: { workspaceSid: sid('WS'), role: lone } })],
  ['playback', (lone) => signer.sign({ identity: 'alice', playback: { [lone]: 1 } })],
  ['a key of custom', (lone) => signer.sign({ identity: 'alice', custom: { [lone]: 1 } })],
  ['a value of custom', (lone) => signer.sign({ identity: 'alice', custom: { app: lone } })],
  ['a value of custom', (lone) => signer.sign({ identity: 'alice', custom: { app: { a: ['\\', { [`\\${lone}`]: 1 }] } } })],
  ['the auth token', (lone) => new WebhookKey(lone)],
  ['algorithm', (lone) => new WebhookKey('12345', lone)],
  ['url', (lone) => webhookKey.sign(lone)],
  ['params', (lone) => webhookKey.sign(URL_, { a: lone })],
  ['params', (lone) => webhookKey.sign(URL_, { [lone]: 'a' })],
  ['signature', (lone) => webhookKey.validateForm(lone, URL_)],
  ['url', (lone) => webhookKey.validateForm('x', lone)],
  ['params', (lone) => webhookKey.validateForm('x', URL_, { a: [['b'], lone] })],
  ['signature', (lone) => webhookKey.validateBody(lone, URL_, '')],
  ['url', (lone) => webhookKey.validateBody('x', lone, '')],
  ['body', (lone) => webhookKey.validateBody('x', URL_, lone)],
  ['the header', (lone) => ours.parseSignatureSettings(lone)],
  ['url', (lone) => ours.getExpectedTwilioSignature('12345', lone, {})],
  ['params', (lone) => ours.getExpectedTwilioSignature('12345', URL_, { a: lone })],
  ['body', (lone) => ours.getExpectedBodyHash(lone)],
  ['url', (lone) => ours.webhook('12345', { url: `${URL_}${lone}` })],
  ['region', (lone) => new AccessToken(...Object.values(options), { identity: 'alice', region: lone }).toJwt()],
  ['url', (lone) => request({ url: `${URL_}?${lone}` })],
  ['method', (lone) => request({ method: lone })],
  ['authorization', (lone) => request({ headers: { authorization: lone } })],
  ['params', (lone) => request({ params: { [lone]: 'a' } })],
  ['params', (lone) => request({ params: { a: lone } })],
  ['data', (lone) => request({ data: lone })],
];

test('rejects a lone surrogate in every string, and names the field', () => {
  for (const [name, use] of FIELDS) {
    for (const lone of LONE) {
      const message = new RegExp(`(^|Error: )${name} has a lone surrogate, which is not valid Unicode\\.$`);
      assert.throws(() => use(lone), { code: 'invalid-type', message }, `${use}`);
    }
    // The call itself is right: what a whole pair makes of it is another error, or none.
    try {
      use('😀');
    } catch (error) {
      assert.doesNotMatch(error.message, /lone surrogate/, `${use}`);
    }
  }
});

test('accepts text that only looks like an escaped surrogate', (context) => {
  for (const value of ['\\ud800', '\\\\ud800', '😀', { '\\ud800': 'ud800' }]) {
    const claims = new TokenVerifier(options).verify(signer.sign({ identity: 'alice', custom: { app: value } }));
    assert.deepEqual(claims.grants.app, value);
  }
});

test('a form or body with a lone surrogate is not valid, and does not throw', () => {
  for (const lone of LONE) {
    const replaced = lone.toWellFormed();
    assert.equal(webhookKey.isValidForm(webhookKey.sign(URL_, { a: replaced }), URL_, { a: lone }), false);
    assert.equal(ours.validateRequest('12345', webhookKey.sign(URL_, { a: replaced }), URL_, { a: lone }), false);
    const url = `${URL_}?bodySHA256=${ours.getExpectedBodyHash(replaced)}`;
    assert.equal(webhookKey.isValidBody(webhookKey.sign(url), url, lone), false);
    assert.equal(ours.validateRequestWithBody('12345', webhookKey.sign(url), url, lone), false);
  }
});

test('a token with a lone surrogate is malformed', () => {
  for (const lone of LONE) {
    const token = signer.sign({ identity: 'alice' }) + lone;
    assert.throws(() => new TokenVerifier(options).verify(token), { name: 'TokenError' });
    assert.ok(ours.inspect(token).findings.some(({ severity }) => severity === 'error'), JSON.stringify(ours.inspect(token).findings));
  }
});

test('rejects a lone surrogate in a part of a URL', () => {
  for (const lone of LONE) {
    for (const use of ['workspacesUrl', 'tasksUrl', 'defaultWorkerPolicies', 'defaultEventBridgePolicies']) {
      assert.throws(() => ours.taskrouter.util[use](lone, lone, lone), { name: 'URIError' }, use);
    }
  }
});

test('the claims of AccessToken escape a lone surrogate, byte for byte as twilio does', (context) => {
  context.mock.timers.enable({ apis: ['Date'], now: 1_700_000_000_000 });
  for (const lone of LONE) {
    const [theirs, mine] = [twilio.jwt.AccessToken, AccessToken].map((Class) => {
      const token = new Class(`${options.accountSid}${lone}`, `${options.apiKeySid}${lone}`, options.apiKeySecret, { identity: lone });
      token.addGrant(new Class.VideoGrant({ room: lone }));
      token.addGrant(new Class.PlaybackGrant({ grant: { [lone]: lone } }));
      return token.toJwt();
    });
    assert.equal(mine, theirs);
  }
});
