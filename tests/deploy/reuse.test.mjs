// An instance that is used for many requests answers each as if it were the first: whatever came before, and whatever comes at
// the same time, the answer is, byte for byte but for the times in it, that of a worker with an instance for each request.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { ENDPOINT, path, start, VARIABLES } from '../load/servers.mjs';
import { read, TokenVerifier, worker } from './fleet.mjs';

const TABLE = JSON.parse(read('tests/endpoint/cases.json'));
const SESSIONS = JSON.parse(execFileSync(process.execPath, [path('tests/endpoint/sessions.mjs')]));
const filled = (text) => text.replace(/\{([^{}]+)\}/g, (_, name) => SESSIONS[name]);

const verifier = new TokenVerifier({
  accountSid: VARIABLES.ACCOUNT_SID,
  apiKeySid: VARIABLES.API_KEY,
  apiKeySecret: VARIABLES.API_SECRET,
});

const SHUFFLES = 3;
const AT_ONCE = 4;

test('there are cases for every environment, and for what is huge', () => {
  assert.ok(TABLE.cases.length > 180, `${TABLE.cases.length} cases`);
  assert.ok(TABLE.cases.some(({ request: { then_repeat: [, times] = [] } }) => times >= 1_000_000));
});

for (const [environment, variables] of Object.entries(TABLE.environments)) {
  test(`environment "${environment}"`, async () => {
    const requests = TABLE.cases.filter(({ environment: own = 'anyone' }) => own === environment).map((each) => each.request);
    // Some environments have but one case.
    requests.push({ method: 'GET', path: '/healthz' }, { method: 'POST', query: 'identity=bob' }, { method: 'PUT' });
    const own = Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, filled(value)]));

    const fresh = await Logged.start({ ...own, ACCESS_LOG: 'json' }, { 1000: '1' });
    const reused = await Logged.start({ ...own, ACCESS_LOG: 'json' }, {}).catch(async (error) => {
      await fresh.stop();
      throw error;
    });
    try {
      const expected = [];
      for (const each of requests) expected.push(await ask(fresh.port, each));
      assert.ok(new Set(expected).size > 2, 'the answers do not differ');

      for (let seed = 0; seed < SHUFFLES; seed++) {
        for (const index of shuffled(requests.length, seed)) {
          assert.equal(await ask(reused.port, requests[index]), expected[index], JSON.stringify(requests[index]).slice(0, 200));
        }
      }
      const together = Array.from({ length: AT_ONCE }, (_, seed) => shuffled(requests.length, seed)).flat();
      await Promise.all(
        together.map(async (index) => assert.equal(await ask(reused.port, requests[index]), expected[index])),
      );
      await fresh.hasLogged(requests.length);
      await reused.hasLogged(requests.length * (SHUFFLES + AT_ONCE));
    } finally {
      await Promise.all([fresh.stop(), reused.stop()]);
    }
    const [first, second] = [fresh.instances, reused.instances];
    assert.equal(new Set(first).size, first.length, 'an instance was used twice that should not have been');
    assert.ok(new Set(second).size * 2 < second.length, `${new Set(second).size} instances for ${second.length} requests`);
  });
}

/** A worker that logs. wasmtime puts before each line which instance wrote it. */
class Logged {
  #folder = mkdtempSync(join(tmpdir(), 'reuse-'));
  #server;

  static async start(variables, changes) {
    const logged = new Logged();
    const output = openSync(join(logged.#folder, 'log'), 'w');
    const command = worker({ '--no-logging-prefix': [], ...changes });
    try {
      logged.#server = await start(command, undefined, { variables: { ...VARIABLES, ...variables }, output });
    } finally {
      closeSync(output);
    }
    return logged;
  }

  get port() {
    return this.#server.port;
  }

  /** Waits for so many lines, since wasmtime writes them after it has answered. */
  async hasLogged(count) {
    const deadline = Date.now() + 10_000;
    for (let seen; (seen = this.#log.match(/"status":/g)?.length ?? 0) < count; await sleep(20)) {
      assert.ok(Date.now() < deadline, `${seen} of ${count} requests are in the log`);
    }
  }

  async stop() {
    await this.#server.stop();
    // Lines of instances that write at the same time may end up in one, which counts for the first.
    this.instances = [...this.#log.matchAll(/^stdout \[(\d+)\] :: .*"status":/gm)].map(([, instance]) => instance);
    rmSync(this.#folder, { recursive: true });
  }

  get #log() {
    return readFileSync(join(this.#folder, 'log'), 'utf8');
  }
}

/** The answer to a case's request, without what depends on the time. */
async function ask(port, { method, path: at = ENDPOINT, query, body, then_repeat: [text, times] = ['', 0], ...headers }) {
  const content = Buffer.from((body ?? '') + text.repeat(times));
  const fields = Object.entries(headers).map(([name, value]) => [name.replaceAll('_', '-'), [value].flat().map(filled)]);
  if (body !== undefined || method === 'POST') fields.push(['content-length', content.length]);
  const options = { host: '127.0.0.1', port, agent: false, method, path: query ? `${at}?${query}` : at };
  // A server that hears too much may answer and hang up, and then the answer may be lost.
  for (let tries = 1; ; tries++) {
    try {
      return await send({ ...options, headers: Object.fromEntries(fields) }, content);
    } catch (error) {
      if (times < 100_000 || tries === 20) throw error;
    }
  }
}

function send(options, content) {
  return new Promise((resolve, reject) => {
    const sent = request(options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => (text += chunk));
      response.on('error', reject);
      response.on('end', () => {
        const headers = [...pairs(response.rawHeaders)].filter(([name]) => name !== 'date');
        // In which order they come differs from run to run.
        const lines = headers.map((header) => header.join(': ')).sort();
        resolve([response.statusCode, ...lines, '', timeless(text)].join('\n'));
      });
    });
    sent.on('error', reject);
    sent.end(content);
  });
}

function* pairs(list) {
  for (let index = 0; index < list.length; index += 2) yield list.slice(index, index + 2);
}

function timeless(text) {
  let exp;
  const body = text.replace(/eyJ[\w-]+\.[\w-]+\.[\w-]+/, (token) => {
    const { iat, jti, ...claims } = verifier.verify(token);
    ({ exp } = claims);
    const [header] = token.split('.');
    return JSON.stringify({ header, ...claims, exp: exp - iat, jti: jti === `${claims.iss}-${iat}` });
  });
  return body.replace(/"expires_at":(\d+)/, (_, time) => `"expires_at":${Number(time) === exp}`);
}

/** The numbers below `length` in an order that the seed decides. */
function shuffled(length, seed) {
  const order = Array.from({ length }, (_, index) => index);
  let state = seed + 1;
  for (let last = length - 1; last > 0; last--) {
    // The constants of Numerical Recipes.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = state % (last + 1);
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}
