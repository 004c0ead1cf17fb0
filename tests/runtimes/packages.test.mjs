// The packages as they are published: what is in them, what they ask of a machine, and what they say where they cannot start.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';

import { INSTALLATIONS, install, root, run } from './packages.mjs';

const [complete, bare] = INSTALLATIONS;
const json = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** The paths of all files in a folder. */
const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1));

const addonIn = (folder) => join(folder, 'node_modules/twilio-access-token-linux-x64-gnu/twilio-access-token.linux-x64-gnu.node');

test('the main package holds no addon, and all else', (context) => {
  const folder = install(bare, context.after.bind(context));
  assert.deepEqual(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.')), ['twilio-access-token']);
  const main = join(folder, 'node_modules/twilio-access-token');
  const names = filesIn(main);
  for (const name of names) assert.match(name, /^(wasm\/)?[\w.-]+\.(m?js|d\.m?ts|wasm)$|^(package\.json|README\.md|LICENSE-\w+|THIRD-PARTY-NOTICES)$/);

  // What `exports` and `imports` name is there, and every entry has its types.
  const { exports, imports, dependencies, scripts } = json(join(main, 'package.json'));
  const targets = JSON.stringify([exports, imports]).match(/\.\/[^"]+/g).filter((target) => /\.(m?js|m?ts|json)$/.test(target));
  for (const target of targets) assert.ok(names.includes(target.slice(2)), target);
  for (const name of ['LICENSE-MIT', 'LICENSE-APACHE', 'README.md', 'index.d.ts', 'wasm.d.ts']) assert.ok(names.includes(name), name);
  assert.deepEqual([dependencies, scripts], [undefined, undefined]);
});

test('each package has the licences of what is linked into it', (context) => {
  const folder = install(complete, context.after.bind(context));
  for (const name of ['twilio-access-token', 'twilio-access-token-linux-x64-gnu']) {
    const notices = readFileSync(join(folder, 'node_modules', name, 'THIRD-PARTY-NOTICES'), 'utf8');
    for (const crate of ['curve25519-dalek', 'napi', 'sha2', 'wit-bindgen']) assert.match(notices, new RegExp(`^${crate} \\d`, 'm'), name);
    assert.match(notices, /^Copyright \(c\) The Rust Project Contributors$/m);
    assert.match(notices, /Redistributions in binary form must reproduce the above copyright notice/);
    assert.ok(notices.length < 20_000, `${notices.length} characters`);
  }
});

test('the main package names a package of its own version for each platform', (context) => {
  const folder = install(bare, context.after.bind(context));
  const { optionalDependencies, version } = json(join(folder, 'node_modules/twilio-access-token/package.json'));
  const { targets } = json(join(root, 'scripts/npm/napi.json'));
  assert.equal(Object.keys(optionalDependencies).length, targets.length);
  for (const given of Object.values(optionalDependencies)) assert.equal(given, version);
  assert.ok(Object.hasOwn(optionalDependencies, 'twilio-access-token-linux-x64-gnu'));
});

test('the package for this platform', (context) => {
  const folder = install(complete, context.after.bind(context));
  const { cpu, libc, main, os, scripts } = json(join(addonIn(folder), '../package.json'));
  assert.deepEqual({ cpu, libc, os, scripts }, { cpu: ['x64'], libc: ['glibc'], os: ['linux'], scripts: undefined });
  assert.ok(statSync(join(addonIn(folder), '..', main)).isFile());

  const sizes = ['', '-linux-x64-gnu'].flatMap((suffix) => {
    const installed = join(folder, `node_modules/twilio-access-token${suffix}`);
    return filesIn(installed).map((name) => statSync(join(installed, name)).size);
  });
  const bytes = sizes.reduce((sum, size) => sum + size);
  context.diagnostic(`installed: ${bytes} bytes`);
  assert.ok(bytes <= 1_550_000, `${bytes} bytes are installed`);
});

test('the addon needs no newer C library than 2.28', (context) => {
  const addon = readFileSync(addonIn(install(complete, context.after.bind(context))), 'latin1');
  // The names of the versions that it needs stand among its strings.
  const versions = [...addon.matchAll(/GLIBC_2\.(\d+)/g)].map(([, minor]) => Number(minor));
  context.diagnostic(`the newest is 2.${Math.max(...versions)}`);
  assert.ok(versions.length > 0 && Math.max(...versions) <= 28, versions.join());
});

test('/wasm has all that the package has but ValidationToken', (context) => {
  const folder = install(complete, context.after.bind(context));
  const require = createRequire(join(folder, 'index.js'));
  const names = Object.keys(require('twilio-access-token/wasm'));
  assert.deepEqual(names, Object.keys(require('twilio-access-token')).filter((name) => name !== 'ValidationToken'));
  const print = `console.log(Object.keys(await import('twilio-access-token/wasm')).join())`;
  assert.deepEqual(run(process.execPath, ['--input-type=module', '-e', print], { cwd: folder }).split(','), names.sort());
});

test('the stand-in for twilio has the classes of the package', (context) => {
  const require = createRequire(join(install(complete, context.after.bind(context)), 'index.js'));
  assert.equal(require('twilio-access-token/twilio').jwt.AccessToken, require('twilio-access-token').AccessToken);
});

/** What `require` throws, as far as it is told. */
function thrown(folder, { env, args = [] }) {
  const print = `try { console.log(require('twilio-access-token').backend) } catch ({ code, message, cause }) {
    console.log(JSON.stringify({ code, message, cause: cause?.message }));
  }`;
  return JSON.parse(run(process.execPath, [...args, '-e', print], { cwd: folder, env }));
}

test('a back end that is forced and does not load', (context) => {
  const folder = install(bare, context.after.bind(context));
  const env = { TWILIO_ACCESS_TOKEN_BACKEND: 'native' };
  const { code, message, cause } = thrown(folder, { env });
  assert.equal(code, 'unsupported-platform');
  assert.match(message, /no addon for linux-x64 .*optional dependencies/);
  assert.match(cause, /Cannot find module '\.\/twilio-access-token\.linux-x64-gnu\.node'/);
  assert.match(cause, /Cannot find module 'twilio-access-token-linux-x64-gnu'/);

  for (const env of [{ TWILIO_ACCESS_TOKEN_BACKEND: 'wasm' }, {}]) {
    // There is no WebAssembly without a compiler at run time.
    const { code, message, cause } = thrown(folder, { env, args: ['--jitless'] });
    assert.equal(code, 'unsupported-platform');
    assert.match(message, /WebAssembly does not load/);
    assert.match(cause, /WebAssembly is not defined/);
  }
});

test('a back end that does not exist', (context) => {
  const folder = install(bare, context.after.bind(context));
  const { code, message } = thrown(folder, { env: { TWILIO_ACCESS_TOKEN_BACKEND: 'Native' } });
  assert.equal(code, 'unsupported-backend');
  assert.match(message, /native or wasm/);
});

test('an addon that is there and does not load gives way, unless it is forced', (context) => {
  const folder = install(complete, context.after.bind(context));
  writeFileSync(addonIn(folder), 'not a library');
  assert.equal(run(process.execPath, ['-p', `require('twilio-access-token').backend`], { cwd: folder }), 'wasm');
  const { code, cause } = thrown(folder, { env: { TWILIO_ACCESS_TOKEN_BACKEND: 'native' } });
  assert.equal(code, 'unsupported-platform');
  assert.match(cause, /twilio-access-token\.linux-x64-gnu\.node: (file too short|invalid ELF header)/);
});
