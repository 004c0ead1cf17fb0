// How long `require` takes and how much memory, each in fresh processes, taking turns; and how large what is installed is.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

/** What is required, and where its class is. */
const PACKAGES = {
  'twilio-access-token': [require.resolve('../index.js'), '.AccessToken'],
  'twilio-access-token/twilio': [require.resolve('../twilio.js'), '.jwt.AccessToken'],
  twilio: [require.resolve('twilio'), '.jwt.AccessToken'],
  'twilio/lib/jwt/AccessToken': [require.resolve('twilio/lib/jwt/AccessToken'), ''],
};

const script = ([file, name]) => `
  const milliseconds = (from) => Number(process.hrtime.bigint() - from) / 1e6;
  const before = process.memoryUsage.rss();
  const start = process.hrtime.bigint();
  const AccessToken = require(${JSON.stringify(file)})${name};
  const requireTime = milliseconds(start);
  new AccessToken('AC', 'SK', 'secret', { identity: 'alice' }).toJwt();
  const firstToken = milliseconds(start);
  console.log(JSON.stringify({ require: requireTime, 'first token': firstToken, memory: process.memoryUsage.rss() - before }));
`;

/** For each package, milliseconds until `require` has given the class and until there is a token, and bytes of memory, of each round. */
export function measureStartup(rounds) {
  const seen = {};
  for (let round = 0; round < rounds; round++) {
    for (const [name, what] of Object.entries(PACKAGES)) {
      const measured = JSON.parse(execFileSync(process.execPath, ['-e', script(what)], { encoding: 'utf8' }));
      for (const [column, value] of Object.entries(measured)) ((seen[name] ??= {})[column] ??= []).push(value);
    }
  }
  return seen;
}

/** Bytes on disk: of this package with the addon as they are packed, and of twilio with all that it depends on. */
export function measureSize() {
  const packed = fileURLToPath(new URL('../../target/npm/', import.meta.url));
  const tarballs = readdirSync(packed).filter((name) => name.endsWith('.tgz'));
  const sizes = tarballs.map((name) => JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', join(packed, name)], { encoding: 'utf8' }))[0].unpackedSize);
  return { 'twilio-access-token': sizes.reduce((sum, size) => sum + size), twilio: sizeWithDependencies('twilio') };
}

function sizeWithDependencies(name) {
  const seen = new Map();
  function visit(name, from) {
    const folder = join(createRequire(from).resolve.paths(name).find((path) => isFolder(join(path, name))), name);
    if (seen.has(folder)) return;
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
    const own = files.map((file) => join(file.parentPath, file.name)).filter((file) => !file.slice(folder.length).includes('/node_modules/'));
    seen.set(folder, own.reduce((sum, file) => sum + statSync(file).size, 0));
    const manifest = join(folder, 'package.json');
    for (const dependency in JSON.parse(readFileSync(manifest, 'utf8')).dependencies) visit(dependency, manifest);
  }
  visit(name, fileURLToPath(import.meta.url));
  return [...seen.values()].reduce((sum, size) => sum + size, 0);
}

function isFolder(path) {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
