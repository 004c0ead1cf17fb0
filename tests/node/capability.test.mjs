// The older signed things: where ours are the same as Twilio's, Twilio's are asked; where they differ, the difference is pinned.
import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, createSecretKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { inspect } from 'node:util';

import { jwtVerify } from 'jose';
import jsonwebtoken from 'jsonwebtoken';

import { at, capabilityVectors as vectors, ours, twilio } from './helpers.mjs';
import { FILE, generate } from '../vectors/generate-capability.mjs';
import { seeded } from './random.mjs';

// What the client of twilio writes its queries with.
const qs = createRequire(createRequire(import.meta.url).resolve('twilio'))('qs');

const both = [ours, { ...twilio.jwt, TaskRouterCapability: twilio.jwt.taskrouter.TaskRouterCapability }];
const { key, now, validation } = vectors;
const account = { accountSid: key.account_sid, authToken: key.auth_token };
const client = {
  accountSid: key.account_sid,
  credentialSid: validation.credential_sid,
  signingKey: validation.api_key_sid,
  privateKey: validation.private_key,
};

/** What an action comes to: its result, or its error's message. */
function outcome(action) {
  try {
    return action();
  } catch (error) {
    return { threw: error.message };
  }
}

/** Random whole numbers from 0 up to a limit. */
function below(context) {
  const { random } = seeded(context);
  return (limit) => Math.floor(random() * limit);
}

/** Both packages do the same with `use`, at the same time. */
function assertSame(context, use, message) {
  const [mine, theirs] = both.map((library) => at(context, now, () => outcome(() => use(library))));
  assert.deepEqual(mine, theirs, message);
  return mine;
}

test('the shared cases are what Twilio makes of them today', () => {
  assert.equal(generate(), readFileSync(FILE, 'utf8'));
});

function clientToken({ ClientCapability }, { ttl, scopes }) {
  const { EventStreamScope, IncomingClientScope, OutgoingClientScope } = ClientCapability;
  const capability = new ClientCapability({ ...account, ttl });
  for (const { incoming, outgoing, events } of scopes) {
    if (incoming !== undefined) capability.addScope(new IncomingClientScope(incoming));
    else if (events) capability.addScope(new EventStreamScope(Object.fromEntries(events)));
    else {
      const { application_sid: applicationSid, client_name: clientName, params } = outgoing;
      capability.addScope(new OutgoingClientScope({ applicationSid, clientName, params: params && Object.fromEntries(params) }));
    }
  }
  return capability.toJwt();
}

function taskRouterToken({ TaskRouterCapability, taskrouter }, given) {
  const { workspace_sid: workspaceSid, channel_sid: channelId, friendly_name: friendlyName, ttl, policies = [] } = given;
  const capability = new TaskRouterCapability({ ...account, workspaceSid, channelId, friendlyName, ttl });
  for (const { query_filter: queryFilter, post_filter: postFilter, ...policy } of policies) {
    capability.addPolicy(new TaskRouterCapability.Policy({ ...policy, queryFilter, postFilter }));
  }
  if (given.defaults) {
    const { defaultWorkerPolicies, defaultEventBridgePolicies } = taskrouter.util;
    const { account_sid } = key;
    const usual = [...defaultWorkerPolicies('v1', workspaceSid, channelId), ...defaultEventBridgePolicies(account_sid, channelId)];
    for (const policy of usual) capability.addPolicy(policy);
  }
  return capability.toJwt();
}

for (const [kind, sign] of Object.entries({ client: clientToken, task_router: taskRouterToken })) {
  for (const given of vectors[kind]) {
    test(`${kind}: ${given.name}`, async (context) => {
      const jwt = at(context, now, () => sign(ours, given));
      assert.equal(jwt, given.jwt);
      const { header, payload } = jsonwebtoken.verify(jwt, key.auth_token, {
        algorithms: ['HS256'],
        clockTimestamp: now,
        complete: true,
      });
      assert.deepEqual(header, { alg: 'HS256', typ: 'JWT' });
      assert.equal(payload.exp, now + (given.ttl ?? 3600));
      const options = { algorithms: ['HS256'], currentDate: new Date(now * 1000) };
      assert.deepEqual((await jwtVerify(jwt, Buffer.from(key.auth_token), options)).payload, payload);
    });
  }
}

const requestOf = ({ method, url, params, authorization, body }) => ({
  method,
  url,
  params: params && Object.fromEntries(params),
  headers: authorization && { Authorization: authorization },
  data: body,
});

