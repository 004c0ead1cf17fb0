// No component leaves a secret in its linear memory. jco runs them, since it lets the memory be read.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, test } from 'node:test';

import { LENGTHS, PADS, found, mark } from './memory.mjs';
import { transpile } from '@bytecodealliance/jco-transpile';

const ACCOUNT = `AC${'a'.repeat(32)}`;
const API_KEY = `SK${'b'.repeat(32)}`;
const TOKEN_URL = 'https://tokens.example/create-room-token';
const BODY = 'identity=alice&passcode=another';

/** The components, instantiated, by their names. */
const components = {};

/** The environment of all of them. */
let variables = {};

const environment = { getEnvironment: () => Object.entries(variables), getArguments: () => ['', 'video', '--identity', 'alice'] };
const wallClock = { now: () => ({ seconds: 1_700_000_000n, nanoseconds: 0 }) };

/** Gives `input`, then ends. */
class InputStream {
  constructor(input = '') {
    this.input = Buffer.from(input);
  }
  blockingRead() {
    if (this.input.length === 0) throw { tag: 'closed' };
    const input = this.input;
    this.input = Buffer.alloc(0);
    return input;
  }
  read = this.blockingRead;
  subscribe = () => new Pollable();
}

/** A clock that never rings, and a stream that always has something. */
class Pollable {
  ready = () => false;
}

class OutputStream {
  static written = '';
  checkWrite = () => 4096n;
  write(bytes) {
    OutputStream.written += Buffer.from(bytes);
  }
  blockingWriteAndFlush = this.write;
  blockingFlush() {}
}

class Fields {
  entries = () => [['content-type', Buffer.from('application/x-www-form-urlencoded')]];
  append() {}
}

class IncomingBody {
  stream = () => new InputStream(BODY);
}

class IncomingRequest {
  method = () => ({ tag: 'post' });
  headers = () => new Fields();
  pathWithQuery = () => '/create-room-token';
  consume = () => new IncomingBody();
}

class OutgoingBody {
  static finish() {}
  write = () => new OutputStream();
}

class OutgoingResponse {
  static status;
  body = () => new OutgoingBody();
  setStatusCode(status) {
    OutgoingResponse.status = status;
  }
}

class ResponseOutparam {
  static set() {}
}

const imports = {
  'wasi:cli/environment': environment,
  'wasi:cli/stdin': { getStdin: () => new InputStream() },
  'wasi:cli/stdout': { getStdout: () => new OutputStream() },
  'wasi:cli/stderr': { getStderr: () => new OutputStream() },
  'wasi:clocks/monotonic-clock': { subscribeDuration: () => new Pollable() },
  'wasi:clocks/wall-clock': wallClock,
  'wasi:http/types': { Fields, IncomingBody, IncomingRequest, OutgoingBody, OutgoingResponse, ResponseOutparam },
  'wasi:io/error': { Error: class {} },
  'wasi:io/poll': { Pollable, poll: () => Uint32Array.of(0) },
  'wasi:io/streams': { InputStream, OutputStream },
};

before(async () => {
  for (const name of ['twilio-access-token', 'twilio-access-token-full', 'twilio-access-token-cli', 'twilio-access-token-http']) {
    const component = new URL(`../../target/component/${name}.wasm`, import.meta.url).pathname;
    const { files } = await transpile(component, { name, instantiation: 'sync', nodejsCompat: false, noComponentErrorWrapping: true, outDir: '' });
    const { instantiate } = await import(`data:text/javascript;base64,${Buffer.from(files[`${name}.js`]).toString('base64')}`);
    components[name.replace(/^twilio-access-token-?/, '') || 'library'] = instantiate((path) => new WebAssembly.Module(files[path]), imports);
  }
});

const configured = (secret) => ({
  ACCOUNT_SID: ACCOUNT,
  API_KEY,
  API_SECRET: secret,
  TWILIO_API_SECRET: secret,
  AUTH_TOKEN: secret,
  DATABASE_PASSWORD: secret,
});

