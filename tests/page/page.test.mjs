// The demo's page in a browser: the whole path, by mouse and by keyboard, and what goes wrong on the way.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, mock, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { launchBrowser } from './browser.mjs';
import { ENVIRONMENT, TokenSigner, decode, signingKey, startDemo } from './demo.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const screenshots = fileURLToPath(new URL('../../target/page/', import.meta.url));
const run = promisify(execFile);
const AsyncFunction = (async () => {}).constructor;

const PHONE = { width: 320, height: 640 };
const DESKTOP = { width: 1280, height: 900 };

let browser;
let demo;

before(async () => {
  mkdirSync(screenshots, { recursive: true });
  [browser, demo] = await Promise.all([launchBrowser(), startDemo()]);
});

after(async () => {
  await Promise.all([browser?.close(), demo?.stop()]);
});

/**
 * Opens the page of a demo and runs `action` on it. Whatever that is, nothing is asked of another origin, no dialog opens, and
 * the console shows no errors but of the statuses that are expected, which a browser reports by itself.
 */
async function visit(action, { origin = demo.origin, statuses = [], prepare, ...options } = {}) {
  const context = await browser.newContext({ viewport: DESKTOP, locale: 'en-GB', reducedMotion: 'reduce', ...options });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  const page = await context.newPage();
  const problems = [];
  const expected = (text) => statuses.some((status) => text.startsWith('Failed to load resource') && text.includes(status));
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !expected(message.text())) problems.push(message.text());
  });
  page.on('dialog', (dialog) => problems.push(`a dialog: ${dialog.message()}`));
  context.on('request', (request) => {
    if (![origin, 'data:'].some((start) => request.url().startsWith(start))) problems.push(`a request to ${request.url()}`);
  });
  try {
    await prepare?.(page);
    const response = await page.goto(`${origin}/`);
    await action(page, response);
  } finally {
    await context.close();
  }
  assert.deepEqual(problems, []);
}

const text = (page, id) => page.locator(`#${id}`).innerText();
const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());

async function ask(page, { identity, room } = {}) {
  if (identity !== undefined) await page.getByLabel('Identity').fill(identity);
  if (room !== undefined) await page.getByLabel('Room').fill(room);
  await page.getByRole('button', { name: 'Get a token' }).click();
}

async function paste(page, token) {
  await page.getByRole('textbox', { name: 'Token' }).fill(token);
  await page.getByRole('button', { name: 'Inspect it' }).click();
}

/** A token as the signer would have made it `seconds` ago. */
function signedBefore(seconds, signer, fields) {
  mock.timers.enable({ apis: ['Date'], now: Date.now() - seconds * 1000 });
  try {
    return signer.sign(fields);
  } finally {
    mock.timers.reset();
  }
}

/** The token that is shown, once there is one. */
async function shown(page) {
  await page.locator('#result').waitFor();
  return page.locator('#token').textContent();
}

/** The codes of the findings, with Twilio's. */
function findings(page) {
  return page.locator('#findings li').evaluateAll((items) =>
    items.map((item) => `${item.querySelector('code').textContent} ${item.querySelector('a')?.href.split('/').pop()}`));
}

