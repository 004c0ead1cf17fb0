'use strict';

const ABIS = { darwin: [''], linux: ['-gnu', '-musl'], win32: ['-msvc'] };

/** The addon that was built for this platform. On Linux the C library decides which of the two files loads. */
function load() {
  const target = `${process.platform}-${process.arch}`;
  const failures = [];
  for (const abi of ABIS[process.platform] ?? []) {
    try {
      return require(`./twilio-access-token.${target}${abi}.node`);
    } catch (error) {
      failures.push(error);
    }
  }
  const { TokenError } = require('./token-error.js');
  throw new TokenError(
    'unsupported-platform',
    `twilio-access-token has no addon for ${target} that loads here. Use it on a platform that has one, or build it for this one.`,
    { cause: new AggregateError(failures, failures.map((error) => error.message).join('; ')) },
  );
}

module.exports = load();
