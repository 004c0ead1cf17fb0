// Writes docs/measured.md from what `bench core`, `bench constant-time`, `fuzz`, `fuzz-node` and `soak` left in target/bench, and
// from the instructions on record.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';

import { growth } from '../tests/load/growth.mjs';

const at = (path) => new URL(`../${path}`, import.meta.url);
const OURS = 'twilio-access-token';

/** What a recipe left in target/bench. */
function left(name, recipe) {
  const file = at(`target/bench/${name}`);
  try {
    return readFileSync(file, 'utf8');
  } catch {
    console.error(`error: run \`npx --yes rust-just ${recipe}\` first, which leaves its figures in target/bench/${name}`);
    process.exit(1);
  }
}
const read = (name, recipe) => JSON.parse(left(name, recipe));

const core = read('core.json', 'bench core');
const soak = read('soak.json', 'soak');
const fuzzed = read('fuzz.json', 'fuzz 600 --jobs 2');
const boundaries = ['native', 'wasm'].map((backend) => [backend, read(`boundary-${backend}.json`, 'fuzz-node 600')]);
const timed = left('constant-time.txt', 'bench constant-time');
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

const targets = Object.entries(fuzzed).map(([target, { seconds, inputs, coverage, corpus }]) => [`\`${target}\``, seconds, inputs, coverage, corpus]);
const calls = boundaries.map(([backend, { seconds, functions, calls: made, threw }]) => [backend, Math.round(seconds), functions, made, threw]);
const differences = timed.trim().split('\n').slice(1).map((line) => /^(.*\S) +([\d.]+)$/.exec(line).slice(1));
const targetNames = readdirSync(at('fuzz/targets')).map((file) => file.replace('.rs', ''));
const unknown = targetNames.filter((name) => !(name in fuzzed));
if (unknown.length > 0) {
  console.error(`error: there are no figures of the fuzz targets ${unknown.join(', ')}`);
  process.exit(1);
}

writeFileSync(at('docs/measured.md'), `# Measured: the core, its secrets and its endurance

What the promises of this project rest on, and what prints it anew. All times are ratios of what took turns in one process: a time
alone would say more about a machine. \`npx --yes rust-just update-figures\` writes this page from the last runs of the commands on it,
which leave their figures in \`target/bench\`. Other pages have [the npm package](benchmarks.md), [the endpoint](endpoint-load.md) and
[the other languages](languages.md).

Measured on ${statSync(at('target/bench/core.json')).mtime.toISOString().slice(0, 10)}, on ${cpus().length} cores of ${cpus()[0].model.trim()} that others used as well, with
${counted.compiler}.

## The core

\`\`\`console
npx --yes rust-just bench core
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
npx --yes rust-just test instructions
\`\`\`

A token takes two allocations, whatever it grants: its claims and itself. The instructions of each operation on a token for one room,
without those of SHA-256, are on record, and more than 3 % above it fails:

${table(['', 'instructions'], instructions)}

## Secrets

\`\`\`console
npx --yes rust-just bench constant-time
\`\`\`

Whether it can be timed how much of a forged signature or passcode is right, by Welch's t of 200,000 times, as
[dudect](https://eprint.iacr.org/2016/1123) does. A t under 4.5 is no evidence that it can; the first line is what would be found.

${table(['what is wrong at its start or at its end', 't, without its sign'], differences)}

\`\`\`console
npx --yes rust-just test wipe
cargo test -p twilio-access-token-tests secrets
.venv/bin/python -m pytest -c tests/pytest.ini tests/cli/test_secrets.py tests/wasi/test_secrets.py
\`\`\`

The first reads each block of the heap before it is freed, and the stack, after all that takes a secret: none is left, nor a hash state
of one. The others put a marked secret where people put one by mistake, and look for it in all that comes back. [SECURITY.md](../SECURITY.md)
says what is kept and what is not.

## Fuzzing

\`\`\`console
npx --yes rust-just fuzz 600 --jobs 2
npx --yes rust-just fuzz-node 600
\`\`\`

With AddressSanitizer. No input failed in these runs. [fuzz/README.md](../fuzz/README.md)
says what each target reads, and what must hold.

${table(['target', 'seconds', 'inputs', 'edges of the code', 'kept inputs'], targets)}

Every function that the npm package and its addon export, called with whatever JavaScript can hold:

${table(['back end', 'seconds', 'functions', 'calls', 'of which threw an error'], calls)}

## What is shipped

| | |
|---|---|
| \`npx --yes rust-just check-no-std\` | the core and all that it depends on, without \`std\` |
| \`npx --yes rust-just check-features\` | each set of features, the documentation as docs.rs builds it, the oldest dependencies that are allowed, the oldest Rust |
| \`npx --yes rust-just check-supply\` | licences, sources and duplicates, and [the list of crates](dependencies.md) |
| \`npx --yes rust-just release sbom\` | a bill of materials (CycloneDX) for each thing that is shipped |
| \`npx --yes rust-just test reproducible\` | a component of two builds in two directories, byte for byte |

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