async function assertAccessible(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run(document));
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`), []);
}

test('a token is minted, taken apart and copied', () =>
  visit(async (page) => {
    assert.equal(await page.getByRole('heading', { name: 'No token yet' }).isVisible(), true);
    await ask(page, { identity: 'bob', room: 'weekly' });
    const token = await shown(page);
    const { header, payload } = decode(token);
    assert.deepEqual(payload.grants, { identity: 'bob', video: { room: 'weekly' } });

    assert.equal(await text(page, 'result-title'), 'Token for bob in weekly');
    assert.deepEqual(JSON.parse(await page.locator('#header-json').textContent()), header);
    assert.deepEqual(JSON.parse(await page.locator('#payload-json').textContent()), payload);
    const rows = await page.locator('.claims > div').evaluateAll((all) =>
      all.map((row) => [row.querySelector('dt code').textContent, JSON.parse(row.querySelector('dd code').textContent)]));
    assert.deepEqual(Object.fromEntries(rows), {
      ...header,
      jti: payload.jti,
      'grants.identity': 'bob',
      'grants.video.room': 'weekly',
      iat: payload.iat,
      exp: payload.exp,
      iss: payload.iss,
      sub: payload.sub,
    });
    const local = await page.evaluate((exp) => new Date(exp * 1000).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' }), payload.exp);
    assert.equal(await text(page, 'expires'), local);
    assert.equal(await text(page, 'signature-state'), 'Valid');
    assert.equal(await text(page, 'findings-count'), 'No findings');
    assert.equal(await page.getByText('Nothing that Twilio would refuse.').isVisible(), true);
    assert.match(await text(page, 'status'), /^Valid\. No findings\. Remaining life: /);

    await page.getByRole('button', { name: 'Copy the token' }).click();
    await page.getByText('Copied.').waitFor();
    assert.equal(await clipboard(page), token);
    for (const [button, source] of [['Copy the curl command', 'curl'], ['Copy the JavaScript', 'fetch'], ['Copy the Twilio Video code', 'connect']]) {
      await page.getByRole('button', { name: button }).click();
      await page.waitForFunction(async (id) => (await navigator.clipboard.readText()) === document.getElementById(id).textContent, source);
    }

    await ask(page, { room: '' });
    await page.getByText('Every room', { exact: true }).waitFor();
    assert.deepEqual(decode(await shown(page)).payload.grants, { identity: 'bob', video: {} });
  }));

test('what is sent with the page lets nothing else in', async () => {
  await visit(async (page, response) => {
    const policy = response.headers()['content-security-policy'].split('; ');
    assert.ok(policy.includes("default-src 'none'"));
    assert.ok(policy.includes("connect-src 'self'"));
    assert.doesNotMatch(policy.join(), /unsafe|https?:|\*/);
    assert.equal(response.headers()['content-type'], 'text/html; charset=utf-8');
  });
  const intruder = visit((page) =>
    page.evaluate(() => {
      const policy = globalThis.trustedTypes.createPolicy('test', { createScript: (source) => source });
      const script = document.createElement('script');
      script.textContent = policy.createScript('globalThis.ran = true');
      document.body.append(script);
      if (globalThis.ran) throw new Error('it ran');
    }));
  // Nothing else goes wrong but that the console says what was refused.
  await assert.rejects(intruder, ({ actual }) => actual?.length === 1 && /script-src/.test(actual[0]));
});

test('the countdown ticks, shifts nothing, and comes to its end', () =>
  visit(async (page) => {
    await page.clock.pauseAt(Date.now() + 2000);
    await ask(page);
    const { exp } = decode(await shown(page)).payload;
    const left = exp - (await page.evaluate(() => Math.floor(Date.now() / 1000)));
    const clock = (seconds) => `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
    assert.ok(left > 3590 && left < 3600, `${left}`);
    assert.equal(await text(page, 'life-clock'), clock(left));
    assert.equal(await page.getByRole('timer').getAttribute('aria-labelledby'), 'life-label life-clock');
    const height = await page.evaluate(() => document.documentElement.scrollHeight);

    for (let second = 1; second <= 12; second++) {
      await page.clock.runFor(1000);
      assert.equal(await text(page, 'life-clock'), clock(left - second));
      assert.equal(await page.evaluate(() => document.documentElement.scrollHeight), height);
    }
    assert.equal(await page.getByText(`in ${clock(left - 12)}`).isVisible(), true);

    await page.clock.runFor((left - 13) * 1000);
    assert.deepEqual([await text(page, 'life-label'), await text(page, 'life-clock')], ['Remaining life', '1 s']);
    await page.clock.runFor(1000);
    assert.deepEqual([await text(page, 'life-label'), await text(page, 'life-clock')], ['Expired', '0 s ago']);
    assert.equal(await text(page, 'status'), 'The token has expired.');
  }, { viewport: PHONE, prepare: (page) => page.clock.install() }));

