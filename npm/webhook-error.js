'use strict';

/** Why a webhook is refused, or a key is none; `code` is its stable name. */
class WebhookError extends Error {
  constructor(code, message, options) {
    super(message, options);
    this.code = code;
  }

  /** The same for an error of the addon, whose class cannot be ours. */
  static from(error) {
    return new WebhookError(error.code, error.message, { cause: error });
  }
}

Object.defineProperty(WebhookError.prototype, 'name', { value: 'WebhookError', configurable: true, writable: true });

module.exports = { WebhookError };
