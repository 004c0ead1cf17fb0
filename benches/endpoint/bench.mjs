// How fast the endpoint is, as ratios: wrk asks all contestants in turn, round by round, so that whatever else the machine does
// meets them all alike. Prints them, and keeps every figure in target/bench/endpoint.json.
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';

import { HOSTS, node, start, wasmtime, wrk } from '../../tests/load/servers.mjs';

// Many short rounds: what comes between them and falls upon one contestant alone then spoils little.
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '10' }, seconds: { type: 'string', default: '3' } } });
const [rounds, seconds] = [values.rounds, values.seconds].map(Number);
if (![rounds, seconds].every((number) => Number.isInteger(number) && number > 0)) {
  throw new Error('--rounds and --seconds take a whole number from 1');
}

const CONSTANT = 'target/bench/constant.wasm';
const REUSE = ['--max-instance-reuse-count', '1000'];

const EXPRESS = 'Express and twilio';
const CONTESTANTS = {
  ...HOSTS,
  'wasmtime serve, instances reused': wasmtime('target/component/twilio-access-token-http.wasm', ...REUSE),
  'a constant in wasmtime serve': wasmtime(CONSTANT),
  'a constant in wasmtime serve, instances reused': wasmtime(CONSTANT, ...REUSE),
  'a constant in Node': node('benches/endpoint/constant-server.js'),
  [EXPRESS]: node('benches/endpoint/express-server.js'),
};

/** Of ours, each with the constant that its host could answer at most. */
const OURS = {
  'wasmtime serve': 'a constant in wasmtime serve',
  'wasmtime serve, instances reused': 'a constant in wasmtime serve, instances reused',
  'the Node server': 'a constant in Node',
};

const WARM_UP_SECONDS = 2;

const servers = {};
const results = {};
try {
  for (const [name, command] of Object.entries(CONTESTANTS)) {
    servers[name] = await start(command);
    await wrk(servers[name].url, WARM_UP_SECONDS);
    results[name] = { rounds: [], memoryBefore: servers[name].memory() };
  }
  for (let round = 1; round <= rounds; round++) {
    console.error(`round ${round} of ${rounds}: ${Object.keys(servers).length} contestants, ${seconds} s each`);
    for (const [name, { url }] of Object.entries(servers)) results[name].rounds.push(await wrk(url, seconds));
  }
  for (const [name, server] of Object.entries(servers)) results[name].memoryAfter = server.memory();
} finally {
  await Promise.all(Object.values(servers).map((server) => server.stop()));
}

const folder = fileURLToPath(new URL('../../target/bench/', import.meta.url));
mkdirSync(folder, { recursive: true });
writeFileSync(`${folder}endpoint.json`, `${JSON.stringify({ seconds, results }, null, 2)}\n`);

console.log('\nRequests per second, as a ratio; the median of the rounds, and the least and the greatest of them:\n');
print(
  ['', 'to the constant', `to ${EXPRESS}`],
  Object.entries(OURS).map(([name, constant]) => [name, ratios(name, constant), ratios(name, EXPRESS)]),
);
console.log('\nRequests, those that failed, and memory as a ratio to that before, after the warm-up:\n');
print(
  ['', 'requests', 'failed', 'memory after'],
  Object.entries(results).map(([name, { rounds: all, memoryBefore, memoryAfter }]) => [
    name,
    String(sum(all, 'requests')),
    String(sum(all, 'failed')),
    (memoryAfter / memoryBefore).toFixed(2),
  ]),
);
if (Object.values(results).some(({ rounds: all }) => sum(all, 'failed') > 0)) process.exitCode = 1;

function ratios(one, other) {
  const each = results[one].rounds.map(({ perSecond }, round) => perSecond / results[other].rounds[round].perSecond);
  each.sort((a, b) => a - b);
  const median = (each[Math.floor((rounds - 1) / 2)] + each[Math.ceil((rounds - 1) / 2)]) / 2;
  return `${median.toFixed(2)} (${each[0].toFixed(2)} to ${each.at(-1).toFixed(2)})`;
}

function sum(all, field) {
  return all.reduce((total, round) => total + round[field], 0);
}

/** A table in Markdown. */
function print(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  console.log([line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n'));
}