const endpoint = (secret, settings) => {
  variables = { ...configured(secret), ...settings };
  components.http.incomingHandler.handle(new IncomingRequest(), new ResponseOutparam());
  return OutgoingResponse.status;
};

/** All that components do with a secret. */
const USES = {
  'signing-key.create': (secret) =>
    ['library', 'full'].map((name) => {
      const { SigningKey, AccessToken } = components[name].signer;
      const key = SigningKey.create(ACCOUNT, API_KEY, secret);
      assert.match(key.sign(AccessToken.create('alice'), 1_700_000_000n), /^eyJ/);
      return key;
    }),
  'signing-key.create, refused': (secret) => {
    const { SigningKey } = components.library.signer;
    assert.throws(() => SigningKey.create(ACCOUNT, API_KEY, `${secret} `), { code: 'invalid-api-key-secret' });
  },
  'signing-key.from-environment': (secret) => {
    variables = configured(secret);
    return components.library.signer.SigningKey.fromEnvironment();
  },
  'signing-key.from-environment, conflicting': (secret) => {
    variables = { ...configured(secret), TWILIO_API_SECRET: `${secret}a` };
    assert.throws(() => components.library.signer.SigningKey.fromEnvironment(), { code: 'conflicting-variables' });
  },
  'create-room-token': (secret) => {
    variables = configured(secret);
    assert.match(components.library.signer.createRoomToken('alice', 'daily'), /^eyJ/);
  },
  'token-verifier.create': (secret) => {
    const verifier = components.full.verifier.TokenVerifier.create(ACCOUNT, API_KEY, secret);
    assert.throws(() => verifier.verify('e30.e30.e30'), { code: 'unsupported-header' });
    return verifier;
  },
  'token-verifier.add-key': (secret) => {
    const verifier = components.full.verifier.TokenVerifier.create(ACCOUNT, API_KEY, 'another');
    verifier.addKey(ACCOUNT, API_KEY, secret);
    return verifier;
  },
  inspect: (secret) => components.full.inspector.inspect('e30.e30.e30', secret),
  'webhook-key.create': (secret) => {
    const key = components.full.webhooks.WebhookKey.create(secret, 'hmac-sha256');
    key.sign(TOKEN_URL, []);
    return key;
  },
  'webhook-key.from-environment': (secret) => {
    variables = configured(secret);
    return components.full.webhooks.WebhookKey.fromEnvironment({ algorithm: 'hmac-sha1' });
  },
  'validate-webhook': (secret) => {
    variables = configured(secret);
    assert.throws(() => components.full.webhooks.validateWebhook('a', TOKEN_URL, []), { code: 'malformed-signature' });
  },
  'the command line': (secret) => {
    variables = configured(secret);
    OutputStream.written = '';
    components.cli.run.run();
    assert.match(OutputStream.written, /^eyJ/);
  },
  'the endpoint, anyone': (secret) => assert.equal(endpoint(secret, { TOKEN_AUTH: 'anyone', ALLOWED_ORIGINS: '*' }), 200),
  'the endpoint, jwt': (secret) => {
    const settings = { TOKEN_AUTH: 'jwt', JWT_SECRET: secret, JWT_ISSUER: TOKEN_URL, JWT_AUDIENCE: TOKEN_URL };
    assert.equal(endpoint(secret, settings), 401);
  },
  'the endpoint, passcode': (secret) => assert.equal(endpoint(secret, { TOKEN_AUTH: 'passcode', PASSCODE: secret }), 401),
  'the endpoint, twilio-signature': (secret) => assert.equal(endpoint(secret, { TOKEN_AUTH: 'twilio-signature', TOKEN_URL }), 401),
};

test('finds a secret that is not wiped', () => {
  for (const pad of PADS) {
    const marked = mark(LENGTHS[1], pad);
    assert.deepEqual(found(marked), []);
    components.full.inspector.inspect(marked.secret);
    assert.deepEqual(found(marked), ['linear memory']);
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
