// Packs the npm packages into target/npm: the main one, and one for each platform whose addon is in target/addons. With --all
// an addon that is missing is an error.

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
