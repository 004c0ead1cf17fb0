// Neither back end keeps a secret, or leaves it in memory that it frees. JavaScript's own strings are out of scope.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { LENGTHS, PADS, found, mark } from '../wipe/memory.mjs';

// Loaded once WebAssembly's instances are watched.
const { fetchApi, http, key, ours } = await import('./helpers.mjs');
const { default: functions } = await import('../../npm/function.js');
const { default: native } = await import('../../npm/native.js');

// Of the runtime of Twilio Functions.
globalThis.Twilio = {
  Response: class {
    appendHeader() {}
    setBody() {}
    setStatusCode() {}
  },
};

const [ACCOUNT, API_KEY] = [key.account_sid, key.api_key_sid];
const options = (secret) => ({ accountSid: ACCOUNT, apiKeySid: API_KEY, apiKeySecret: secret });
const account = (secret) => ({ accountSid: ACCOUNT, authToken: secret });

/** Each mode of the endpoint, by the variables that it reads. */
const MODES = {
  anyone: () => ({ ALLOWED_ORIGINS: '*' }),
  jwt: (secret) => ({ JWT_SECRET: secret, JWT_ISSUER: 'https://app.example', JWT_AUDIENCE: 'https://tokens.example' }),
  passcode: (secret) => ({ PASSCODE: secret }),
  'twilio-signature': (secret) => ({ AUTH_TOKEN: secret, TOKEN_URL: 'https://tokens.example/create-room-token' }),
};
const environment = (mode, secret) => ({
  ACCOUNT_SID: ACCOUNT,
  API_KEY,
  API_SECRET: secret,
  TWILIO_API_SECRET: secret,
  TOKEN_AUTH: mode,
  DATABASE_PASSWORD: secret,
  ...MODES[mode](secret),
});

const refused = (action) => {
  assert.throws(action, { name: /^(Token|Webhook)Error$/ });
};

/** All that is made of a secret, and what is done with it. */
const USES = {
  TokenSigner: (secret) => {
    const signer = new ours.TokenSigner(options(secret));
    return [signer, signer.sign({ identity: 'alice' })];
  },
  'TokenSigner, refused': (secret) => refused(() => new ours.TokenSigner(options(`${secret} `))),
  TokenVerifier: (secret) => {
    const verifier = new ours.TokenVerifier([options(secret), options(secret)]);
    refused(() => verifier.verify('e30.e30.e30'));
    return verifier;
  },
  inspect: (secret) => ours.inspect('e30.e30.e30', { apiKeySecret: secret }),
  AccessToken: (secret) => new ours.AccessToken(ACCOUNT, API_KEY, secret, { identity: 'alice' }).toJwt(),
  ClientCapability: (secret) => new ours.ClientCapability(account(secret)).toJwt(),
  TaskRouterCapability: (secret) =>
    new ours.TaskRouterCapability({ ...account(secret), workspaceSid: `WS${'0'.repeat(32)}`, channelId: `WK${'0'.repeat(32)}` }).toJwt(),
  WebhookKey: (secret) => {
    const webhookKey = new ours.WebhookKey(secret);
    return [webhookKey, webhookKey.sign('https://example.com', { a: 'b' })];
  },
  validateRequest: (secret) => ours.validateRequest(secret, 'a', 'https://example.com', {}),
  ...Object.fromEntries(
    Object.keys(MODES).flatMap((mode) => [
      [`createTokenListener, ${mode}`, (secret) => {
        const listener = http.createTokenListener(environment(mode, secret));
        listener.check();
        return listener;
      }],
      [`createFetchHandler, ${mode}`, (secret) => {
        const handler = fetchApi.createFetchHandler({ env: environment(mode, secret) });
        handler.check();
        return handler;
      }],
      [`createRoomToken, ${mode}`, (secret) => {
        functions.createRoomToken({ env: environment(mode, secret) })({}, { identity: 'alice' }, (error) => assert.equal(error, null));
      }],
    ]),
  ),
  'createTokenListener, conflicting': (secret) => {
    const listener = http.createTokenListener({ ...environment('anyone', secret), API_KEY_SECRET: `${secret}a` });
    assert.throws(() => listener.check(), { code: 'conflicting-variables' });
    return listener;
  },
};

test('finds a secret that is not wiped', () => {
  for (const pad of PADS) {
    const marked = mark(LENGTHS[1], pad);
    assert.deepEqual(found(marked), []);
    native.parseSignatureSettings(marked.secret);
    assert.deepEqual(found(marked), [native.backend === 'wasm' ? 'linear memory' : 'heap']);
  }
});

// Keeps keys from being collected before memory is read.
const held = [];

for (const [name, use] of Object.entries(USES)) {
  test(`wipes the secret of ${name}`, () => {
    for (const length of LENGTHS) {
      const marked = mark(length);
      held.push(use(marked.secret));
      assert.deepEqual(found(marked), []);
    }
  });
}

test('passes only variables that the endpoint reads, and of those only strings of its own', (context) => {
  const { Endpoint } = native;
  const seen = [];
  context.mock.method(native, 'Endpoint', function recorded(variables) {
    seen.push(...variables);
    return new Endpoint(variables);
  });
  const env = Object.assign(Object.create({ PASSCODE: 'inherited' }), { ACCOUNT_SID: ACCOUNT, API_KEY: 5, DATABASE_PASSWORD: 'secret' });
  http.createTokenListener(env);
  assert.deepEqual(seen, [['ACCOUNT_SID', ACCOUNT]]);
});
