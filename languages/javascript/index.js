// The component's functions as a JavaScript program would have them: seconds are numbers, and a refusal is an Error with a code.

import { inspector, minter, signer, verifier, webhooks } from './generated/component.js';

/** Why there is no result; `code` is its stable name. */
export class AccessTokenError extends Error {
  name = 'AccessTokenError';

  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** Calls the component, whose refusals jco throws as WIT has them: objects of code and message. */
function call(action) {
  try {
    return action();
  } catch (error) {
    if (error instanceof Error) throw error;
    throw new AccessTokenError(error.code, error.message);
  }
}

/** Where there is no explicit resource management yet, jco's objects have this method. */
const dispose = Symbol.dispose ?? Symbol.for('dispose');

/** WIT's unix-time, an unsigned integer of 64 bits. The error of `BigInt` would quote what is no number. */
function time(seconds) {
  if (seconds === undefined) return undefined;
  if (typeof seconds !== 'number') throw new TypeError(`a time must be a number of seconds, not ${typeof seconds}`);
  return BigInt(seconds);
}

export class SigningKey {
  #key;

  constructor({ accountSid, apiKeySid, apiKeySecret }) {
    this.#key = call(() => signer.SigningKey.create(accountSid, apiKeySid, apiKeySecret));
  }

  sign(token, now) {
    const json = typeof token === 'string' ? token : JSON.stringify(token);
    return call(() => minter.signJson(this.#key, json, time(now)));
  }

  [dispose]() {
    this.#key[dispose]();
  }
}

export class TokenVerifier {
  #verifier;

  constructor({ accountSid, apiKeySid, apiKeySecret }) {
    this.#verifier = call(() => verifier.TokenVerifier.create(accountSid, apiKeySid, apiKeySecret));
  }

  addKey({ accountSid, apiKeySid, apiKeySecret }) {
    call(() => this.#verifier.addKey(accountSid, apiKeySid, apiKeySecret));
  }

  setLeeway(seconds) {
    this.#verifier.setLeeway(seconds);
  }

  verify(token, now) {
    return JSON.parse(call(() => this.#verifier.verify(token, time(now))));
  }

  [dispose]() {
    this.#verifier[dispose]();
  }
}

export class WebhookKey {
  #key;

  constructor(secret, settings) {
    this.#key = call(() => webhooks.WebhookKey.create(secret, webhooks.parseSignatureSettings(settings).algorithm));
  }

  sign(url, fields = []) {
    return this.#key.sign(url, fields);
  }

  validateForm(signature, url, fields = []) {
    call(() => this.#key.validateForm(signature, url, fields));
  }

  validateBody(signature, url, body) {
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
    call(() => this.#key.validateBody(signature, url, bytes));
  }

  [dispose]() {
    this.#key[dispose]();
  }
}

export function inspect(token, { apiKeySecret, region, now } = {}) {
  return inspector.inspect(token, apiKeySecret, region, time(now));
}
