// Makes npm/wasm: the back end without the addon, and the entries without Node's own modules.
//
//   addon.js, addon.core*.wasm   the component twilio-access-token-addon.wasm, transpiled by jco
//   inline.js                    the back end for `require` and for bundles: the WebAssembly is within the JavaScript
//   workerd.mjs                  the back end for Cloudflare's workerd, which compiles no WebAssembly at run time
//   entries.js                   the package's own JavaScript over one of the two, which is `#addon` in its package.json
//   index.js, index.mjs, …       the entries of the package, out of that bundle

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { transpile } from '@bytecodealliance/jco-transpile';
import { build } from 'esbuild';
import { deflateSync } from 'fflate';

const require = createRequire(import.meta.url);
const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '../..');
const npm = join(root, 'npm');
const out = join(npm, 'wasm');
const scratch = join(root, 'target/npm-wasm');
const component = join(root, 'target/component/twilio-access-token-addon.wasm');

/** The entries that do without Node's own modules, and what they leave out: the class that signs with node:crypto. */
const ENTRIES = ['index', 'fetch', 'webhooks'];
const OMITTED = ['ValidationToken'];

/** What rustc may have used, which wasm-opt has to be told. */
const FEATURES = ['bulk-memory', 'multivalue', 'mutable-globals', 'nontrapping-float-to-int', 'reference-types', 'sign-ext', 'simd'];

/** What jco makes of the component, by name. Kept, since wasm-opt takes its time. */
async function transpiled() {
  const kept = join(scratch, 'transpiled.json');
  const source = readFileSync(component).toString('base64');
  try {
    const last = JSON.parse(readFileSync(kept, 'utf8'));
    if (last.source === source) return last.files;
  } catch {
    // Nothing is kept.
  }
  const made = await transpile(component, {
    name: 'addon',
    instantiation: 'sync',
    nodejsCompat: false,
    namespacedExports: false,
    emitTypescriptDeclarations: false,
    validLiftingOptimization: true,
    // A refusal is thrown as it is: its code and its message are what the package reads of an error.
    noComponentErrorWrapping: true,
    optimize: true,
    optimizeOptions: { quiet: true, optArgs: ['-Oz', ...FEATURES.map((name) => `--enable-${name}`)] },
  });
  const files = Object.fromEntries(Object.entries(made.files).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]));
  mkdirSync(scratch, { recursive: true });
  writeFileSync(kept, JSON.stringify({ source, files }));
  return files;
}

const bundle = (options) =>
  build({
    bundle: true,
    minifySyntax: true,
    minifyWhitespace: true,
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    logLevel: 'warning',
    ...options,
  });

/** Takes files for the modules of these names, wherever they are asked for. */
const instead = (files) => ({
  name: 'instead',
  setup({ onResolve }) {
    for (const [name, path] of Object.entries(files)) {
      onResolve({ filter: new RegExp(`^${name.replaceAll('.', '\\.')}$`) }, () => ({ path }));
    }
  },
});

function scratchFile(name, text) {
  const path = join(scratch, name);
  writeFileSync(path, text);
  return path;
}

const files = await transpiled();
const modules = Object.keys(files).filter((name) => name.endsWith('.wasm'));

rmSync(out, { recursive: true, force: true });
mkdirSync(out);

for (const name of modules) writeFileSync(join(out, name), files[name], 'base64');
const deflated = modules.map((name) => [name, Buffer.from(deflateSync(Buffer.from(files[name], 'base64'), { level: 9 })).toString('base64')]);

const backEnd = { format: 'cjs', footer: { js: 'module.exports=module.exports.default;' } };
await bundle({
  ...backEnd,
  entryPoints: [join(here, 'addon.js')],
  outfile: join(out, 'addon.js'),
  plugins: [instead({ component: scratchFile('component.js', Buffer.from(files['addon.js'], 'base64')) })],
  minifyIdentifiers: true,
  // jco's own tracing: it asks the environment at each step, for which Deno asks the user.
  define: { 'globalThis.process': 'undefined' },
});
await bundle({
  ...backEnd,
  entryPoints: [join(here, 'inline.js')],
  outfile: join(out, 'inline.js'),
  plugins: [instead({ modules: scratchFile('modules.json', JSON.stringify(Object.fromEntries(deflated))) })],
  external: ['./addon.js'],
});

const imports = modules.map((name, index) => `import module${index} from './${name}';\n`).join('');
const named = modules.map((name, index) => `'${name}': module${index}`).join(', ');
writeFileSync(join(out, 'workerd.mjs'), `import addon from './addon.js';\n${imports}\nexport default addon({ ${named} });\n`);

// All entries are one bundle, so that their classes are the same; each gives its names to `import` as well.
const entries = ENTRIES.map((name) => `${name}: require('${npm}/${name}.js')`);
await bundle({
  format: 'cjs',
  entryPoints: [scratchFile('entries.js', `module.exports = { ${entries.join(', ')} };\n`)],
  outfile: join(out, 'entries.js'),
  plugins: [
    instead({
      './native.js': scratchFile('native.js', `const addon = require('#addon');\nmodule.exports = addon.default ?? addon;\n`),
      './validation-token.js': scratchFile('validation-token.js', ''),
    }),
  ],
  external: ['#addon'],
});
for (const name of ENTRIES) {
  const names = Object.keys(require(join(npm, `${name}.js`))).filter((name) => !OMITTED.includes(name));
  const entry = `{ ${names.join(', ')} }`;
  writeFileSync(join(out, `${name}.js`), `'use strict';\n\nconst ${entry} = require('./entries.js').${name};\n\nmodule.exports = ${entry};\n`);
  writeFileSync(join(out, `${name}.mjs`), `import entries from './entries.js';\n\nexport const ${entry} = entries.${name};\n`);
}