test('a token that ends while it is shown is inspected anew', async () => {
  const brief = await startDemo({ env: { ...ENVIRONMENT, TOKEN_TTL: '1' } });
  try {
    await visit(async (page) => {
      await ask(page);
      await page.locator('#findings code', { hasText: 'expired' }).waitFor();
      assert.deepEqual(await findings(page), ['expired 20104']);
      assert.equal(await text(page, 'life-label'), 'Expired');
    }, { origin: brief.origin });
  } finally {
    await brief.stop();
  }
});

test('tokens that are pasted get the findings they deserve', () =>
  visit(async (page) => {
    const signer = new TokenSigner(signingKey);
    const another = new TokenSigner({ ...signingKey, apiKeySecret: 'another' });

    await paste(page, another.sign({ identity: 'mallory', video: { room: 'daily' } }));
    await page.getByText('Pasted token for mallory in daily').waitFor();
    assert.deepEqual(await findings(page), ['signature-mismatch 20107']);
    assert.equal(await text(page, 'signature-state'), 'Not valid');

    await paste(page, signedBefore(7200, signer, { identity: 'late', video: {}, ttl: 3600 }));
    await page.getByText('Pasted token for late').waitFor();
    assert.deepEqual(await findings(page), ['expired 20104']);
    assert.equal(await text(page, 'signature-state'), 'Valid');
    assert.match(await text(page, 'life-clock'), /^1 h 00 min \d\d s ago$/);

    await paste(page, signer.sign({ identity: 'bob', chat: { serviceSid: `IS${'5e6d'.repeat(8)}` } }));
    await page.getByText('Pasted token for bob').waitFor();
    assert.equal(await page.locator('#video').isVisible(), false);
    const curl = await page.locator('#curl').textContent();
    const { stdout } = await run('bash', ['-c', `${curl} --silent`]);
    assert.equal(JSON.parse(stdout).signature, 'verified');

    await paste(page, 'Bearer nonsense');
    await page.getByText('There is no header to be read.').waitFor();
    assert.deepEqual(await findings(page), ['extra-characters 20101', 'malformed 20101']);
    assert.deepEqual([await text(page, 'signature-state'), await text(page, 'life-clock')], ['Not checked', 'not known']);

    await paste(page, ' ');
    assert.match(await text(page, 'pasted-refusal'), /^There is no token\./);
    await paste(page, 'x'.repeat(65537));
    await page.getByText('The token is too large.').waitFor();
  }, { statuses: ['413'] }));

test('the keyboard is enough', () =>
  visit(async (page) => {
    const press = async (...keys) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await press('Tab', 'Control+A');
    await page.keyboard.type('carol');
    await press('Tab', 'Control+A');
    await page.keyboard.type('monthly');
    await press('Tab', 'Enter');
    const token = await shown(page);
    assert.deepEqual(decode(token).payload.grants, { identity: 'carol', video: { room: 'monthly' } });
    await page.waitForFunction(() => document.activeElement.id === 'result-title');
    await press('Tab', 'Enter');
    await page.getByText('Copied.').waitFor();
    assert.equal(await clipboard(page), token);
    await press('Tab', 'Space');
    assert.equal(await page.locator('#header-json').isVisible(), true);

    await page.getByLabel('Identity').focus();
    await press('Control+A');
    await page.keyboard.type('dave');
    await press('Enter');
    await page.getByRole('heading', { name: 'Token for dave in monthly' }).waitFor();
  }));

