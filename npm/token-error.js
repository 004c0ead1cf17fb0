'use strict';

/** Why no token is made; `code` is its stable name. */
class TokenError extends Error {
  constructor(code, message, options) {
    super(message, options);
    this.code = code;
  }

  /** The same for an error of the addon, whose class cannot be ours. */
  static from(error) {
    return new TokenError(error.code, error.message, { cause: error });
  }
}

Object.defineProperty(TokenError.prototype, 'name', { value: 'TokenError', configurable: true, writable: true });

module.exports = { TokenError };
