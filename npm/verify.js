'use strict';

const backend = require('./backend.js');
const { TokenError, rethrown } = require('./errors.js');
const { own } = require('./own.js');
const { expectType, keyTexts } = require('./assert-args.js');

/** Verifies that a token is this account's, unaltered and valid now. */
class TokenVerifier {
  #verifier;

  constructor(keys, { leeway = 0 } = {}) {
    const [first, ...others] = [keys].flat().map(keyTexts);
    if (!first) throw new TokenError('missing-key', 'a verifier needs at least one key. Pass an API key, or an array of them.');
    if (!Number.isInteger(leeway) || leeway < 0 || leeway > 86400) {
      throw new TokenError('invalid-time', 'leeway must be a whole number of seconds from 0 to 86400.');
    }
    rethrown(TokenError, () => {
      this.#verifier = own(this, backend.verifierNew(...first), backend.verifierFree);
      for (const key of others) backend.verifierAddKey(this.#verifier, ...key);
    });
    backend.verifierSetLeeway(this.#verifier, leeway);
  }

  verify(token) {
    expectType('token', token, 'string');
    const now = Math.floor(Date.now() / 1000);
    return JSON.parse(rethrown(TokenError, () => backend.verifierVerify(this.#verifier, token, now)));
  }
}

module.exports = { TokenVerifier };
