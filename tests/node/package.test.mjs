// The package's types, which compile. tests/runtimes has the packages as they are published.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));

test('types', () => {
  const tsc = createRequire(import.meta.url).resolve('typescript/package.json').replace('package.json', 'bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', join(here, 'types')], { stdio: 'inherit' });
});