for (const given of validation.cases) {
  test(`validation: ${given.name}`, async (context) => {
    const token = new ours.ValidationToken(client);
    const request = requestOf(given);
    const canonical = token.getRequestCanonicalizer(request);
    if (given.canonical) {
      assert.equal(canonical.getCanonicalizedRequestString(), given.canonical);
      assert.equal(
        at(context, now, () => token.fromHttpRequest(request)),
        given.jwt,
      );
    }
    if (given.right?.path) assert.equal(canonical.getCanonicalizedPath(), given.right.path);
    if (given.right?.query) assert.equal(canonical.getCanonicalizedQueryParams(), given.right.query);

    const publicKey = createPublicKey(validation.private_key);
    for (const algorithm of ['RS256', 'PS256']) {
      const signer = new ours.ValidationToken({ ...client, algorithm });
      const jwt = at(context, now, () => signer.fromHttpRequest(request));
      const { protectedHeader, payload } = await jwtVerify(jwt, publicKey, {
        algorithms: [algorithm],
        currentDate: new Date(now * 1000),
      });
      assert.deepEqual(protectedHeader, { alg: algorithm, typ: 'JWT', kid: client.credentialSid, cty: 'twilio-pkrv;v=1' });
      const { signingKey: iss, accountSid: sub } = client;
      const claims = { iss, sub, hrh: 'authorization;host', rqh: canonical.create(), iat: now, exp: now + 300 };
      assert.deepEqual(payload, claims);
      assert.deepEqual(
        jsonwebtoken.verify(jwt, publicKey, { algorithms: [algorithm], clockTimestamp: now }),
        claims,
      );
    }
  });
}

const nothings = [undefined, null, '', 0, false];
const values = [...nothings, 1, -1, 1.5, NaN, Infinity, true, 'text', 'ü', [], ['a', 'b'], {}, { a: 1 }, 10n, Symbol('s')];

test('arguments that are missing', (context) => {
  const taskRouter = { ...account, workspaceSid: 'WS', channelId: 'WK' };
  for (const options of [...nothings, 'text', 5, {}]) {
    assertSame(context, ({ ClientCapability }) => new ClientCapability(options));
    assertSame(context, ({ ClientCapability }) => new ClientCapability.OutgoingClientScope(options));
    assertSame(context, ({ TaskRouterCapability }) => new TaskRouterCapability(options));
    if (options) assertSame(context, ({ ValidationToken }) => new ValidationToken(options));
  }
  for (const nothing of nothings) {
    for (const name of Object.keys(account)) {
      assertSame(context, ({ ClientCapability }) => new ClientCapability({ ...account, [name]: nothing }));
    }
    for (const name of Object.keys(taskRouter)) {
      assertSame(context, ({ TaskRouterCapability }) => new TaskRouterCapability({ ...taskRouter, [name]: nothing }));
    }
    for (const name of Object.keys(client)) {
      assertSame(context, ({ ValidationToken }) => new ValidationToken({ ...client, [name]: nothing }));
    }
  }
  assertSame(context, ({ ClientCapability }) => ClientCapability(account));
  assert.throws(() => new ours.ClientCapability(), { message: 'Required parameter "options" missing.' });
});

test('options of every type', (context) => {
  for (const value of values) {
    const client = (library, options) => new library.ClientCapability({ ...account, ...options });
    for (const name of ['accountSid', 'ttl']) {
      assertSame(context, (library) => client(library, { [name]: value }).toJwt(), `${name} ${String(value)}`);
      assertSame(context, (library) => Object.assign(client(library), { [name]: value }).toJwt(), `${name} ${String(value)}`);
    }
    const scope = ({ ClientCapability }) => ({
      incoming: () => new ClientCapability.IncomingClientScope(value),
      outgoing: (name) => new ClientCapability.OutgoingClientScope({ applicationSid: 'AP', [name]: value }),
      parameter: () => new ClientCapability.OutgoingClientScope({ applicationSid: 'AP', params: { a: value } }),
      events: () => new ClientCapability.EventStreamScope(value),
      filter: () => new ClientCapability.EventStreamScope({ a: value }),
    });
    for (const kind of ['incoming', 'parameter', 'events', 'filter']) {
      assertSame(context, (library) => scope(library)[kind]().payload(), `${kind} ${String(value)}`);
    }
    for (const name of ['applicationSid', 'clientName', 'params']) {
      assertSame(context, (library) => scope(library).outgoing(name).payload(), `${name} ${String(value)}`);
    }
    const taskRouter = (library, options) =>
      new library.TaskRouterCapability({ ...account, workspaceSid: 'WS', channelId: 'WK', ...options });
    for (const name of ['workspaceSid', 'channelId', 'friendlyName', 'ttl', 'version']) {
      assertSame(context, (library) => taskRouter(library, { [name]: value }).toJwt(), `${name} ${String(value)}`);
    }
    for (const name of ['url', 'method', 'queryFilter', 'postFilter', ...(value === false ? [] : ['allow'])]) {
      assertSame(
        context,
        (library) => {
          const capability = taskRouter(library);
          capability.addPolicy(new library.TaskRouterCapability.Policy({ [name]: value }));
          return capability.toJwt();
        },
        `${name} ${String(value)}`,
      );
    }
    for (const name of ['workspacesUrl', 'taskQueuesUrl', 'tasksUrl', 'activitiesUrl', 'workersUrl', 'reservationsUrl']) {
      for (const sids of [[], [value], ['WS', value], [value, 'X'], ['WS', 'X', value]]) {
        assertSame(context, ({ taskrouter }) => taskrouter.util[name](...sids), `${name} ${sids.map(String)}`);
      }
    }
    for (const name of ['defaultWorkerPolicies', 'defaultEventBridgePolicies']) {
      for (const sids of [[value], ['v1', value, 'WK'], ['v2', 'WS', value]]) {
        assertSame(context, ({ taskrouter }) => taskrouter.util[name](...sids).map((policy) => policy.payload()));
      }
    }
  }
});

