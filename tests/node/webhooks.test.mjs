// Signatures of webhooks: the shared cases, and the functions of the package twilio against those that stand in for them.
import assert from 'node:assert/strict';
import { createHash, createSecretKey } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { test } from 'node:test';
import { inspect } from 'node:util';

import { ours, twilio, webhooks as vectors } from './helpers.mjs';
import { seeded } from './random.mjs';

const { WebhookError, WebhookKey } = ours;
const TOKEN = vectors.auth_token;
const URL_ = 'https://mycompany.com/myapp.php?foo=1&bar=2';

/** What an action comes to: its result, or the class of its error. */
function outcome(action) {
  try {
    return action();
  } catch (error) {
    return { threw: error.name };
  }
}

/** Both packages do the same with `use`. */
function assertSame(use, message) {
  assert.deepEqual(outcome(() => use(ours)), outcome(() => use(twilio)), message);
}

/** The fields of a case as one object, in which a name that occurs twice has an array. */
function paramsOf({ params = [] }) {
  const object = {};
  for (const [name, value] of params) object[name] = name in object ? [object[name], value].flat() : value;
  return object;
}

for (const given of vectors.cases) {
  test(`WebhookKey: ${given.name}`, () => {
    const { url, body, signature } = given;
    const validate = () => {
      const { algorithm } = ours.parseSignatureSettings(given.settings);
      const key = new WebhookKey(given.secret ?? TOKEN, algorithm);
      const args = body === undefined ? [signature, url, paramsOf(given)] : [signature, url, body];
      const [isValid, validated] = body === undefined ? ['isValidForm', 'validateForm'] : ['isValidBody', 'validateBody'];
      assert.equal(key[isValid](...args), given.error === undefined);
      key[validated](...args);
      assert.equal(key.sign(given.signed_url ?? url, paramsOf(given)), signature);
    };
    if (given.error === undefined) return validate();
    assert.throws(validate, (error) => error instanceof WebhookError && error.code === given.error);
  });
}

// Twilio's package knows no shared keys.
for (const given of vectors.cases.filter(({ settings }) => !settings)) {
  test(`as twilio does: ${given.name}`, () => {
    const { url, body, signature } = given;
    const token = given.secret ?? TOKEN;
    assertSame(({ getExpectedTwilioSignature }) => getExpectedTwilioSignature(token, given.signed_url ?? url, paramsOf(given)));
    const validate = ({ validateRequest, validateRequestWithBody }) =>
      body === undefined
        ? validateRequest(token, signature, url, paramsOf(given))
        : validateRequestWithBody(token, signature, url, body);
    if (given.accepted_by_twilio_node) assert.equal(validate(twilio), true);
    else assertSame(validate);
    assert.equal(outcome(() => validate(ours)) === true, given.error === undefined);
  });
}

test('values of every type are written as twilio writes them', () => {
  const values = [undefined, null, 5, -0, 1e21, NaN, 10n, true, '', 'x', {}, [], ['b', 'a', 'b'], [2, 10, 1], [undefined], new Date(0), Symbol('x')];
  for (const value of values) assertSame(({ getExpectedTwilioSignature: sign }) => sign(TOKEN, URL_, { a: value, b: 'c' }));
  for (const params of [null, undefined, {}, [], 'text', 5, ['a', 'b']]) {
    for (const url of [URL_, `${URL_}&bodySHA256=x`]) {
      assertSame(({ getExpectedTwilioSignature: sign }) => sign(TOKEN, url, params), `${inspect(params)} ${url}`);
      assertSame(({ validateRequest: validate }) => validate(TOKEN, 'x', url, params), `${inspect(params)} ${url}`);
    }
  }
});

test('tokens and headers of every type', () => {
  for (const token of [TOKEN, Buffer.from(TOKEN), createSecretKey(Buffer.from(TOKEN)), undefined, null, 5, {}]) {
    assertSame(({ getExpectedTwilioSignature: sign }) => sign(token, URL_, { a: 'b' }), inspect(token));
  }
  for (const header of [undefined, null, '', 'x', 5, 'é'.repeat(14)]) {
    assertSame(({ validateRequest }) => validateRequest(TOKEN, header, URL_, {}), inspect(header));
  }
  assertSame(({ validateRequest }) => validateRequest(TOKEN, 'x', 'no url', {}));
  assertSame(({ validateRequestWithBody }) => validateRequestWithBody(TOKEN, 'x', 'no url', '{}'));
});

