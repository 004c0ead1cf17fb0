// The demo answers its own page alone: not a page of another origin, nor one whose name was made to point at this machine.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { after, before, test } from 'node:test';

import { launchBrowser } from './browser.mjs';
import { ENVIRONMENT, startDemo } from './demo.mjs';

let browser;
let demo;
let port;

before(async () => {
  [browser, demo] = await Promise.all([launchBrowser('host-resolver-rules=MAP evil.example 127.0.0.1'), startDemo()]);
  ({ port } = new URL(demo.origin));
});

after(async () => {
  await Promise.all([browser?.close(), demo?.stop()]);
});

/** Runs `action` in a page at `url`. */
async function at(url, action) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const response = await page.goto(url);
    return await action(page, response);
  } finally {
    await context.close();
  }
}

/** What a page gets when it asks the demo for a token, as JSON and as a form, which needs no preflight. */
const ask = (page, origin) =>
  page.evaluate(async (url) => {
    const outcomes = [];
    for (const [type, body] of [['application/json', '{"identity":"alice"}'], ['application/x-www-form-urlencoded', 'identity=alice']]) {
      try {
        const response = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body });
        outcomes.push([response.status, await response.text()]);
      } catch (error) {
        outcomes.push(error.name);
      }
    }
    return outcomes;
  }, `${origin}/create-room-token`);

/** The answer to a request whose `Host` is anything. */
async function answer(host, path, method = 'GET') {
  const sent = request({ host: '127.0.0.1', port, path, method, setHost: false, headers: host === undefined ? {} : { host } });
  const [response] = await once(sent.end(), 'response');
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  return { status: response.statusCode, headers: response.headers, text };
}

test('a page of the demo gets a token, by either name of this machine', async () => {
  for (const host of ['127.0.0.1', 'localhost']) {
    const origin = `http://${host}:${port}`;
    const outcomes = await at(`${origin}/`, (page, response) => (assert.equal(response.status(), 200), ask(page, origin)));
    for (const [status, text] of outcomes) {
      assert.equal(status, 200);
      assert.match(text, /^\{"token":"eyJ/);
    }
  }
});

test('a page of another port gets no token', async () => {
  const other = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<!doctype html>')).listen(0, '127.0.0.1');
  await once(other, 'listening');
  try {
    for (const host of ['127.0.0.1', 'localhost']) {
      const outcomes = await at(`http://${host}:${other.address().port}/`, (page) => ask(page, demo.origin));
      assert.deepEqual(outcomes, ['TypeError', 'TypeError']);
    }
    // Nor is one minted for it that it does not see.
    const headers = { origin: `http://127.0.0.1:${other.address().port}`, 'content-type': 'application/x-www-form-urlencoded' };
    const response = await fetch(`${demo.origin}/create-room-token`, { method: 'POST', headers, body: 'identity=alice' });
    assert.equal(response.status, 403);
    assert.equal((await response.json()).error.code, 'origin-not-allowed');
  } finally {
    other.close();
    other.closeAllConnections();
  }
});

test('a page whose name points at this machine gets neither the page nor a token nor a report', async () => {
  const origin = `http://evil.example:${port}`;
  await at(`${origin}/`, async (page, response) => {
    assert.equal(response.status(), 403);
    assert.doesNotMatch(await response.text(), /<html/);
    for (const [status, text] of await ask(page, origin)) {
      assert.equal(status, 403);
      assert.doesNotMatch(text, /eyJ/);
    }
    const inspected = await page.evaluate(async (url) => (await fetch(url, { method: 'POST', body: 'x' })).status, `${origin}/inspect`);
    assert.equal(inspected, 403);
  });
});

test('rejects every other host on every path', async () => {
  const hosts = ['evil.example', `evil.example:${port}`, '127.0.0.1', '127.0.0.1:1', 'localhost', `127.0.0.1:${port}.evil.example`, `localhost.:${port}`, ''];
  for (const host of hosts) {
    for (const [path, method] of [['/'], ['/inspect', 'POST'], ['/create-room-token', 'POST'], ['/create-room-token', 'OPTIONS'], ['/healthz'], ['/nothing']]) {
      const { status, headers, text } = await answer(host, path, method);
      assert.equal(status, 403, `${host} ${method} ${path}`);
      assert.equal(JSON.parse(text).error.code, 'host-not-allowed');
      assert.equal(headers['access-control-allow-origin'], undefined);
    }
  }
  for (const host of [`127.0.0.1:${port}`, `LOCALHOST:${port}`]) assert.equal((await answer(host, '/healthz')).status, 200);
});

test('ALLOWED_ORIGINS that is set is kept', async () => {
  const open = await startDemo({ env: { ...ENVIRONMENT, ALLOWED_ORIGINS: 'https://app.example' } });
  try {
    const ask = (origin) =>
      fetch(`${open.origin}/create-room-token`, { method: 'POST', headers: { origin, 'content-type': 'application/json' }, body: '{"identity":"alice"}' });
    assert.equal((await ask('https://app.example')).status, 200);
    assert.equal((await ask(open.origin)).status, 403);
  } finally {
    await open.stop();
  }
});
