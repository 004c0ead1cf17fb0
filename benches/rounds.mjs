// Measures servers against each other: wrk asks all contestants in turn, round by round, so that whatever else the machine does
// meets them all alike.
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { path, wrk } from '../tests/load/servers.mjs';

const WARM_UP_SECONDS = 2;

/** `--rounds` and `--seconds`. Many short rounds: what comes between them and falls upon one contestant alone then spoils little. */
function flags() {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '10' }, seconds: { type: 'string', default: '3' } } });
  const [rounds, seconds] = [values.rounds, values.seconds].map(Number);
  if (![rounds, seconds].every((number) => Number.isInteger(number) && number > 0)) {
    throw new Error('--rounds and --seconds take a whole number from 1');
  }
  return { rounds, seconds };
}

/**
 * Starts each of the contestants, a function by its name, and measures them. Every figure is kept in target/bench/, in the file
 * of that name.
 */
export async function measure(file, contestants) {
  const { rounds, seconds } = flags();
  const servers = {};
  const results = {};
  try {
    for (const [name, start] of Object.entries(contestants)) {
      servers[name] = await start();
      await wrk(servers[name].url, WARM_UP_SECONDS);
      results[name] = { rounds: [], memoryBefore: servers[name].memory?.() };
    }
    for (let round = 1; round <= rounds; round++) {
      console.error(`round ${round} of ${rounds}: ${Object.keys(servers).length} contestants, ${seconds} s each`);
      for (const [name, { url }] of Object.entries(servers)) results[name].rounds.push(await wrk(url, seconds));
    }
    for (const [name, server] of Object.entries(servers)) results[name].memoryAfter = server.memory?.();
  } finally {
    await Promise.all(Object.values(servers).map((server) => server.stop()));
  }
  mkdirSync(path('target/bench'), { recursive: true });
  writeFileSync(path(`target/bench/${file}.json`), `${JSON.stringify({ seconds, results }, null, 2)}\n`);
  if (Object.values(results).some((result) => sum(result, 'failed') > 0)) process.exitCode = 1;
  return results;
}

/** Requests per second of one result to those of another: the median of the rounds, and the least and the greatest of them. */
export function ratios(one, other) {
  const each = one.rounds.map(({ perSecond }, round) => perSecond / other.rounds[round].perSecond);
  each.sort((a, b) => a - b);
  const median = (each[Math.floor((each.length - 1) / 2)] + each[Math.ceil((each.length - 1) / 2)]) / 2;
  return `${median.toFixed(2)} (${each[0].toFixed(2)} to ${each.at(-1).toFixed(2)})`;
}

export function sum({ rounds }, field) {
  return rounds.reduce((total, round) => total + round[field], 0);
}

/** A table in Markdown. */
export function print(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  console.log([line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n'));
}
