// The package's types, which compile, and what tools say of it. tests/runtimes has the packages as they are published.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

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

test('the package is one that tools understand', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'twilio-access-token-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const [{ filename }] = JSON.parse(execFileSync('npm', ['pack', '--json', packageFolder], { cwd: folder, encoding: 'utf8' }));
  const tarball = join(folder, filename);
  assert.match(runTool('publint', ['run', tarball, '--strict']), /All good!/);
  assert.match(runTool('attw', [tarball, '--no-color', '--no-emoji']), /No problems found/);
});
