'use strict';

/** An error with a stable name, `code`, and what to do about it, `hint`. */
class CodedError extends Error {
  constructor(code, message, options) {
    super(message, options);
    this.code = code;
    if (options?.hint) this.hint = options.hint;
  }

  /** The same for an error of the back end, whose class is not ours. Its message ends with the hint. */
  static from(cause) {
    const { code, message, hint } = cause;
    return new this(code, hint ? `${message}. ${hint}` : message, { cause, hint });
  }
}

/** Why no token is made or accepted. */
class TokenError extends CodedError {}

/** Why a webhook or its key is rejected. */
class WebhookError extends CodedError {}

// By name, since bundlers rename classes.
for (const [name, { prototype }] of Object.entries({ TokenError, WebhookError })) {
  Object.defineProperty(prototype, 'name', { value: name, configurable: true, writable: true });
}

/** The result of `call`; an error of the back end becomes one of `type`. */
function rethrown(type, call) {
  try {
    return call();
  } catch (error) {
    throw type.from(error);
  }
}

module.exports = { TokenError, WebhookError, rethrown };
