// The packed package in every runtime, test runner and bundler that the README names, on both of its back ends.
import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

import { EdgeRuntime } from 'edge-runtime';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';
import webpack from 'webpack';

import { EDGE, INSTALLATIONS, emptyFolder, here, project, run } from './packages.mjs';

const require = createRequire(import.meta.url);
const modules = join(here, 'node_modules');
const NODES = ['node20', 'node22', 'node24', 'node26'].map((name) => ({ name, program: join(modules, name, 'bin/node') }));
const DENO = join(modules, '@deno/linux-x64-glibc/deno');
const BUN = join(modules, '@oven/bun-linux-x64-baseline/bin/bun');

/** Each file of `project` that prints the back end, by whether it may have the addon. */
const FILES = { 'require.cjs': true, 'import.mjs': true, 'fetch.mjs': true, 'require-wasm.cjs': false, 'import-wasm.mjs': false };
const CONCURRENT = { 'threads.cjs': true, 'cluster.cjs': true };

/** The program of a package that is installed beside this file. */
const script = (name, path) => join(dirname(require.resolve(`${name}/package.json`)), path);

test('the runtimes are those that they are taken for', () => {
  for (const { name, program } of NODES) assert.match(run(program, ['--version'], {}), new RegExp(`^v${name.slice(4)}\\.`));
});

for (const installation of INSTALLATIONS) {
  const { backend } = installation;

  test(`installed with ${installation.flags.join(' ') || 'all packages'}`, async (context) => {
    const folder = project(installation, context.after.bind(context));
    const prints = (program, args, expected, env) => assert.equal(run(program, args, { cwd: folder, env }), expected);

    for (const { name, program } of NODES) {
      for (const [file, addon] of Object.entries({ ...FILES, ...CONCURRENT })) {
        await context.test(`${name} ${file}`, () => prints(program, [file], addon ? backend : 'wasm'));
      }
    }

    const deno = ['run', '--no-prompt', '--cached-only'];
    const env = { DENO_DIR: join(folder, '.deno'), NO_COLOR: '1' };
    for (const [file, addon] of Object.entries({ ...FILES, ...CONCURRENT })) {
      await context.test(`Deno ${file}`, () => prints(DENO, [...deno, '--allow-all', file], addon ? backend : 'wasm', env));
      await context.test(`Bun ${file}`, () => prints(BUN, [file], addon ? backend : 'wasm'));
    }
    for (const [file, addon] of Object.entries(FILES)) {
      // Without permission to see the environment; the addon has one of its own.
      await context.test(`Deno ${file}, permitted to read`, () => prints(DENO, [...deno, '--allow-read=.', file], 'wasm', env));
      await context.test(`Deno ${file}, permitted to read and to load addons`, () =>
        prints(DENO, [...deno, '--allow-read=.', '--allow-ffi', file], addon ? backend : 'wasm', env));
    }

    for (const forced of ['native', 'wasm']) {
      const env = { EXPECTED_BACKEND: forced, TWILIO_ACCESS_TOKEN_BACKEND: forced };
      if (forced === 'native' && backend === 'wasm') continue;
      await context.test(`forced to be ${forced}`, () => prints(process.execPath, ['require.cjs'], forced, env));
      await context.test(`Jest, ${forced}`, () => {
        run(process.execPath, [script('jest', 'bin/jest.js'), '--config', '{"testMatch":["**/jest.spec.cjs"]}'], { cwd: folder, env });
      });
      await context.test(`Vitest, ${forced}`, () => {
        run(process.execPath, [script('vitest', 'vitest.mjs'), 'run', '--globals', '--root', folder, 'vitest.spec'], { cwd: here, env });
      });
    }
  });
}

/** The environment in which the endpoint, and the Function, mint for anyone. */
function settings(folder) {
  const { account_sid: ACCOUNT_SID, api_key_sid: API_KEY, api_key_secret: API_SECRET } = require(join(folder, 'cases.json')).key;
  return { TOKEN_AUTH: 'anyone', ALLOWED_ORIGINS: '*', ACCOUNT_SID, API_KEY, API_SECRET };
}

/** What puts a file and all that it needs into one, for Node, by the bundler. */
const BUNDLERS = {
  esbuild: (file, out) => build({ entryPoints: [file], outfile: out, bundle: true, platform: 'node', minify: true, logLevel: 'error' }),
  webpack: (file, out) =>
    new Promise((resolve, reject) => {
      const output = { path: dirname(out), filename: out.slice(dirname(out).length + 1), library: { type: 'commonjs2' } };
      webpack({ entry: file, target: 'node', mode: 'production', output }, (error, stats) => {
        const problem = error ?? (stats.hasErrors() || stats.hasWarnings() ? new Error(stats.toString()) : undefined);
        if (problem) reject(problem);
        else resolve();
      });
    }),
};