test('what the endpoint refuses is said beside the field', () =>
  visit(async (page) => {
    const refusal = async (fields) => {
      const answer = await fetch(`${demo.origin}/create-room-token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(fields),
      });
      return (await answer.json()).error;
    };
    for (const [field, fields] of [['identity', { identity: '' }], ['room', { identity: 'alice', room: 'r'.repeat(129) }]]) {
      await ask(page, fields);
      const place = page.locator(`#${field}-refusal`);
      await place.waitFor();
      const { message, hint } = await refusal(fields);
      assert.equal((await place.textContent()).toLowerCase(), `${message}.${hint}`.toLowerCase());
      const input = page.getByLabel(field === 'identity' ? 'Identity' : 'Room');
      assert.equal(await input.getAttribute('aria-invalid'), 'true');
      assert.ok((await input.getAttribute('aria-describedby')).split(' ').includes(`${field}-refusal`));
      assert.equal(await page.evaluate(() => document.activeElement.id), field);
    }
    await ask(page, { room: 'daily' });
    await shown(page);
    assert.equal(await page.locator('.refusal:visible, [aria-invalid]').count(), 0);

    // Half of a surrogate pair is the fault of no one field.
    await page.getByLabel('Identity').evaluate((input) => (input.value = '\ud83d'));
    await ask(page);
    await page.getByRole('alert').getByText('Send an object').waitFor();
  }, { statuses: ['400'] }));

test('a passcode is asked for once the endpoint asks for one', () =>
  visit(async (page) => {
    const asked = [];
    await page.route('**/create-room-token', async (route) => {
      asked.push(route.request().postDataJSON());
      if (asked.length > 1) return route.continue();
      const error = { code: 'missing-passcode', message: 'no passcode is given', hint: 'Send the field passcode.' };
      await route.fulfill({ status: 401, json: { error } });
    });
    const passcode = page.getByLabel('Passcode');
    assert.equal(await passcode.isVisible(), false);
    await ask(page);
    await page.getByText('No passcode is given.').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'passcode');
    await assertAccessible(page);
    await page.keyboard.type('open sesame');
    await page.keyboard.press('Enter');
    await shown(page);
    assert.deepEqual(asked, [{ identity: 'alice', room: 'daily' }, { identity: 'alice', room: 'daily', passcode: 'open sesame' }]);
    assert.ok((await page.locator('#curl').textContent()).includes('"passcode":"open sesame"'));
  }, { statuses: ['401'] }));

test('a server that has gone is said to be, and its successor answers', async () => {
  let server = await startDemo();
  const { origin } = server;
  try {
    await visit(async (page) => {
      await server.stop();
      await ask(page);
      await page.getByRole('alert').getByText('The server does not answer.').waitFor();
      assert.equal(await page.getByRole('button', { name: 'Get a token' }).getAttribute('aria-disabled'), 'false');
      server = await startDemo({ port: new URL(origin).port });
      await ask(page);
      await shown(page);
      assert.equal(await page.getByRole('alert').count(), 0);
    }, { origin, statuses: ['net::ERR_CONNECTION_REFUSED'] });
  } finally {
    await server.stop();
  }
});

test('an answer that takes its time is waited for, and the last question counts', () =>
  visit(async (page) => {
    const waiting = [];
    let both;
    const held = new Promise((resolve) => (both = resolve));
    await page.route('**/create-room-token', (route) => {
      if (waiting.push(route) === 2) both();
    });
    await ask(page, { identity: 'first' });
    const button = page.locator('#ask button');
    await page.getByText('Asking…').waitFor();
    assert.equal(await button.getAttribute('aria-disabled'), 'true');
    assert.equal(await page.evaluate(() => document.activeElement.closest('form')?.id), 'ask');
    await page.getByLabel('Identity').fill('second');
    await page.keyboard.press('Enter');
    await held;
    await waiting[1].continue();
    await page.getByRole('heading', { name: 'Token for second in daily' }).waitFor();
    await waiting[0].continue().catch(() => {});
    assert.equal(await text(page, 'result-title'), 'Token for second in daily');
    assert.equal(await button.textContent(), 'Get a token');
  }));