test('half a surrogate pair cannot be escaped', (context) => {
  assertSame(context, ({ ClientCapability }) => new ClientCapability.IncomingClientScope('a\ud800').payload());
  // Node's querystring makes a whole one of this and of what follows, which is not the name that was asked for.
  assert.throws(() => new ours.ClientCapability.IncomingClientScope('\ud800a').payload(), { name: 'URIError', message: 'URI malformed' });
});

test('properties are as in twilio, and the auth token is not shown', () => {
  const { ClientCapability, TaskRouterCapability, ValidationToken } = ours;
  const policy = new TaskRouterCapability.Policy();
  assert.deepEqual({ ...policy }, { ...new twilio.jwt.taskrouter.TaskRouterCapability.Policy() });
  for (const capability of [
    new ClientCapability(account),
    new TaskRouterCapability({ ...account, workspaceSid: 'WS', channelId: 'WK' }),
  ]) {
    const theirs = new twilio.jwt.ClientCapability(account);
    assert.equal(capability.authToken, theirs.authToken);
    assert.equal(capability.ttl, theirs.ttl);
    for (const text of [inspect(capability, { showHidden: false }), JSON.stringify(capability)]) {
      assert.ok(text.includes(key.account_sid) && !text.includes(key.auth_token), text);
    }
  }
  const token = new ValidationToken(client);
  for (const [name, value] of Object.entries(client)) assert.equal(token[name], value);
  assert.deepEqual([token.algorithm, token.ttl], ['RS256', 300]);
  assert.deepEqual(ValidationToken.ALGORITHMS, twilio.jwt.ValidationToken.ALGORITHMS);
  assert.equal(ValidationToken.DEFAULT_ALGORITHM, twilio.jwt.ValidationToken.DEFAULT_ALGORITHM);
  assert.ok(!inspect(token, { showHidden: true, depth: 9 }).includes('PRIVATE KEY'));
  assert.equal(ours.taskrouter.TaskRouterCapability, TaskRouterCapability);
});

test('auth tokens of every kind', (context) => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  for (const authToken of [key.auth_token, Buffer.from('secret'), createSecretKey(Buffer.from('secret')), 5, {}, privateKey]) {
    assertSame(context, ({ ClientCapability }) => new ClientCapability({ ...account, authToken }).toJwt());
  }
  assert.throws(() => new ours.ClientCapability({ ...account, authToken: 5 }).toJwt(), { code: 'invalid-auth-token' });
});

test('a policy that denies is one, and is allowed by twilio', (context) => {
  const policies = both.map(({ TaskRouterCapability }) => new TaskRouterCapability.Policy({ url: 'https://x', allow: false }).payload());
  assert.deepEqual(policies.map(({ allow }) => allow), [false, true]);
});

