'use strict';

const { TokenError } = require('./token-error.js');

/**
 * A secret for an HMAC in one of the forms that the addon takes: a string or bytes. What is none is refused with the messages
 * of `twilio`, and with `code`.
 */
function keyMaterial(secret, alg, code) {
  if (typeof secret === 'string' || secret instanceof Uint8Array) return secret;
  if (secret?.type === 'secret' && typeof secret.export === 'function') return secret.export();
  const symmetric = secret?.type === undefined ? 'is not valid key material' : `must be a symmetric key when using ${alg}`;
  throw new TokenError(code, `secretOrPrivateKey ${symmetric}`);
}

module.exports = { keyMaterial };