for (const [bundler, bundle] of Object.entries(BUNDLERS)) {
  test(`bundled by ${bundler}`, async (context) => {
    const defer = context.after.bind(context);
    const folder = project(INSTALLATIONS[0], defer);
    const elsewhere = emptyFolder(defer);
    const prints = (cwd, args, expected) => {
      assert.match(run(process.execPath, args, { cwd, env: settings(folder) }), expected);
    };

    for (const [file, addon] of Object.entries(FILES)) {
      // A CommonJS bundle has no `await` beside its functions.
      if (file === 'fetch.mjs') continue;
      await bundle(join(folder, file), join(elsewhere, 'bundle.cjs'));
      prints(elsewhere, ['bundle.cjs'], /^wasm$/);
      // Where the addon is within reach of the bundle, it is taken.
      cpSync(join(elsewhere, 'bundle.cjs'), join(folder, 'bundle.cjs'));
      prints(folder, ['bundle.cjs'], addon ? /^native$/ : /^wasm$/);
    }

    cpSync(join(folder, 'handle.cjs'), join(elsewhere, 'handle.cjs'));
    for (const name of ['create-room-token', 'room-token']) {
      await bundle(join(folder, `functions/${name}.js`), join(elsewhere, 'function.cjs'));
      prints(elsewhere, ['handle.cjs', 'function.cjs'], /^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]{43}$/);
    }
  });
}

test("in a Worker of Cloudflare's, without Node's modules", async (context) => {
  const folder = project(EDGE, context.after.bind(context));
  const out = join(folder, 'out');
  // As Cloudflare's own tool does it: the modules of WebAssembly stay files.
  await build({
    entryPoints: [join(folder, 'worker.mjs')],
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['workerd', 'worker'],
    loader: { '.wasm': 'copy' },
    logLevel: 'error',
  });
  const worker = new Miniflare({
    host: '127.0.0.1',
    port: 0,
    compatibilityDate: '2026-01-01',
    bindings: settings(folder),
    modules: true,
    modulesRoot: out,
    scriptPath: join(out, 'worker.mjs'),
    modulesRules: [{ type: 'CompiledWasm', include: ['**/*.wasm'] }],
  });
  context.after(() => worker.dispose());
  const checked = await worker.dispatchFetch('http://worker/check');
  assert.equal(await checked.text(), 'wasm,wasm,undefined,undefined');

  const body = new URLSearchParams({ identity: 'alice' });
  const answered = await worker.dispatchFetch('http://worker/create-room-token', { method: 'POST', body });
  assert.equal(answered.status, 200);
  assert.match((await answered.json()).token, /^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]{43}$/);
});

test("in Vercel's edge runtime", async (context) => {
  const folder = project(EDGE, context.after.bind(context));
  // As Next.js does it: an import of `.wasm?module` is a module that the platform has compiled.
  const compiled = {
    name: 'compiled',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /\.wasm\?module$/ }, ({ path }) => ({ path, namespace: 'compiled' }));
      onLoad({ filter: /.*/, namespace: 'compiled' }, () => ({ contents: 'export default globalThis.compiledModule;' }));
    },
  };
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'worker.mjs')],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'worker',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['edge-light'],
    plugins: [compiled],
    footer: { js: 'addEventListener("fetch", (event) => event.respondWith(worker.default.fetch(event.request, environment)));' },
    logLevel: 'error',
  });
  const compiledModule = new WebAssembly.Module(readFileSync(join(folder, 'node_modules/twilio-access-token-wasm/module.wasm')));
  const runtime = new EdgeRuntime({
    extend: (globals) => Object.assign(globals, { compiledModule, environment: settings(folder) }),
    initialCode: outputFiles[0].text,
  });
  const checked = await runtime.dispatchFetch('http://edge/check');
  assert.match(await checked.text(), /^wasm,wasm,/);

  const body = new URLSearchParams({ identity: 'alice' });
  const answered = await runtime.dispatchFetch('http://edge/create-room-token', { method: 'POST', body });
  assert.equal(answered.status, 200);
  assert.match((await answered.json()).token, /^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]{43}$/);
});
