'use strict';

const { TokenError } = require('./token-error.js');

// What several of the classes that stand in for those of `twilio` hold their arguments to.

/** A secret for an HMAC in one of the forms that the addon takes, a string or bytes; nothing where it is none. */
function hmacSecret(secret) {
  if (typeof secret === 'string' || secret instanceof Uint8Array) return secret;
  if (secret?.type === 'secret' && typeof secret.export === 'function') return secret.export();
  return undefined;
}

/** The same. What is none is refused with the messages of `twilio`, and with `code`. */
function keyMaterial(secret, alg, code) {
  const material = hmacSecret(secret);
  if (material !== undefined) return material;
  const symmetric = secret?.type === undefined ? 'is not valid key material' : `must be a symmetric key when using ${alg}`;
  throw new TokenError(code, `secretOrPrivateKey ${symmetric}`);
}

/** A lifetime as `twilio` takes it, and as far as it is taken here: a whole number. */
function checkTtl(ttl) {
  if (Number.isInteger(ttl)) return;
  throw new TokenError('invalid-ttl', '"expiresIn" should be a number of seconds or string representing a timespan');
}

module.exports = { checkTtl, hmacSecret, keyMaterial };
