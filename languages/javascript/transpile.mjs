// Makes generated/, the component as JavaScript and WebAssembly that need nothing else: `node transpile.mjs COMPONENT`.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

import { transpile } from '@bytecodealliance/jco-transpile';

const [component] = process.argv.slice(2);
if (component === undefined) throw new Error('usage: node transpile.mjs COMPONENT');

const out = fileURLToPath(new URL('generated', import.meta.url));
const { files } = await transpile(component, {
  name: 'component',
  outDir: out,
  map: { 'wasi:cli/environment': '../wasi.js#environment', 'wasi:clocks/wall-clock': '../wasi.js#wallClock' },
  validLiftingOptimization: true,
  // A refusal is thrown as WIT has it, an object of code and message.
  noComponentErrorWrapping: true,
});
await rm(out, { recursive: true, force: true });
for (const [path, contents] of Object.entries(files)) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, contents);
}