test('validation: errors', (context) => {
  const pem = (type, options, format = 'pkcs8') =>
    generateKeyPairSync(type, { ...options, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: format, format: 'pem' } });
  const request = { url: 'https://example.com/path', method: 'POST' };
  for (const given of [{}, { url: 'https://example.com' }, { method: 'GET' }, { ...request, url: 'example.com' }]) {
    const message = assertSame(context, ({ ValidationToken }) => new ValidationToken(client).fromHttpRequest(given));
    assert.match(message.threw, /^Error generating JWT token (Type)?Error: /);
    assertSame(context, ({ ValidationToken }) => new ValidationToken(client).getRequestCanonicalizer(given).create());
  }
  for (const algorithm of ['RS256', 'PS256']) {
    const sign = (privateKey) => ({ ValidationToken }) =>
      outcome(() => new ValidationToken({ ...client, privateKey, algorithm }).fromHttpRequest(request)).threw ?? 'signed';
    const shared = ['invalid-key', pem('rsa', { modulusLength: 1024 }).privateKey, pem('rsa', { modulusLength: 2048 }).publicKey];
    for (const privateKey of shared) assert.notEqual(assertSame(context, sign(privateKey)), 'signed');
    const usable = [
      pem('rsa', { modulusLength: 2048 }, 'pkcs1').privateKey,
      pem('rsa', { modulusLength: 3072 }).privateKey,
      createPrivateKey(client.privateKey),
      { key: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'p' }), passphrase: 'p' },
    ];
    for (const privateKey of usable) assert.equal(assertSame(context, sign(privateKey)), 'signed');
    assert.match(sign(pem('ec', { namedCurve: 'P-256' }).privateKey)(ours), /must be an asymmetric key/);
  }
  for (const algorithm of ['HS256', 'rs256', '', 0]) {
    assertSame(context, ({ ValidationToken }) => new ValidationToken({ ...client, algorithm }));
  }
  for (const ttl of [0, 1, -1, 1.5, NaN, null, undefined]) {
    assertSame(context, ({ ValidationToken }) => Object.assign(new ValidationToken(client), { ttl }).fromHttpRequest(request));
  }
  const wrong = new ours.ValidationToken({ ...client, privateKey: 'MarkedSecret' });
  assert.throws(
    () => wrong.fromHttpRequest(request),
    (error) => error instanceof ours.TokenError && error.code === 'invalid-private-key' && !inspect(error).includes('MarkedSecret'),
  );
  assert.throws(() => wrong.fromHttpRequest({}), { code: 'invalid-request' });
});

test('validation: what is hashed is what is sent', (context) => {
  const token = new ours.ValidationToken(client);
  const hash = (request) => token.getRequestCanonicalizer({ url: 'https://x.example/', method: 'GET', ...request });
  // However the header is spelt.
  for (const name of ['Authorization', 'authorization', 'AUTHORIZATION']) {
    assert.equal(hash({ headers: { [name]: ' Basic x ' } }).getCanonicalizedHeaders(), 'authorization:Basic x\nhost:x.example\n');
  }
  assert.equal(hash({ headers: { Accept: 'x' } }).getCanonicalizedHeaders(), 'authorization:\nhost:x.example\n');
  // The query that twilio's client writes, as a server reads it.
  const random = below(context);
  const piece = () => Array.from({ length: random(5) }, () => 'aZ09=&%+ *~!()\'/?ü😀,'[random(19)] ?? '').join('').toWellFormed();
  const value = () => [piece(), piece(), random(100), true, null, undefined, [piece(), piece()], []][random(8)];
  for (let index = 0; index < 2000; index++) {
    const params = Object.fromEntries(Array.from({ length: random(4) }, () => [`k${piece()}`, value()]));
    const sent = qs.stringify(params, { arrayFormat: 'repeat' });
    const viaUrl = hash({ url: `https://x.example/?${sent}` }).getCanonicalizedQueryParams();
    assert.equal(hash({ params }).getCanonicalizedQueryParams(), viaUrl, JSON.stringify(params));
  }
  // Bytes are the body, and not JSON of it.
  const text = hash({ data: 'ü' }).getCanonicalizedRequestBody();
  assert.equal(hash({ data: Buffer.from('ü') }).getCanonicalizedRequestBody(), text);
  assert.equal(hash({ data: Buffer.from('ü') }).sha256Hex('ü'), text);
});

test('validation: as in the specification of twilio', (context) => {
  assertSame(context, ({ ValidationToken }) => {
    const canonical = new ValidationToken(client).getRequestCanonicalizer({
      url: 'https://example.com//foo?bar=baz',
      method: 'post',
      headers: { Authorization: ' Basic ABC ' },
      data: { language: 'es', types: { 'twilio/text': { body: 'Hello World' } } },
    });
    const { method, uri, headers, requestBody } = canonical;
    const compared = [canonical.ASCIICompare('A', 'a'), canonical.ASCIICompare('b', 'a'), canonical.ASCIICompare('a', 'a')];
    compared.push(...['a b', '*~', '%7E%2a+', 'ü/', ''].map((text) => canonical.customEncode(text)));
    return [method, uri, headers, requestBody, compared, canonical.getCanonicalizedRequestBody(), canonical.sha256Hex('x')];
  });
});

