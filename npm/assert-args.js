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

/** Names of fields, for `expectKnown`: an object without a prototype, since that is found in faster than a set. */
const known = (...names) => Object.assign(Object.create(null), Object.fromEntries(names.map((name) => [name, true])));

/**
 * A field that is misspelt would be left out, and a video grant without its room is one for every room. What it is called is not shown,
 * since it may be a value in the place of a name.
 */
function expectKnown(name, object, known) {
  for (const field in object) {
    if (!known[field]) {
      throw new TokenError('unknown-field', `${name} has a field other than ${Object.keys(known).join(', ')}.`);
    }
  }
}

/** The characters that JSON escapes, and halves of surrogate pairs. */
const SPECIAL = /["\\\u0000-\u001f\ud800-\udfff]/;

/** A string as `JSON.stringify` writes it. */
function quoted(text) {
  return SPECIAL.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** The JSON text of a string, which must be given, without its quotation marks: each part less makes the whole faster to read. */
function string(name, value) {
  if (typeof value === 'string' && !SPECIAL.test(value)) return value;
  expect(name, value, 'string');
  return JSON.stringify(value).slice(1, -1);
}

/** The member of a string, if it is given; `start` ends with the opening quotation mark. */
const optional = (start, name, value) => (isGiven(value) ? `${start}${string(name, value)}"` : '');

/** The member of a number, if it is given. */
function number(start, name, value) {
  if (!isGiven(value)) return '';
  expect(name, value, 'number');
  // JSON has no NaN or Infinity: a fraction stands in for them, which the core rejects with the same code.
  return start + (Number.isFinite(value) ? value : 0.5);
}

/** The JSON text of an object, whose `toJSON` must also return an object: the core would leave null out. */
function object(name, value) {
  expect(name, value, 'object');
  const json = jsonOf(name, value);
  if (!json.startsWith('{')) throw new TokenError('invalid-type', `${name} must be of type object in JSON.`);
  return json;
}

module.exports = {
  expect,
  expectIfGiven,
  expectKnown,
  expectTime,
  expectType,
  isGiven,
  jsonOf,
  keyTexts,
  known,
  number,
  object,
  optional,
  quoted,
  string,
};
