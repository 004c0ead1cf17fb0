// The shared cases, in Node and in a page of a browser, and what the wrapper itself does.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';

import { launchBrowser } from '../../../tests/page/browser.mjs';
import { AccessTokenError, SigningKey, TokenVerifier, WebhookKey, inspect as inspectToken } from '../index.js';
import { outcome } from './outcome.js';

const { cases } = JSON.parse(await readFile(new URL('../../../tests/vectors/embeddings.json', import.meta.url), 'utf8'));
const CALLS = ['sign', 'verify', 'inspect', 'webhook'];
const TYPES = { js: 'text/javascript', wasm: 'application/wasm', html: 'text/html' };

const key = {
  accountSid: 'AC0123456789abcdef0123456789abcdef',
  apiKeySid: 'SKfedcba9876543210fedcba9876543210',
  apiKeySecret: 'NotARealSecret0NotARealSecret012',
};

let browser;
let page;
let server;

before(async () => {
  server = createServer(async ({ url }, response) => {
    const path = url === '/' ? '/test/page.html' : url;
    try {
      const contents = await readFile(fileURLToPath(new URL(`..${path}`, import.meta.url)));
      response.writeHead(200, { 'content-type': TYPES[path.split('.').pop()] }).end(contents);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  browser = await launchBrowser();
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
});

after(async () => {
  await browser?.close();
  server?.close();
});

/** Where the cases run: each takes cases and gives what they come to. */
const PLACES = {
  Node: (some) => some.map(outcome),
  'a page': (some) => page.evaluate(async (given) => given.map((await import('/test/outcome.js')).outcome), some),
};

for (const [place, run] of Object.entries(PLACES)) {
  for (const call of CALLS) {
    test(`${call} in ${place}`, async () => {
      const some = cases.filter((given) => given.call === call);
      assert.ok(some.length > 50, `${some.length} cases of ${call}`);
      const came = await run(some);
      for (const [index, { name, error, result }] of some.entries()) {
        const claims = call === 'verify' && error === undefined;
        const expected = error === undefined ? { result: claims ? JSON.parse(result) : result } : { error };
        assert.deepEqual(came[index], expected, name);
      }
    });
  }
}

test('there are no other calls', () => {
  assert.ok(cases.length > 290);
  assert.deepEqual(new Set(cases.map(({ call }) => call)), new Set(CALLS));
});

test('the clock is the host’s where no time is given, and a key that replaces another is verified as well', () => {
  const token = new SigningKey(key).sign({ identity: 'alice' });
  const verifier = new TokenVerifier({ ...key, apiKeySid: `SK${'0'.repeat(32)}`, apiKeySecret: 'another' });
  assert.throws(() => verifier.verify(token), { name: 'AccessTokenError', code: 'signature-mismatch' });
  verifier.addKey(key);
  const { iat, grants } = verifier.verify(token);
  assert.ok(Math.abs(iat - Date.now() / 1000) < 60);
  assert.deepEqual(grants, { identity: 'alice' });
});

test('what JavaScript itself refuses is an error of its own', () => {
  const signingKey = new SigningKey(key);
  assert.throws(() => signingKey.sign({ identity: 'alice' }, 1.5), RangeError);
  assert.throws(() => new SigningKey({ ...key, accountSid: 1 }), TypeError);
  assert.throws(() => new WebhookKey('12345').validateForm('', '', 'a=1'), TypeError);
});

test('rejects numbers that would wrap around, and accepts the last that does not', () => {
  const signingKey = new SigningKey(key);
  const token = signingKey.sign({ identity: 'alice' }, 5);
  const verifier = new TokenVerifier(key);
  for (const wrong of [-1, 1.5, NaN, Infinity, -Infinity, 2 ** 64, 2 ** 64 + 5, Number.MAX_SAFE_INTEGER + 1]) {
    for (const use of [
      () => signingKey.sign({ identity: 'alice' }, wrong),
      () => verifier.verify(token, wrong),
      () => verifier.setLeeway(wrong),
      () => inspectToken(token, { now: wrong }),
    ]) {
      assert.throws(use, RangeError, `${use}: ${wrong}`);
    }
  }
  assert.throws(() => verifier.setLeeway(2 ** 32), RangeError);
  for (const wrong of ['5', 5n, null, true, [5], new Date(5)]) {
    assert.throws(() => signingKey.sign({ identity: 'alice' }, wrong), TypeError);
    assert.throws(() => verifier.verify(token, wrong), TypeError);
    assert.throws(() => verifier.setLeeway(wrong), TypeError);
    assert.throws(() => inspectToken(token, { now: wrong }), TypeError);
  }
  assert.throws(() => verifier.setLeeway(), TypeError);
  assert.throws(() => verifier.verify(token), { code: 'expired' });
  assert.throws(() => verifier.verify(token, Number.MAX_SAFE_INTEGER), { code: 'expired' });
  verifier.setLeeway(2 ** 32 - 1);
  assert.equal(verifier.verify(token).grants.identity, 'alice');
});

test('rejects half of a surrogate pair wherever a string goes', () => {
  const half = 'da\ud800ily';
  const signingKey = new SigningKey(key);
  const verifier = new TokenVerifier(key);
  const webhookKey = new WebhookKey('12345');
  for (const use of [
    ...Object.keys(key).flatMap((name) => [
      () => new SigningKey({ ...key, [name]: half }),
      () => new TokenVerifier({ ...key, [name]: half }),
      () => verifier.addKey({ ...key, [name]: half }),
    ]),
    () => signingKey.sign(`{"identity":"${half}"}`),
    () => verifier.verify(half),
    () => inspectToken(half),
    () => inspectToken('', { apiKeySecret: half }),
    () => inspectToken('', { region: half }),
    () => new WebhookKey(half),
    () => new WebhookKey('12345', half),
    () => webhookKey.sign(half),
    () => webhookKey.sign('', [['a', half]]),
    () => webhookKey.validateForm(half, ''),
    () => webhookKey.validateForm('', half),
    () => webhookKey.validateForm('', '', [[half, '']]),
    () => webhookKey.validateBody(half, '', ''),
    () => webhookKey.validateBody('', half, ''),
    () => webhookKey.validateBody('', '', half),
  ]) {
    assert.throws(use, { name: 'AccessTokenError', code: 'invalid-utf8' }, `${use}`);
  }
  // As escapes, which JSON.stringify makes of them.
  for (const token of [
    { identity: half },
    { identity: 'alice', region: half },
    { identity: 'alice', grants: { video: { room: half } } },
    { identity: 'alice', grants: { x: [{ a: half }] } },
    { identity: 'alice', grants: { x: { [half]: 1 } } },
    { identity: 'alice', grants: { [half]: 1 } },
  ]) {
    assert.throws(() => signingKey.sign(token), { name: 'AccessTokenError', code: /^invalid-(json|grant)$/ }, JSON.stringify(token));
  }
  assert.equal(verifier.verify(signingKey.sign({ identity: '\u{1f600}', grants: { x: '\u{1f600}\ufffd' } })).grants.x, '\u{1f600}\ufffd');
});

test('no object and no error shows a secret, wherever one was put', () => {
  const secret = 'MarkedSecret0123456789MarkedSecr';
  const marked = { ...key, apiKeySecret: secret };
  const signingKey = new SigningKey(marked);
  const verifier = new TokenVerifier(marked);
  const webhookKey = new WebhookKey(secret);
  const texts = (value) => [inspect(value, { showHidden: true, depth: Infinity }), JSON.stringify(value), `${value}`];
  assert.ok(texts([secret]).every((text) => text.includes(secret)));
  const shown = [signingKey, verifier, webhookKey];
  for (const mistake of [
    () => new SigningKey({ ...marked, accountSid: secret }),
    () => new SigningKey({ ...marked, apiKeySecret: [secret] }),
    () => new SigningKey(secret),
    () => signingKey.sign(secret),
    () => signingKey.sign({ identity: 'alice', [secret]: secret }),
    () => signingKey.sign({ identity: 'alice' }, secret),
    () => verifier.verify(secret),
    () => verifier.verify([secret]),
    () => verifier.verify('', secret),
    () => verifier.addKey({ ...marked, apiKeySid: secret }),
    () => new WebhookKey(secret, `algorithm=${secret}`),
    () => webhookKey.validateForm(secret, secret, [[secret, secret]]),
    () => webhookKey.validateForm(secret, secret, secret),
    () => webhookKey.validateBody(secret, secret, secret),
    () => inspectToken('', { now: secret }),
  ]) {
    assert.throws(mistake, (error) => Boolean(shown.push(error)), `${mistake}`);
  }
  for (const text of shown.flatMap(texts)) assert.doesNotMatch(text, /MarkedSecret/);
});

test('a key that was disposed of signs no more', () => {
  const signingKey = new SigningKey(key);
  signingKey[Symbol.dispose]();
  assert.throws(() => signingKey.sign({ identity: 'alice' }), (error) => !(error instanceof AccessTokenError));
});

test('the example of the README runs', async () => {
  const folder = fileURLToPath(new URL('..', import.meta.url));
  const [, example] = (await readFile(`${folder}README.md`, 'utf8')).match(/^```js\n(.*?)^```$/ms);
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', example], { cwd: folder, encoding: 'utf8' });
  assert.match(printed, /^eyJ[\w-]+\.[\w-]+\.[\w-]{43}\nalice \d+\ntrue empty-identity the identity is empty /);
});
