// Both hosts of the endpoint under load at once for ten minutes, a tenth of it bad requests, and then a thousand threads that load
// the addon and end: whether a good request fails, and whether memory or file descriptors grow. `node soak.mjs --seconds N --threads N`.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';

import { Client } from './client.mjs';
import { growth } from './growth.mjs';
import { HOSTS, start } from './servers.mjs';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '600' }, threads: { type: 'string', default: '1000' } } });
const seconds = Number(values.seconds);
const threads = Number(values.threads);
if (!(seconds >= 20) || !(threads >= 100)) {
  console.error('error: --seconds takes a number from 20 on, --threads one from 100 on');
  process.exit(2);
}
const WINDOW = Math.min(10, seconds / 10);
const AT_ONCE = 4;

/** What a server holds once its clients are gone: memory in MiB, and open file descriptors. */
const held = (server) => ({ memory: server.memory(), descriptors: server.descriptors() });

async function soak(name, command) {
  const server = await start(command);
  const seen = { name, good: 0, failed: 0, bad: 0, misjudged: 0, windows: [] };
  try {
    for (let window = 0; window * WINDOW < seconds; window++) {
      const client = new Client(server.port, { connections: 16, bad: true });
      await sleep(WINDOW * 1000);
      for (const { kind, outcome } of await client.stop()) {
        const good = kind === 'good';
        seen[good ? 'good' : 'bad']++;
        if (good && outcome !== 200) seen.failed++;
        if (!good && !kind.statuses.includes(outcome)) seen.misjudged++;
      }
      await sleep(200);
      seen.windows.push(held(server));
    }
  } finally {
    await server.stop();
  }
  return seen;
}

const THREAD = `
const { AccessToken } = require(process.env.PACKAGE);
const token = new AccessToken('AC0123456789abcdef0123456789abcdef', 'SKfedcba9876543210fedcba9876543210', 'secret', { identity: 'alice' });
if (!token.toJwt().startsWith('eyJ')) throw new Error('no token');
`;

/** Starts and ends so many threads, some at once, and notes what this process holds now and then. */
async function startAndEnd(count) {
  const env = { ...process.env, PACKAGE: fileURLToPath(new URL('../../npm/', import.meta.url)), TWILIO_ACCESS_TOKEN_BACKEND: 'native' };
  const seen = { name: 'threads with the addon', ended: 0, failed: 0, windows: [] };
  while (seen.ended < count) {
    const running = Array.from({ length: AT_ONCE }, () => new Promise((resolve) => {
      const worker = new Worker(THREAD, { eval: true, env });
      worker.on('error', () => seen.failed++);
      worker.on('exit', resolve);
    }));
    await Promise.all(running);
    seen.ended += AT_ONCE;
    if (seen.ended % (count / 20) < AT_ONCE) seen.windows.push({ memory: rss(), descriptors: descriptors() });
  }
  return seen;
}

const rss = () => process.memoryUsage.rss() / 2 ** 20;
const descriptors = () => readdirSync('/proc/self/fd').length;

const outcomes = await Promise.all(Object.entries(HOSTS).map(([name, command]) => soak(name, command)));
for (const { name, good, failed, bad, misjudged, windows } of outcomes) {
  console.log(`${name}: ${good} good requests, ${failed} failed; ${bad} bad ones, ${misjudged} not answered as such`);
  console.log(`  memory ${growth(windows, 'memory').toFixed(2)}, file descriptors ${growth(windows, 'descriptors').toFixed(2)} of before`);
}
const ended = await startAndEnd(threads);
console.log(`${ended.name}: ${ended.ended} ended, ${ended.failed} failed; memory ${growth(ended.windows, 'memory').toFixed(2)} of before`);

const folder = new URL('../../target/bench/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('soak.json', folder), JSON.stringify({ date: new Date(), seconds, outcomes, ended }));

const sound = [...outcomes, ended].every(({ failed, misjudged = 0, windows }) => failed + misjudged === 0 && growth(windows, 'memory') < 1.1);
const closed = outcomes.every(({ windows }) => growth(windows, 'descriptors') <= 1.1);
if (!sound || !closed) {
  console.error('error: a good request failed, or what is held has grown');
  process.exit(1);
}
