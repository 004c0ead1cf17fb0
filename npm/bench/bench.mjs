// Measures the package against others, in one run, and prints how many times as much those take. `node bench.mjs --rounds N`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { measureSigning } from './signing.mjs';
import { measureSize, measureStartup } from './startup.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '60' } } });
const rounds = Number(values.rounds);

const OURS = ['TokenSigner.sign', 'AccessToken, string', 'AccessToken, KeyObject'];

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** How many times as much: the median of what it is in each round. */
const ratio = (theirs, ours) => median(theirs.map((value, round) => value / ours[round]));

const shown = (number) => `${number < 10 ? number.toFixed(1) : Math.round(number)}×`;

function table(title, columns, rows) {
  const cells = [[title, ...columns], ...rows];
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  for (const row of cells) {
    console.log(row.map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[0]))).join('  '));
  }
  console.log();
}

const signing = await measureSigning(rounds);
for (const [token, times] of Object.entries(signing)) {
  const others = Object.keys(times).filter((name) => !OURS.includes(name));
  const rows = others.map((name) => [name, ...OURS.map((ours) => shown(ratio(times[name], times[ours])))]);
  table(`Time to sign a token with ${token}, as a multiple of:`, OURS, rows);
}

const startup = measureStartup(Math.min(rounds, 15));
const [name, ours] = Object.entries(startup)[0];
table(
  `As a multiple of ${name}:`,
  Object.keys(ours),
  Object.entries(startup)
    .slice(1)
    .map(([name, seen]) => [name, ...Object.keys(ours).map((column) => shown(ratio(seen[column], ours[column])))]),
);

const size = measureSize();
const { 'twilio-access-token': small, twilio: large } = size;
console.log(`Installed: ${(small / 1e6).toFixed(2)} MB. Of twilio and its dependencies: ${shown(large / small)}.\n`);

const folder = new URL('../../target/bench/', import.meta.url);
mkdirSync(folder, { recursive: true });
const machine = { node: process.version, cpu: cpus()[0].model, platform: `${process.platform}-${process.arch}` };
writeFileSync(new URL('node.json', folder), JSON.stringify({ date: new Date(), machine, signing, startup, size }));
console.log(`All figures, in nanoseconds, milliseconds and bytes: ${fileURLToPath(new URL('node.json', folder))}`);
