// The licences of what is linked into the packages and components: one text for all crates that have the same one, since they
// differ only in whom they name.

import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cargo = (...args) => execFileSync('cargo', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });

const WASM = ['--target', 'wasm32-unknown-unknown'];
const NATIVE = ['x86_64-unknown-linux-gnu', 'aarch64-unknown-linux-musl', 'aarch64-apple-darwin', 'x86_64-pc-windows-msvc'];

/** What is shipped: packages, with the features that they are built with. */
const SHIPPED = [
  ['-p', 'twilio-access-token-node', ...NATIVE.flatMap((target) => ['--target', target])],
  ['-p', 'twilio-access-token-component', '--no-default-features', '--features', 'full,cli,http', ...WASM],
  ['-p', 'twilio-access-token-bindings', '--features', 'npm,public-keys', ...WASM],
];

const HEAD = `Third-party software in twilio-access-token

It is linked into the addon and into the WebAssembly components. Where there is a choice of licences, it is used under the
MIT License. Rust's standard library is in them as well:

Copyright (c) The Rust Project Contributors
`;

const MIT = readFileSync(join(root, 'LICENSE-MIT'), 'utf8').replace(/^Copyright.*$/m, '');

/** Names and versions of the crates that are linked. Macros are not. */
function linked() {
  const tree = ['tree', '--locked', '--edges', 'normal,no-proc-macro', '--prefix', 'none', '--format', '{p}'];
  const lines = SHIPPED.flatMap((options) => cargo(...tree, ...options).split('\n'));
  return new Set(lines.map((line) => line.match(/^(\S+) v(\S+)/)?.slice(1).join(' ')).filter(Boolean));
}

/** The text of a crate's licence, its MIT License where it has one. */
function licence(crate) {
  const folder = dirname(crate.manifest_path);
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|copying)/i.test(name));
  const best = files.find((name) => /mit/i.test(name)) ?? files.find((name) => !/apache|unlicense/i.test(name)) ?? files[0];
  if (best) return readFileSync(join(folder, best), 'utf8');
  // The package lacks the text that its manifest names.
  if (/\bMIT\b/.test(crate.license) && crate.authors.length) return `Copyright (c) ${crate.authors.join(', ')}\n${MIT}`;
  throw new Error(`${crate.name} has no licence`);
}

/** The text in its parts: whom it names, and what it says, on lines that do not depend on how it was set. */
function parts(text) {
  const isNotice = (line) => /^\s*copyright (\(c\)|©|\d|the)/i.test(line);
  const lines = text.replaceAll('\r', '').split('\n');
  const named = lines.filter(isNotice).map((line) => line.trim());
  const rest = lines.filter((line) => !isNotice(line) && !/^(the )?mit license( \(mit\))?$/i.test(line.trim()));
  const says = rest.join('\n').split(/\n\s*\n/).map((paragraph) => paragraph.trim().replace(/\s+/g, ' ')).filter(Boolean);
  return { named, says: says.join('\n\n') };
}

/** The file. */
export function notices() {
  const wanted = linked();
  const { packages } = JSON.parse(cargo('metadata', '--locked', '--format-version', '1'));
  const crates = packages.filter(({ name, version, source }) => source && wanted.has(`${name} ${version}`));
  const byText = new Map();
  for (const crate of crates) {
    const { named, says } = parts(licence(crate));
    byText.set(says, [...(byText.get(says) ?? []), `${crate.name} ${crate.version}${named.map((line) => `\n    ${line}`).join('')}`]);
  }
  const texts = [...byText].sort(([, one], [, other]) => other.length - one.length);
  return [HEAD, ...texts.map(([says, names]) => `${'-'.repeat(80)}\n\n${names.join('\n')}\n\n${says}\n`)].join('\n');
}

if (argv[1] === fileURLToPath(import.meta.url)) writeFileSync(argv[2], notices());