// Whole tokens of random input.
const CASES = 4000;
for (const [name, make] of Object.entries({ clientCapability, taskRouterCapability, validationToken })) {
  test(`${CASES} random cases are those of twilio: ${name}`, (context) => {
    const random = below(context);
    for (let index = 0; index < CASES; index++) {
      const use = make(random);
      assertSame(context, use, `case ${index}`);
    }
  });
}

const oneOf = (random, ...choices) => choices[random(choices.length)];
const list = (random, limit, make) => Array.from({ length: random(limit) }, make);

function text(random) {
  const character = () =>
    oneOf(
      random,
      () => String.fromCodePoint(32 + random(95)),
      () => String.fromCodePoint(random(0x110000)),
      () => oneOf(random, '%', '&', '=', '+', ' ', '"', '\\', '/', '\u2028', '😀'),
    )();
  return list(random, 12, character).join('').toWellFormed();
}

const record = (random) => Object.fromEntries(list(random, 4, () => [text(random), oneOf(random, text(random), random(9), null, true)]));

function clientCapability(random) {
  const scopes = list(random, 5, () =>
    oneOf(
      random,
      () => ['IncomingClientScope', text(random)],
      () => ['EventStreamScope', oneOf(random, undefined, record(random))],
      () => [
        'OutgoingClientScope',
        {
          applicationSid: text(random) || 'AP',
          clientName: oneOf(random, undefined, text(random)),
          params: oneOf(random, undefined, record(random)),
        },
      ],
    )(),
  );
  const options = { accountSid: text(random) || 'AC', authToken: text(random) || 't', ttl: oneOf(random, undefined, random(1e5)) };
  return ({ ClientCapability }) => {
    const capability = new ClientCapability(options);
    for (const [name, argument] of scopes) capability.addScope(new ClientCapability[name](argument));
    return capability.toJwt();
  };
}

function taskRouterCapability(random) {
  const policies = list(random, 5, () => ({
    url: oneOf(random, undefined, text(random)),
    method: oneOf(random, undefined, 'GET', 'POST', 'DELETE', text(random)),
    queryFilter: oneOf(random, undefined, record(random)),
    postFilter: oneOf(random, undefined, record(random)),
    allow: oneOf(random, undefined, true),
  }));
  const options = {
    accountSid: text(random) || 'AC',
    authToken: text(random) || 't',
    workspaceSid: text(random) || 'WS',
    channelId: oneOf(random, 'WK', 'WQ', 'WS', '') + text(random) || 'WK',
    friendlyName: oneOf(random, undefined, text(random)),
    ttl: oneOf(random, undefined, random(1e5)),
    version: oneOf(random, undefined, 'v2', text(random)),
  };
  const usual = random(2);
  return ({ TaskRouterCapability, taskrouter: { util } }) => {
    const capability = new TaskRouterCapability(options);
    for (const policy of policies) capability.addPolicy(new TaskRouterCapability.Policy(policy));
    if (usual) {
      const { version, workspaceSid, channelId, accountSid } = options;
      for (const policy of util.defaultWorkerPolicies(version, workspaceSid, channelId)) capability.addPolicy(policy);
      for (const policy of util.defaultEventBridgePolicies(accountSid, channelId)) capability.addPolicy(policy);
    }
    return capability.toJwt();
  };
}

/** Requests that `twilio` hashes as it sends them: without `%` and `=` in parameters and without a query in the URL. */
function validationToken(random) {
  const plain = () => text(random).replace(/[%=]/g, '');
  const path = list(random, 5, () => encodeURIComponent(text(random))).join(oneOf(random, '/', '//'));
  const request = {
    url: `https://${oneOf(random, 'api.twilio.com', 'API.twilio.com:8443', 'x.example:443')}/${path}`,
    method: oneOf(random, 'GET', 'post', 'DELETE'),
    params: oneOf(random, undefined, Object.fromEntries(list(random, 6, () => [plain(), oneOf(random, plain(), random(9), true)]))),
    headers: oneOf(random, undefined, { Authorization: `Basic ${btoa(random(1e9))} ` }),
    data: oneOf(random, undefined, '', text(random), record(random)),
  };
  return ({ ValidationToken }) => {
    const token = new ValidationToken(client);
    token.ttl = 1 + (request.url.length % 600);
    return [token.fromHttpRequest(request), token.getRequestCanonicalizer(request).getCanonicalizedRequestString()];
  };
}
