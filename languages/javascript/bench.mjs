// How long a token takes in the component and in the npm package's addon, in turns, and how long until there is a first one.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

import { SigningKey, TokenVerifier } from './index.js';

/** Many rounds that are short, so that other programs seldom interrupt one. */
const ROUNDS = 500;
const TOKENS = 100;

const addon = fileURLToPath(new URL('../../npm/index.js', import.meta.url));
const key = {
  accountSid: 'AC0123456789abcdef0123456789abcdef',
  apiKeySid: 'SKfedcba9876543210fedcba9876543210',
  apiKeySecret: 'NotARealSecret0NotARealSecret012',
};
const [signingKey, signer] = [new SigningKey(key), new (createRequire(import.meta.url)(addon).TokenSigner)(key)];
const CONTENDERS = {
  addon: () => signer.sign({ identity: 'alice', video: { room: 'daily' } }),
  component: () => signingKey.sign({ identity: 'alice', grants: { video: { room: 'daily' } } }),
};
/** Programs that print how many milliseconds they needed until they had a token. */
const STARTS = {
  addon: `require(${JSON.stringify(addon)}).TokenSigner`,
  component: `(await import(${JSON.stringify(new URL('index.js', import.meta.url))})).SigningKey`,
};

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

function microseconds(sign) {
  const start = process.hrtime.bigint();
  for (let index = 0; index < TOKENS; index += 1) sign();
  return Number(process.hrtime.bigint() - start) / TOKENS / 1000;
}

function milliseconds(from) {
  const program = `
    import { createRequire } from 'node:module';
    const require = createRequire(import.meta.url);
    const start = performance.now();
    const Key = ${from};
    new Key(${JSON.stringify(key)}).sign({ identity: 'alice' });
    console.log(performance.now() - start);`;
  return Number(execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' }));
}

/** Measures both in turns and prints the medians, and that of the ratios. */
function compare(what, unit, measure, contenders, rounds) {
  const times = { addon: [], component: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const name of round % 2 ? ['addon', 'component'] : ['component', 'addon']) times[name].push(measure(contenders[name]));
  }
  const ratio = median(times.component.map((time, round) => time / times.addon[round]));
  const shown = Object.entries(times).map(([name, all]) => `${name} ${median(all).toFixed(2)} ${unit}`);
  console.log(`${what}: ${shown.join(', ')}; ${ratio.toFixed(1)} times as long in the component`);
}

const verifier = new TokenVerifier(key);
for (const sign of Object.values(CONTENDERS)) {
  verifier.verify(sign());
  for (let round = 0; round < ROUNDS; round += 1) microseconds(sign);
}
compare('a token', 'µs', microseconds, CONTENDERS, ROUNDS);
compare('until the first token', 'ms', milliseconds, STARTS, 15);
