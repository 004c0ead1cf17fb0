'use strict';

const { createRequire } = require('node:module');

// The back end: the addon that was built for this platform or, if none loads, the same calls in WebAssembly.

const VARIABLE = 'TWILIO_ACCESS_TOKEN_BACKEND';
const ABIS = { darwin: [''], linux: ['-gnu', '-musl'], win32: ['-msvc'] };

/** The back end that the environment asks for, if it asks for one. Deno has no environment without `--allow-env`. */
function requested() {
  try {
    return process.env[VARIABLE] || undefined;
  } catch {
    return undefined;
  }
}

/** The addon, in a checkout or from the package for this platform. On Linux the C library decides which of the two files loads. */
function loadAddon() {
  const target = `${process.platform}-${process.arch}`;
  const names = (ABIS[process.platform] ?? []).map((abi) => `${target}${abi}`);
  const failures = [];
  for (const name of names.flatMap((name) => [`./twilio-access-token.${name}.node`, `twilio-access-token-${name}`])) {
    try {
      // Made here, so that bundlers do not look for what is only there on some platforms.
      return { ...createRequire(__filename)(name), backend: 'native' };
    } catch (error) {
      failures.push(error);
    }
  }
  throw unsupported(
    `no addon for ${target} loads here. Install the package without leaving out its optional dependencies, or unset ${VARIABLE}`,
    failures,
  );
}

function loadWasm() {
  try {
    return require('./wasm/inline.js');
  } catch (error) {
    throw unsupported('its WebAssembly does not load here. Use it where the addon or WebAssembly does', [error]);
  }
}

function unsupported(problem, failures) {
  const cause = new AggregateError(failures, failures.map((error) => error.message).join('; '));
  return tokenError('unsupported-platform', `twilio-access-token cannot start: ${problem}.`, { cause });
}

function tokenError(code, message, options) {
  const { TokenError } = require('./errors.js');
  return new TokenError(code, message, options);
}

function load() {
  switch (requested()) {
    case undefined:
      try {
        return loadAddon();
      } catch {
        return loadWasm();
      }
    case 'native':
      return loadAddon();
    case 'wasm':
      return loadWasm();
    default:
      throw tokenError('unsupported-backend', `${VARIABLE} must be native or wasm, or not be set.`);
  }
}

const calls = load();

/** The calls whose endpoint verifies session tokens with public keys. The addon leaves that to WebAssembly, which loads on first use. */
calls.withPublicKeys = () => (calls.backend === 'wasm' ? calls : loadWasm());

module.exports = calls;
