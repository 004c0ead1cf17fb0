// The packed packages, target/npm/*.tgz, and projects that have installed them.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = fileURLToPath(new URL('.', import.meta.url));
export const root = join(here, '../..');

const packed = join(root, 'target/npm');
const tarballs = readdirSync(packed).filter((name) => name.endsWith('.tgz')).map((name) => join(packed, name));
const [main] = tarballs.filter((path) => /twilio-access-token-\d/.test(path));
const [module] = tarballs.filter((path) => /twilio-access-token-wasm-\d/.test(path));

/** Ways to install the package, each with the back end that it leads to. The second is what a host may do that runs no scripts. */
export const INSTALLATIONS = [
  { backend: 'native', what: tarballs.filter((path) => path !== module), flags: [] },
  { backend: 'wasm', what: [main], flags: ['--omit=optional', '--ignore-scripts'] },
];

/** What a runtime needs that imports the WebAssembly module as a file. */
export const EDGE = { backend: 'wasm', what: [main, module], flags: ['--omit=optional', '--ignore-scripts'] };

/** Runs a program to its end, which is an error unless it is a good one, and gives what it prints. */
export function run(program, args, { cwd, env = {} }) {
  const options = { cwd, encoding: 'utf8', timeout: 120_000, stdio: ['ignore', 'pipe', 'pipe'] };
  return execFileSync(program, args, { ...options, env: { ...process.env, NODE_OPTIONS: '', ...env } }).trim();
}

/** An empty folder that is far from this one, so that nothing is found there by accident. */
export function emptyFolder(after) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'twilio-access-token-')));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A project with the package installed, in an empty folder. */
export function install({ what, flags }, after) {
  const folder = emptyFolder(after);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', ...flags, ...what], { cwd: folder });
  return folder;
}

const vectors = (name) => JSON.parse(readFileSync(join(root, 'tests/vectors', name), 'utf8'));

/** The same with the files of `project`, and the cases that they check. */
export function project(installation, after) {
  const folder = install(installation, after);
  cpSync(join(here, 'project'), folder, { recursive: true });
  cpSync(join(root, 'tests/functions/functions'), join(folder, 'functions'), { recursive: true });
  const { key, now, cases } = vectors('room-tokens.json');
  const { auth_token: secret, cases: webhooks } = vectors('webhooks.json');
  const { url, params, signature } = webhooks.find(({ name }) => name === 'as in the documentation');
  const room = cases.find(({ name }) => name === 'one room');
  const webhook = { secret, url, params: Object.fromEntries(params), signature };
  writeFileSync(join(folder, 'cases.json'), JSON.stringify({ key, now, room, webhook }));
  return folder;
}
