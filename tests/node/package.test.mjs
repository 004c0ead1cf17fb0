// The package as users get it: types that compile, and a tarball that holds what it needs and nothing else.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { key } from './helpers.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const packageFolder = fileURLToPath(new URL('../../npm/', import.meta.url));

/** Runs the command of an installed package, and shows what it says if it fails. */
function runTool(name, args) {
  const program = join(here, 'node_modules/.bin', name);
  try {
    return execFileSync(process.execPath, [program, ...args], { encoding: 'utf8' });
  } catch (error) {
    throw new Error(`${name} ${args.join(' ')}\n${error.stdout}${error.stderr}`);
  }
}

test('types', () => {
  runTool('tsc', ['-p', join(here, 'types')]);
});

test('the packed package, installed without scripts', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'twilio-access-token-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const run = (program, args) => execFileSync(program, args, { cwd: folder, encoding: 'utf8' });

  const [{ filename, files, unpackedSize }] = JSON.parse(run('npm', ['pack', '--json', packageFolder]));
  const names = files.map(({ path }) => path);
  const entries = ['index', 'fetch', 'function', 'http', 'twilio', 'webhooks'].flatMap((name) => [`${name}.js`, `${name}.d.ts`]);
  for (const name of [...entries, 'LICENSE-MIT', 'README.md', 'package.json']) assert.ok(names.includes(name), name);
  assert.ok(names.every((name) => /\.(c?js|d\.ts|node|json|md)$|^LICENSE-/.test(name)), names.join());
  assert.ok(names.some((name) => name.endsWith('.node')));
  assert.ok(unpackedSize < 1_500_000, `${unpackedSize} bytes`);

  const tarball = join(folder, filename);
  assert.match(runTool('publint', ['run', tarball, '--strict']), /All good!/);
  assert.match(runTool('attw', [tarball, '--no-color', '--no-emoji']), /No problems found/);

  run('npm', ['init', '--yes']);
  run('npm', ['install', '--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund', `./${filename}`]);
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  assert.deepEqual(Object.keys(dependencies), ['twilio-access-token']);

  const { account_sid, api_key_sid, api_key_secret } = key;
  const make = `console.log(new AccessToken(...${JSON.stringify([account_sid, api_key_sid, api_key_secret])}, { identity: 'alice' }).toJwt())`;
  const commonJs = run(process.execPath, ['-e', `const { AccessToken } = require('twilio-access-token'); ${make}`]);
  const esm = run(process.execPath, ['--input-type=module', '-e', `import { AccessToken } from 'twilio-access-token'; ${make}`]);
  const signature = run(process.execPath, [
    '--input-type=module',
    '-e',
    `import { getExpectedTwilioSignature } from 'twilio-access-token/webhooks';
     import { validateRequest } from 'twilio-access-token';
     const signature = getExpectedTwilioSignature('12345', 'https://example.com/', {});
     console.log(validateRequest('12345', signature, 'https://example.com/', {}));`,
  ]);
  assert.equal(signature, 'true\n');
  const standIn = run(process.execPath, ['-e', `const { jwt: { AccessToken } } = require('twilio-access-token/twilio'); ${make}`]);
  for (const jwt of [commonJs, esm, standIn]) assert.match(jwt, /^eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImN0eSI6InR3aWxpby1mcGE7dj0xIn0\.[\w-]+\.[\w-]{43}\n$/);
});