test('bodies and their hashes', () => {
  for (const body of ['', '{}', '{"é": "😀"}', Buffer.from([0, 255])]) {
    const hash = createHash('sha256').update(body).digest('hex');
    assertSame(({ getExpectedBodyHash }) => getExpectedBodyHash(body));
    for (const given of [hash, Buffer.from(hash), [...Buffer.from(hash)], hash.toUpperCase(), `${hash} `, '', 'é'.repeat(32), undefined, null]) {
      assertSame(({ validateBody }) => validateBody(body, given), inspect(given));
    }
  }
});

test('whatever form of whatever URL is signed, both packages take it or neither does', (context) => {
  const { seed, random } = seeded(context, 'WEBHOOK_SEED');
  const number = (below) => Math.floor(random() * below);
  const pick = (choices) => choices[number(choices.length)];
  const some = (choices, most) => Array.from({ length: number(most + 1) }, () => pick(choices)).join('');

  // `^` is left out of paths: whether it is encoded there depends on the version of Node.
  const characters = [...'abZ019-._~!$&\'()*+,;=:@ "<>`{}|[]\\%é😀\t', '%41', '%27', '%2e', '%zz', '%C3%A9', '%FF', '+'];
  const queryCharacters = [...characters, '&', '&', '=', '=', '?', '^', 'a=1', 'b=2', '10=x', '9=y', '&a='];
  const url = () => {
    const userInfo = pick(['', '', '', 'user@', 'user:pass@', ':@', "u'|@", 'a:b:c@', 'a@b@']);
    const host = pick(['example.com', 'Example.COM', '127.0.0.1', '[::1]', 'x']);
    const path = pick(['', '/', `/${some([...characters, '/', '/', '.', '..', '/../', '/./'], 8)}`]);
    const query = pick(['', '?', `?${some(queryCharacters, 10)}`]);
    const fragment = pick(['', '', '', `#${some(queryCharacters, 4)}`]);
    return `${pick(['http', 'https', 'HTTPS', 'wss', 'ws'])}://${userInfo}${host}${pick(['', '', ':443', ':80', ':8443', ':', ':0443'])}${path}${query}${fragment}`;
  };
  const params = () => {
    const value = () => some(characters, 4);
    const names = Array.from({ length: number(5) }, () => some([...'aAbB_.1é', '😀', '\uff21'], 3));
    return Object.fromEntries(names.map((name) => [name, pick([value, value, () => [value(), value(), value()]])()]));
  };
  const withPort = (text) => text.replace(/^([a-z]+:\/\/[^/?#]*?)(:\d*)?(?=[/?#]|$)/i, (_, before, port) => before + (port ?? (/^https:/i.test(before) ? ':443' : ':80')));
  const withoutPort = (text) => text.replace(/^([a-z]+:\/\/(?:[^/?#]*@)?(?:\[[^\]]*\]|[^/?#:]*)):\d*/i, '$1');
  const legacy = (text) => text.replace(/\?(.+)$/s, (_, query) => `?${new URLSearchParams(query)}`.replaceAll('+', '%20'));

  // Node 20 leaves the dot segment in /a/.b/./c, against the standard.
  const isMisread = (text) => /\/(\.|%2e){1,2}(\/|$)/i.test(outcome(() => new URL(text).pathname));

  let valid = 0;
  for (let round = 0; round < 3000; round += 1) {
    const [given, fields] = [url(), params()];
    if (isMisread(given)) continue;
    const normalised = outcome(() => new URL(given).href);
    const whole = typeof normalised === 'string' ? normalised : given;
    const forms = [given, whole, legacy(whole), given.toLowerCase(), `${given}x`];
    for (const signed of forms.flatMap((form) => [form, withPort(form), withoutPort(form)])) {
      const signature = twilio.getExpectedTwilioSignature(TOKEN, signed, fields);
      assert.equal(ours.getExpectedTwilioSignature(TOKEN, signed, fields), signature, inspect([seed, signed, fields]));
      assertSame(({ validateRequest }) => validateRequest(TOKEN, signature, given, fields), inspect([seed, given, signed]));
      if (outcome(() => ours.validateRequest(TOKEN, signature, given, fields)) === true) valid += 1;
    }
  }
  assert.ok(valid > 10_000, `only ${valid} were valid`);
});

test('where it differs from twilio', () => {
  // A value in an array counts as the text that it becomes.
  assert.equal(ours.getExpectedTwilioSignature(TOKEN, URL_, { a: [5, '5'] }), twilio.getExpectedTwilioSignature(TOKEN, URL_, { a: '5' }));
  // Anyone could sign with an empty token.
  for (const empty of ['', Buffer.alloc(0)]) {
    const signature = twilio.getExpectedTwilioSignature('', URL_, {});
    assert.equal(twilio.validateRequest(empty, signature, URL_, {}), true);
    assert.throws(() => ours.validateRequest(empty, signature, URL_, {}), { name: 'WebhookError', code: 'empty-secret' });
  }
  // A URL is put together as it arrived; twilio decodes %3F in it.
  const originalUrl = '/voice?q=%3F%26';
  const request = requestOf({ originalUrl }, sign(`https://example.com${originalUrl}`, {}));
  assert.equal(ours.validateIncomingRequest(request, TOKEN), true);
  assert.equal(twilio.validateIncomingRequest({ ...request, originalUrl: '/voice%3F?q=1', header: () => sign('https://example.com/voice%3F?q=1', {}) }, TOKEN), false);
  assert.equal(ours.validateIncomingRequest({ ...request, originalUrl: '/voice%3F?q=1', header: () => sign('https://example.com/voice%3F?q=1', {}) }, TOKEN), true);
});

const sign = (url, params) => twilio.getExpectedTwilioSignature(TOKEN, url, params);

/** A stand-in for a request of Express. */
function requestOf(fields, signature) {
  return {
    protocol: 'https',
    originalUrl: '/voice?a=1',
    headers: { host: 'example.com' },
    header: (name) => (name.toLowerCase() === 'x-twilio-signature' ? signature : undefined),
    ...fields,
  };
}

test('what is no body, in a request that Twilio did not sign', () => {
  for (const body of [undefined, null, {}, { Digits: '1' }, 5, ['1']]) {
    for (const url of ['https://example.com/', `https://example.com/?bodySHA256=${'0'.repeat(64)}`]) {
      assertSame(({ validateRequestWithBody }) => validateRequestWithBody(TOKEN, 'RSOYDt4T1cUTdK1PDd93/VVr8B8=', url, body), inspect(body));
    }
  }
  assert.throws(() => ours.validateRequestWithBody(TOKEN, sign('https://example.com/', {}), 'https://example.com/', {}), { code: 'invalid-type' });
});

test('incoming requests', () => {
  const url = 'https://example.com/voice?a=1';
  const body = { Digits: '1234' };
  const hashed = `/voice?bodySHA256=${createHash('sha256').update('{"a": 1}').digest('hex')}`;
  const empty = `/voice?bodySHA256=${createHash('sha256').update('{}').digest('hex')}`;
  for (const [fields, signature, opts] of [
    [{ body }, sign(url, body)],
    [{ body: { Digits: '1' } }, sign(url, body)],
    [{}, sign(url, {})],
    [{ body: null }, sign(url, {})],
    [{ body }, undefined],
    [{ body }, ''],
    [{ protocol: 'http', body }, sign(url, body), { protocol: 'https' }],
    [{ protocol: 'http', body }, sign(url, body), { protocol: 'https:' }],
    [{ protocol: 'http', body }, sign(url, body)],
    [{ headers: { host: 'inner:8080' }, body }, sign(url, body), { host: 'example.com' }],
    [{ headers: { host: 'inner:8080' }, body }, sign(url, body), { url }],
    [{ body }, sign(url, body), { url: 'https://other.example/' }],
    [{ body }, sign(url, body), { url: '', host: '', protocol: '' }],
    [{ originalUrl: hashed, rawBody: '{"a": 1}' }, sign(`https://example.com${hashed}`, {})],
    [{ originalUrl: hashed, rawBody: Buffer.from('{"a": 1}') }, sign(`https://example.com${hashed}`, {})],
    [{ originalUrl: hashed, rawBody: '{"a":1}' }, sign(`https://example.com${hashed}`, {})],
    [{ originalUrl: empty }, sign(`https://example.com${empty}`, {})],
  ]) {
    for (const name of ['validateIncomingRequest', 'validateExpressRequest']) {
      assertSame((from) => from[name](requestOf(fields, signature), TOKEN, opts), inspect([name, fields, opts]));
    }
  }
});

/** What the middleware makes of a request: the answer, or the call of `next`. */
function respond(middleware, request) {
  const seen = {};
  const response = {
    type: (type) => ((seen.type = type), response),
    status: (status) => ((seen.status = status), response),
    send: (text) => ((seen.text = text), response),
  };
  middleware(request, response, () => (seen.next = true));
  return seen;
}

test('the middleware answers as that of twilio', (context) => {
  context.mock.method(console, 'error', () => {});
  const good = requestOf({ body: {} }, sign('https://example.com/voice?a=1', {}));
  const requests = [good, requestOf({ body: { a: 'b' } }, good.header('x-twilio-signature')), requestOf({}, undefined)];
  const url = 'https://example.com/voice?a=1';
  const all = [
    [],
    [TOKEN],
    ['another'],
    [undefined, TOKEN],
    [{ validate: false }],
    [{ validate: undefined }, TOKEN],
    [{ validate: null }, TOKEN],
    [TOKEN, { validate: false }],
    [{ url }, TOKEN],
    [TOKEN, { url: 'https://other.example' }],
    [{ host: 'other.example' }, { host: 'example.com' }],
    [{ protocol: 'http', includeHelpers: false }, TOKEN],
    [null, null],
    ['', TOKEN],
  ];
  const before = process.env.TWILIO_AUTH_TOKEN;
  context.after(() => (before === undefined ? delete process.env.TWILIO_AUTH_TOKEN : (process.env.TWILIO_AUTH_TOKEN = before)));
  for (const variable of [undefined, TOKEN]) {
    if (variable === undefined) delete process.env.TWILIO_AUTH_TOKEN;
    else process.env.TWILIO_AUTH_TOKEN = variable;
    for (const args of all) {
      for (const request of requests) {
        assertSame(({ webhook }) => respond(webhook(...structuredClone(args)), request), inspect([variable, args]));
      }
    }
    // Twilio's overwrites a token among the options; here it counts, and the options are left as they were.
    const options = Object.freeze({ authToken: TOKEN });
    assert.deepEqual(requests.map((request) => Object.values(respond(ours.webhook(options), request))), [
      [true],
      ['text/plain', 403, 'Twilio Request Validation Failed.'],
      ['text/plain', 400, respond(twilio.webhook(TOKEN), requests[2]).text],
    ]);
    assert.deepEqual(respond(ours.webhook({ authToken: 'another' }, TOKEN), good), { next: true });
  }
});

test('the middleware needs no Express', async (context) => {
  const hook = ours.webhook(TOKEN, { validate: true });
  const server = createServer((request, response) => hook(request, response, () => response.end('came from Twilio')));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => server.close());
  const url = `http://127.0.0.1:${server.address().port}/voice?a=1`;
  const get = async (headers) => {
    const response = await fetch(url, { headers });
    return [response.status, await response.text()];
  };
  assert.deepEqual(await get({ 'x-twilio-signature': sign(url, {}) }), [200, 'came from Twilio']);
  assert.deepEqual(await get({ 'x-twilio-signature': sign(`${url}0`, {}) }), [403, 'Twilio Request Validation Failed.']);
  assert.equal((await get({}))[0], 400);
});

const { default: express } = await import(createRequire(new URL('../endpoint/', import.meta.url)).resolve('express'));

/** Servers with the middleware, each of which answers a request of Twilio's with 200. */
const SERVERS = {
  'node:http': () => {
    const hook = ours.webhook(TOKEN);
    return createServer((request, response) => hook(request, response, () => response.end()));
  },
  Express: () => createServer(express().use(express.json({ strict: false }), express.urlencoded({ extended: true }), ours.webhook(TOKEN), (_, response) => response.end())),
};

/** The status of the answer to a request that is written as it is. */
async function statusOf(port, text) {
  const socket = connect(port, '127.0.0.1');
  let heard = '';
  socket.setEncoding('latin1').on('data', (chunk) => (heard += chunk));
  socket.write(text, 'latin1');
  await once(socket, 'close');
  return Number(heard.match(/^HTTP\/1\.1 (\d{3})/)?.[1]);
}

for (const [name, create] of Object.entries(SERVERS)) {
  test(`no request ends a server of ${name}: what cannot be validated is answered with 403`, async (context) => {
    const server = create().listen(0, '127.0.0.1');
    await once(server, 'listening');
    context.after(() => server.close());
    const { port } = server.address();
    const raw = (head, body = '', type = 'application/json') =>
      `${head}\r\nX-Twilio-Signature: RSOYDt4T1cUTdK1PDd93/VVr8B8=\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;

    const hosts = ['a:99999', 'a b', '[', '', 'a^b', 'xn--a', '%', '<', '/', '\xe9', 'a@b:c', ':'];
    const targets = ['/?bodySHA256=x', 'http://[', '//', '*', 'http://a:99999/?bodySHA256=', '/%', '/?\xff', '?', '\\'];
    const bodies = ['5', '"text"', 'null', 'true', '[]', '[[["a"]]]', '{"__proto__":{"toString":1}}', '{"toString":5}', '{"a":{"toString":1}}',
      '{"a":{"toString":null,"valueOf":null}}', '{"a":"\\ud800"}', '{"constructor":{"prototype":{}}}', `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`];
    const requests = [
      ...hosts.flatMap((host) => [raw(`GET / HTTP/1.1\r\nHost: ${host}`), raw(`GET /?bodySHA256=x HTTP/1.1\r\nHost: ${host}`)]),
      ...bodies.flatMap((body) => ['/', '/?bodySHA256=x'].map((target) => raw(`POST ${target} HTTP/1.1\r\nHost: example.com`, body))),
      raw('POST / HTTP/1.1\r\nHost: example.com', 'a[toString]=1&__proto__[x]=1&a[b][c]=', 'application/x-www-form-urlencoded'),
      raw('GET / HTTP/1.0'),
    ];
    for (const text of requests) assert.equal(await statusOf(port, text), 403, text.slice(0, 200));

    // Node and Express answer some of these by themselves.
    for (const target of targets) {
      const status = await statusOf(port, raw(`GET ${target} HTTP/1.1\r\nHost: example.com`));
      assert.ok([400, 403, 404].includes(status), `${target}: ${status}`);
    }

    const good = sign(`http://127.0.0.1:${port}/voice`, {});
    const text = `GET /voice HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-Twilio-Signature: ${good}\r\nConnection: close\r\n\r\n`;
    assert.equal(await statusOf(port, text), 200);
  });
}

test('the middleware answers a request that throws when it is read', () => {
  const throwing = { get: () => { throw new RangeError('from the request'); } };
  const header = { 'x-twilio-signature': 'RSOYDt4T1cUTdK1PDd93/VVr8B8=' };
  for (const fields of [
    {},
    { headers: {} },
    { headers: header },
    { headers: header, url: Symbol('url') },
    { headers: header, url: '/', body: new Proxy({}, throwing) },
    { headers: header, url: '/', body: { a: { toString: throwing.get } } },
    { headers: { ...header, host: 'example.com' }, url: '/', get body() { throw new RangeError('from the request'); } },
    { headers: { ...header, host: 'example.com' }, url: '/', protocol: 5 },
  ]) {
    const { status } = respond(ours.webhook(TOKEN), fields);
    assert.equal(status, fields.headers?.['x-twilio-signature'] ? 403 : 400);
  }
});

test('the middleware throws the mistakes of the server when it is made', () => {
  assert.throws(() => ours.webhook({ authToken: 5 }), { code: 'invalid-type' });
  assert.throws(() => ours.webhook({ authToken: Buffer.alloc(0) }), { name: 'WebhookError', code: 'empty-secret' });
  assert.throws(() => ours.webhook(TOKEN, { url: 'no url' }), { name: 'TypeError', code: 'ERR_INVALID_URL' });
  for (const name of ['url', 'host', 'protocol']) assert.throws(() => ours.webhook(TOKEN, { [name]: {} }), { code: 'invalid-type' });
});

test('settings', () => {
  const none = { keyId: undefined, algorithm: 'HMAC_SHA1' };
  for (const header of [undefined, null, '', 'noise']) assert.deepEqual(ours.parseSignatureSettings(header), none);
  const header = 'key=webhooks_sharedkey_1,algorithm=HMAC_SHA256';
  assert.deepEqual(ours.parseSignatureSettings(header), { keyId: 'webhooks_sharedkey_1', algorithm: 'HMAC_SHA256' });
  for (const wrong of ['HMAC_MD5', 'none']) {
    assert.throws(() => ours.parseSignatureSettings(`algorithm=${wrong}`), { name: 'WebhookError', code: 'unsupported-signature-algorithm' });
    assert.throws(() => new WebhookKey(TOKEN, wrong), { name: 'WebhookError', code: 'unsupported-signature-algorithm' });
  }
  assert.throws(() => ours.parseSignatureSettings(5), { name: 'TypeError', code: 'invalid-type' });
});
