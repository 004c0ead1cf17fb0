// What a token takes by the C functions, as a multiple of what it takes with the npm package's addon: two processes, in turns.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Many rounds that are short, so that other programs seldom interrupt one. */
const ROUNDS = 500;
const TOKENS = 100;

const path = (name) => fileURLToPath(new URL(`../../../${name}`, import.meta.url));
const { TokenSigner } = createRequire(import.meta.url)(path('npm'));
const signer = new TokenSigner({
  accountSid: 'AC0123456789abcdef0123456789abcdef',
  apiKeySid: 'SKfedcba9876543210fedcba9876543210',
  apiKeySecret: 'NotARealSecret0NotARealSecret012',
});

const child = spawn(path('target/c-component/bench'), [path('target/component/twilio-access-token-full.wasm')], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
const nanoseconds = async () => Number((await lines.next()).value);

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

function addon() {
  const start = process.hrtime.bigint();
  for (let index = 0; index < TOKENS; index += 1) signer.sign({ identity: 'alice', video: { room: 'daily' } });
  return Number(process.hrtime.bigint() - start) / TOKENS;
}

function component() {
  child.stdin.write('\n');
  return nanoseconds();
}

const start = await nanoseconds();
const times = { addon: [], component: [] };
for (let round = 0; round < 2 * ROUNDS; round += 1) {
  times.addon.push(addon());
  times.component.push(await component());
}
child.stdin.end();
// In the first half not all is warm.
for (const all of Object.values(times)) all.splice(0, ROUNDS);
const ratio = median(times.component.map((time, round) => time / times.addon[round]));
const shown = Object.entries(times).map(([name, all]) => `${name} ${(median(all) / 1000).toFixed(2)} µs`);
console.log(`a token: ${shown.join(', ')}; ${ratio.toFixed(1)} times as long in the component`);
console.log(`until the first token, compiling included: ${(start / 1e6).toFixed(0)} ms`);
