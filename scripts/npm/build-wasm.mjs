// Makes npm/wasm, the back end without the addon and the entries without Node's own modules, and target/npm-wasm/module.wasm, the only
// file of the package twilio-access-token-wasm.
//
//   inline.js                    the back end for `require` and for bundles: the WebAssembly is within the JavaScript
//   workerd.mjs, edge-light.mjs  the back end for runtimes that compile no WebAssembly at run time: they import the module
//   entries.js                   the package's own JavaScript over one of these, which is `#backend` in its package.json
//   index.js, index.mjs, …       the entries of the package, out of that bundle

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';
import { deflateSync } from 'fflate';

const require = createRequire(import.meta.url);
const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '../..');
const npm = join(root, 'npm');
const out = join(npm, 'wasm');
const scratch = join(root, 'target/npm-wasm');
const built = join(root, 'target/flat/twilio-access-token-npm.wasm');
const optimized = join(scratch, 'module.wasm');

/** The entries that do without Node's own modules, and what they leave out: the class that signs with node:crypto. */
const ENTRIES = ['index', 'fetch', 'webhooks'];
const OMITTED = ['ValidationToken'];

/** What rustc may have used, which wasm-opt has to be told. */
const FEATURES = ['bulk-memory', 'multivalue', 'mutable-globals', 'nontrapping-float-to-int', 'reference-types', 'sign-ext', 'simd'];

/** The imports of the module in runtimes that compile none at run time. */
const IMPORTS = { workerd: 'module.wasm', 'edge-light': 'module.wasm?module' };

const bundle = (options) =>
  build({
    bundle: true,
    minifySyntax: true,
    minifyWhitespace: true,
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    format: 'cjs',
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

/** Optimizes the module, unless that was done before: it takes a while. */
function optimize() {
  const source = readFileSync(built);
  const kept = join(scratch, 'source.wasm');
  try {
    if (readFileSync(kept).equals(source)) return readFileSync(optimized);
  } catch {
    // Nothing is kept.
  }
  const wasmOpt = join(here, 'node_modules/binaryen/bin/wasm-opt');
  const flags = ['-Oz', '--strip-debug', '--strip-producers', ...FEATURES.map((name) => `--enable-${name}`)];
  execFileSync(process.execPath, [wasmOpt, built, '-o', optimized, ...flags], { stdio: 'inherit' });
  writeFileSync(kept, source);
  return readFileSync(optimized);
}

mkdirSync(scratch, { recursive: true });
const module = optimize();

rmSync(out, { recursive: true, force: true });
mkdirSync(out);

const deflated = Buffer.from(deflateSync(module, { level: 9 })).toString('base64');
await bundle({
  entryPoints: [join(here, 'inline.js')],
  outfile: join(out, 'inline.js'),
  plugins: [instead({ module: scratchFile('module.json', JSON.stringify(deflated)) })],
  footer: { js: 'module.exports=module.exports.default;' },
});
for (const [runtime, file] of Object.entries(IMPORTS)) {
  writeFileSync(
    join(out, `${runtime}.mjs`),
    `import module from 'twilio-access-token-wasm/${file}';\nimport flat from '../flat.js';\n\nexport default flat.load(module);\n`,
  );
}

// All entries are one bundle, so that their classes are the same; each gives its names to `import` as well.
const entries = ENTRIES.map((name) => `${name}: require('${npm}/${name}.js')`);
const backend = `const backEnd = require('#backend');\nconst calls = backEnd.default ?? backEnd;\ncalls.withPublicKeys = () => calls;\nmodule.exports = calls;\n`;
await bundle({
  entryPoints: [scratchFile('entries.js', `module.exports = { ${entries.join(', ')} };\n`)],
  outfile: join(out, 'entries.js'),
  plugins: [instead({ './backend.js': scratchFile('backend.js', backend), './validation-token.js': scratchFile('validation-token.js', '') })],
  external: ['#backend'],
});
for (const name of ENTRIES) {
  const names = Object.keys(require(join(npm, `${name}.js`))).filter((name) => !OMITTED.includes(name));
  const entry = `{ ${names.join(', ')} }`;
  writeFileSync(join(out, `${name}.js`), `'use strict';\n\nconst ${entry} = require('./entries.js').${name};\n\nmodule.exports = ${entry};\n`);
  writeFileSync(join(out, `${name}.mjs`), `import entries from './entries.js';\n\nexport const ${entry} = entries.${name};\n`);
}
