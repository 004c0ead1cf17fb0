// Packs the npm packages into target/npm: the main one, the WebAssembly module for runtimes that import it, and one for each platform
// whose addon is in target/addons. With --all a missing addon is an error.

import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { notices } from './notices.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '../..');
const out = join(root, 'target/npm');
const main = join(out, 'twilio-access-token');
const platforms = join(main, 'platforms');
const wasm = join(out, 'twilio-access-token-wasm');

/** Runs a program's script with this Node. */
const node = (script, args, cwd) => execFileSync(process.execPath, [script, ...args], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
cpSync(join(root, 'npm'), main, { recursive: true, filter: (path) => !path.endsWith('.node') });
node(join(here, 'node_modules/@napi-rs/cli/dist/cli.js'), ['create-npm-dirs', '--config-path', join(here, 'napi.json'), '--npm-dir', 'platforms'], main);

const folders = readdirSync(platforms).sort();
const packed = [main];
for (const folder of folders) {
  const name = `twilio-access-token.${folder}.node`;
  const addon = join(root, 'target/addons', name);
  if (existsSync(addon)) {
    copyFileSync(addon, join(platforms, folder, name));
    packed.push(join(platforms, folder));
  } else if (process.argv.includes('--all')) {
    throw new Error(`${addon} is missing`);
  }
}

mkdirSync(wasm);
copyFileSync(join(root, 'target/npm-wasm/module.wasm'), join(wasm, 'module.wasm'));
const { version, license } = JSON.parse(readFileSync(join(main, 'package.json'), 'utf8'));
const described = {
  name: 'twilio-access-token-wasm',
  version,
  description: 'The WebAssembly module of twilio-access-token, for runtimes that import it as a file: Cloudflare Workers, Vercel Edge',
  license,
  files: ['module.wasm'],
  exports: { './module.wasm': './module.wasm', './package.json': './package.json' },
};
writeFileSync(join(wasm, 'package.json'), JSON.stringify(described));
packed.push(wasm);

/** Lets `change` at the package.json of a folder. */
function redescribe(folder, change) {
  const manifest = join(folder, 'package.json');
  const described = JSON.parse(readFileSync(manifest, 'utf8'));
  change(described);
  writeFileSync(manifest, `${JSON.stringify(described, null, 2)}\n`);
}

redescribe(main, (described) => {
  described.optionalDependencies = Object.fromEntries(folders.map((folder) => [`${described.name}-${folder}`, described.version]));
});

const thirdParties = notices();
const licences = ['LICENSE-APACHE', 'LICENSE-MIT'];
for (const folder of packed) {
  for (const licence of licences) copyFileSync(join(root, licence), join(folder, licence));
  writeFileSync(join(folder, 'THIRD-PARTY-NOTICES'), thirdParties);
  redescribe(folder, (described) => described.files.push(...licences, 'THIRD-PARTY-NOTICES'));
  execFileSync('npm', ['pack', '--silent', '--pack-destination', out], { cwd: folder, stdio: 'inherit', shell: process.platform === 'win32' });
}
