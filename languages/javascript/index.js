// The component's functions as a JavaScript program would have them: seconds are numbers, and a refusal is an Error with a code.

import { inspector, minter, signer, verifier, webhooks } from './generated/component.js';

/** Why there is no result; `code` is its stable name. */
export class AccessTokenError extends Error {
  name = 'AccessTokenError';

  constructor(code, message, hint) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

/** Calls the component, whose refusals jco throws as WIT has them: objects of code, message and hint. */
function call(action) {
  try {
    return action();
  } catch (error) {
    if (error instanceof Error) throw error;
    throw new AccessTokenError(error.code, error.message, error.hint);
  }
}

/** Where there is no explicit resource management yet, jco's objects have this method. */
const dispose = Symbol.dispose ?? Symbol.for('dispose');

/** A string for the component; jco would replace half of a surrogate pair. Errors name the argument, never its value. */
function text(name, value) {
  if (typeof value !== 'string') throw new TypeError(`${name} must be of type string, not ${typeof value}`);
  if (!value.isWellFormed()) throw new AccessTokenError('invalid-utf8', `${name} contains half of a surrogate pair`, 'Pass a string without lone surrogates.');
  return value;
}

const textIfGiven = (name, value) => (value === undefined || value === null ? undefined : text(name, value));

/** An integer from 0 to `max`; jco would wrap any other around. */
function integer(name, value, max) {
  if (typeof value !== 'number') throw new TypeError(`${name} must be of type number, not ${typeof value}`);
  if (!Number.isInteger(value) || value < 0 || value > max) throw new RangeError(`${name} must be an integer from 0 to ${max}`);
  return value;
}

/** WIT's unix-time, an unsigned integer of 64 bits. */
function time(seconds) {
  return seconds === undefined ? undefined : BigInt(integer('now', seconds, Number.MAX_SAFE_INTEGER));
}

const keyTexts = ({ accountSid, apiKeySid, apiKeySecret }) =>
  Object.entries({ accountSid, apiKeySid, apiKeySecret }).map(([name, value]) => text(name, value));

function pairs(fields) {
  if (!Array.isArray(fields)) throw new TypeError('fields must be an array of [name, value]');
  return fields.map(([name, value]) => [text('the name of a field', name), text('the value of a field', value)]);
}

export class SigningKey {
  #key;

  constructor(key) {
    this.#key = call(() => signer.SigningKey.create(...keyTexts(key)));
  }

  sign(token, now) {
    const json = text('token', typeof token === 'string' ? token : JSON.stringify(token));
    return call(() => minter.signJson(this.#key, json, time(now)));
  }

  [dispose]() {
    this.#key[dispose]();
  }
}

export class TokenVerifier {
  #verifier;

  constructor(key) {
    this.#verifier = call(() => verifier.TokenVerifier.create(...keyTexts(key)));
  }

  addKey(key) {
    call(() => this.#verifier.addKey(...keyTexts(key)));
  }

  setLeeway(seconds) {
    this.#verifier.setLeeway(integer('leeway', seconds, 2 ** 32 - 1));
  }

  verify(token, now) {
    return JSON.parse(call(() => this.#verifier.verify(text('token', token), time(now))));
  }

  [dispose]() {
    this.#verifier[dispose]();
  }
}

export class WebhookKey {
  #key;

  constructor(secret, settings) {
    const header = textIfGiven('settings', settings);
    this.#key = call(() => webhooks.WebhookKey.create(text('secret', secret), webhooks.parseSignatureSettings(header).algorithm));
  }

  sign(url, fields = []) {
    return this.#key.sign(text('url', url), pairs(fields));
  }

  validateForm(signature, url, fields = []) {
    call(() => this.#key.validateForm(textIfGiven('signature', signature) ?? '', text('url', url), pairs(fields)));
  }

  validateBody(signature, url, body) {
    const bytes = typeof body === 'string' ? new TextEncoder().encode(text('body', body)) : body;
    call(() => this.#key.validateBody(textIfGiven('signature', signature) ?? '', text('url', url), bytes));
  }

  [dispose]() {
    this.#key[dispose]();
  }
}

export function inspect(token, { apiKeySecret, region, now } = {}) {
  return inspector.inspect(text('token', token), textIfGiven('apiKeySecret', apiKeySecret), textIfGiven('region', region), time(now));
}
