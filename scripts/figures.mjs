// Writes docs/measured.md from what `bench-core` and `soak` left in target/bench, and from the instructions on record.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';

import { growth } from '../tests/load/growth.mjs';

const at = (path) => new URL(`../${path}`, import.meta.url);
const CORE = at('target/bench/core.json');
const SOAK = at('target/bench/soak.json');
const OURS = 'twilio-access-token';

function read(file, recipe) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    console.error(`error: run \`npx --yes rust-just ${recipe}\` first, which leaves its figures in target/bench`);
    process.exit(1);
  }
}

const core = read(CORE, 'bench-core');
const soak = read(SOAK, 'soak');
const counted = JSON.parse(readFileSync(at('tests/instructions/baseline.json'), 'utf8'));

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const ratio = (times, of) => median(times.map((time, round) => time / of[round])).toFixed(2);
const table = (head, rows) => [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const operations = Object.entries(core.times).map(([title, { [OURS]: ours, floor, ...others }]) => {
  const rows = Object.entries({ [OURS]: ours, floor, ...others }).map(([name, times]) => [name, ratio(times, ours), ratio(times, floor)]);
  return `To ${title}:\n\n${table(['', `of \`${OURS}\``, 'of the floor'], rows)}`;
});
const lengths = Object.entries(core.length).map(([bytes, times]) => [bytes, times.toFixed(2)]);
const many = Object.entries(core.many).map(([what, times]) => [what.trim(), times.toFixed(2)]);
const instructions = Object.entries(counted.instructions).map(([operation, count]) => [operation, count]);

const hosts = soak.outcomes.map(({ name, good, failed, bad, misjudged, windows }) => (
  [name, good, failed, bad, misjudged, growth(windows, 'memory').toFixed(2), growth(windows, 'descriptors').toFixed(2)]
));

writeFileSync(at('docs/measured.md'), `# Measured: the core and its endurance

What the promises of this project rest on, and what prints it anew. All times are ratios of what took turns in one process: a time
alone would say more about a machine. \`npx --yes rust-just renew-figures\` writes this page from the last runs of \`bench-core\` and
\`soak\`. Other pages have [the npm package](benchmarks.md) and [the endpoint](endpoint-load.md).

Measured on ${statSync(CORE).mtime.toISOString().slice(0, 10)}, on ${cpus().length} cores of ${cpus()[0].model.trim()} that others used as well, with
${counted.compiler}.

## The core

\`\`\`console
npx --yes rust-just bench-core
\`\`\`

The floor is what no library can do without: claims written out into a buffer that is kept, base64url by SIMD, and the MAC by a
prepared key; for verifying, the same backwards into typed claims; for inspecting, both parts read as JSON of any kind, and the MAC.
It knows of no other token than the one that is measured, and checks nothing. The other libraries get claims that are ready made, and
all tokens are of equal length. \`jwt-compact\` reads no tokens with Twilio's \`cty\`, so it is not among those that verify.

${operations.join('\n\n')}

### Longer claims

The time of a token by the bytes of its claims, as a multiple of the shortest. It grows no faster than they do:

${table(['bytes', 'time'], lengths)}

### Many tokens

The time of one of so many, as a multiple of one of a thousand on one thread. Each has an identity of its own.

${table(['tokens', 'time of one'], many)}

## Memory and instructions

\`\`\`console
cargo test -p twilio-access-token-tests --test allocations
npx --yes rust-just test-instructions
\`\`\`

A token takes two allocations, whatever it grants: its claims and itself. The instructions of each operation on a token for one room,
without those of SHA-256, are on record, and more than 3 % above it fails:

${table(['', 'instructions'], instructions)}

## Endurance

\`\`\`console
npx --yes rust-just soak
\`\`\`

Both hosts at once for ${soak.seconds} seconds, with 16 connections each; every tenth request is wrong JSON, an unknown path, a megabyte, or no HTTP at all.
What is held is compared between the second and the last quarter of the time.

${table(['', 'good requests', 'failed', 'bad ones', 'not refused as such', 'memory', 'file descriptors'], hosts)}

After that ${soak.ended.ended} threads of \`node:worker_threads\`, four at a time, loaded the addon, signed a token and ended: ${soak.ended.failed} failed, and
the process then held ${growth(soak.ended.windows, 'memory').toFixed(2)} times the memory that it held in the second quarter of them.
`);
console.log('docs/measured.md');
