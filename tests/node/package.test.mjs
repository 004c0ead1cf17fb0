// The package as users get it: types that compile, and a tarball that holds what it needs and nothing else.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { key } from './helpers.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const packageFolder = fileURLToPath(new URL('../../npm/', import.meta.url));

test('types', () => {
  const tsc = createRequire(import.meta.url).resolve('typescript/package.json').replace('package.json', 'bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', join(here, 'types')], { stdio: 'inherit' });
});

test('the packed package, installed without scripts', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'twilio-access-token-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const run = (program, args) => execFileSync(program, args, { cwd: folder, encoding: 'utf8' });

  const [{ filename, files }] = JSON.parse(run('npm', ['pack', '--json', packageFolder]));
  const names = files.map(({ path }) => path);
  for (const name of ['index.js', 'index.d.ts', 'fetch.js', 'fetch.d.ts', 'function.js', 'function.d.ts', 'http.js', 'http.d.ts', 'webhooks.js', 'webhooks.d.ts', 'LICENSE-MIT', 'README.md', 'package.json']) {
    assert.ok(names.includes(name), name);
  }
  assert.ok(names.every((name) => /\.(c?js|d\.ts|node|json|md)$|^LICENSE-/.test(name)), names.join());
  assert.ok(names.some((name) => name.endsWith('.node')));

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
  for (const jwt of [commonJs, esm]) assert.match(jwt, /^eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImN0eSI6InR3aWxpby1mcGE7dj0xIn0\.[\w-]+\.[\w-]{43}\n$/);
});
