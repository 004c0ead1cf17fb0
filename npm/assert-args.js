'use strict';

const { TokenError } = require('./errors.js');
const { illFormed } = require('./twilio-compat.js');

// The back end's calls have arguments of fixed types. They are checked here: the message names the type that was found, never the value,
// which may be a secret.

function expect(name, value, type) {
  expectType(name, value, type);
  if (type === 'string' && !value.isWellFormed()) throw loneSurrogate(name);
}

/** The same, for a string that need not be Unicode. */
function expectType(name, value, type) {
  if (typeof value !== type || value === null || Array.isArray(value)) {
    const found = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
    throw new TokenError('invalid-type', `${name} must be of type ${type}, not ${found}.`);
  }
}

const loneSurrogate = (name) => new TokenError('invalid-type', illFormed(name));

/** A value as JSON text, in which `JSON.stringify` escapes lone surrogates, and nothing else that begins with `\ud`. */
function jsonOf(name, value) {
  const json = JSON.stringify(value) ?? 'null';
  if (/(?<!\\)(\\\\)*\\ud/.test(json)) throw loneSurrogate(name);
  return json;
}

const isGiven = (value) => value !== undefined && value !== null;

function expectIfGiven(name, value, type) {
  if (isGiven(value)) expect(name, value, type);
}

/** A time, as the back end takes it. */
function expectTime(name, value) {
  expect(name, value, 'number');
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new TokenError('invalid-time', `${name} must be a whole number of seconds since 1970.`);
  }
}

/** What identifies an API key and its secret, in the order of the back end's calls. */
function keyTexts(key) {
  expect('a key', key, 'object');
  const { accountSid, apiKeySid, apiKeySecret } = key;
  for (const [name, value] of Object.entries({ accountSid, apiKeySid, apiKeySecret })) expect(name, value, 'string');
  return [accountSid, apiKeySid, apiKeySecret];
}

/**
 * A field that is misspelt would be left out, and a video grant without its room is one for every room. What it is called is not shown,
 * since it may be a value in the place of a name.
 */
function expectKnown(name, object, known) {
  for (const field in object) {
    if (!Object.hasOwn(known, field)) {
      throw new TokenError('unknown-field', `${name} has a field other than ${Object.keys(known).join(', ')}.`);
    }
  }
}

/**
 * The JSON text of a field of `object`, if it is given and of its type. `json` is any object; `string!` must be given.
 */
function fieldOf(object, name, value, type) {
  const required = type === 'string!';
  if (type === 'string' || required) {
    if (typeof value === 'string' && value.isWellFormed()) return quoted(value);
  } else if (typeof value === type) {
    // JSON has no NaN or Infinity: a fraction stands in for them, which the core rejects with the same code.
    return type === 'number' && !Number.isFinite(value) ? '0.5' : `${value}`;
  }
  if (!isGiven(value) && !required) return undefined;
  // Only here, since joining the names takes longer than all else.
  const path = object ? `${object}.${name}` : name;
  expect(path, value, { json: 'object', 'string!': 'string' }[type] ?? type);
  return jsonOf(path, value);
}

/** A string as `JSON.stringify` writes it. */
function quoted(text) {
  return /["\\\u0000-\u001f\ud800-\udfff]/.test(text) ? JSON.stringify(text) : `"${text}"`;
}

module.exports = { expect, expectIfGiven, expectKnown, expectTime, expectType, fieldOf, isGiven, jsonOf, keyTexts, quoted };