test('an identity of any characters is inert, and its snippets ask for just that', () =>
  visit(async (page) => {
    const identity = `it's "alice" </script><script>alert(1)</script> <img src=x onerror=alert(2)> 😀👩‍💻\n$HOME \`id\` $(id) \\ !x \${y} %s\u202e\u2028`;
    const room = `'; alert(3) //"\\`;
    await ask(page, { identity, room });
    const token = await shown(page);
    assert.deepEqual(decode(token).payload.grants, { identity, video: { room } });
    assert.equal(await page.evaluate(() => document.scripts.length + document.images.length), 1);
    assert.ok((await text(page, 'result-title')).includes('</script><script>alert(1)</script>'));
    assert.ok((await text(page, 'result-title')).includes('\\u202e'));

    const [curl, fetches, connects] = await Promise.all(['curl', 'fetch', 'connect'].map((id) => page.locator(`#${id}`).textContent()));
    for (const snippet of [curl, fetches, connects]) assert.doesNotMatch(snippet, /[\u202e\u2028]|<\/script/);
    const { stdout } = await run('bash', ['-c', `${curl} --silent`]);
    assert.deepEqual(decode(JSON.parse(stdout).token).payload.grants, { identity, video: { room } });
    const fetched = await new AsyncFunction(`${fetches}\nreturn token;`)();
    assert.deepEqual(decode(fetched).payload.grants, { identity, video: { room } });
    const body = connects.replace(/^import \{ connect \} from "twilio-video";/, '');
    assert.deepEqual(await new AsyncFunction('connect', 'token', `${body}\nreturn room;`)((...given) => given, 'eyJ'), ['eyJ', { name: room }]);
  }));

test('the server knows its secret by each of its names', async () => {
  const { API_SECRET, ...rest } = ENVIRONMENT;
  const token = new TokenSigner(signingKey).sign({ identity: 'alice', video: {} });
  for (const name of ['API_SECRET', 'API_KEY_SECRET', 'TWILIO_API_SECRET', 'TWILIO_API_KEY_SECRET']) {
    const server = await startDemo({ env: { ...rest, [name]: API_SECRET } });
    try {
      const answer = await fetch(`${server.origin}/inspect`, { method: 'POST', body: token });
      assert.deepEqual([answer.status, answer.headers.get('access-control-allow-origin')], [200, null]);
      assert.deepEqual([(await answer.json()).signature, name], ['verified', name]);
    } finally {
      await server.stop();
    }
  }
});

test('the page takes nothing from the endpoint', async () => {
  const status = async (path, method = 'GET') => (await fetch(demo.origin + path, { method })).status;
  assert.equal(await status('/', 'HEAD'), 200);
  assert.equal(await status('/?identity=alice'), 200);
  assert.equal(await status('/', 'POST'), 404);
  assert.equal(await status('/inspect'), 404);
  assert.equal(await status('/create-room-token'), 405);
  assert.equal(await status('/create-room-token?identity=alice', 'POST'), 200);
});

for (const colorScheme of ['light', 'dark']) {
  for (const [name, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
    test(`accessible, and drawn, ${colorScheme}, ${name}`, () =>
      visit(async (page) => {
        const draw = async (state) => {
          await assertAccessible(page);
          assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'wider than the window');
          await page.screenshot({ path: `${screenshots}${name}-${colorScheme}-${state}.png`, fullPage: true });
        };
        await draw('empty');
        await ask(page);
        await shown(page);
        await draw('token');
        const madeUp = new TokenSigner({ ...signingKey, apiKeySid: `SK${'0'.repeat(32)}`, apiKeySecret: 'another' });
        await paste(page, signedBefore(90061, madeUp, { identity: 'al ice', video: {}, ttl: 60 }));
        await page.getByText('Pasted token for al ice').waitFor();
        await page.getByText('The payload as JSON').click();
        await draw('findings');
        await ask(page, { identity: '' });
        await page.locator('#identity-refusal').waitFor();
        await draw('refused');
      }, { colorScheme, viewport, statuses: ['400'] }));
  }
}
