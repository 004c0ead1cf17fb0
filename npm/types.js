'use strict';

const { TokenError } = require('./token-error.js');
const { illFormed } = require('./twilio-rules.js');

// The addon takes arguments of fixed types and, of others, would quote the value: what is given is checked here, and the message
// names the type that was found, never the value, which may be a secret.

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

/** What identifies an API key and its secret, in the order in which the addon takes them. */
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
 * The value of a field of `object`, if it is given and of its type. `json` is an object, which becomes its text; `string!` must be given.
 */
function fieldOf(object, name, value, type) {
  const required = type === 'string!';
  const isString = type === 'string' || required;
  if (typeof value === (isString ? 'string' : type) && (!isString || value.isWellFormed())) return value;
  if (!isGiven(value) && !required) return undefined;
  // Only here, since to put the names together takes longer than all else.
  const path = object ? `${object}.${name}` : name;
  expect(path, value, { json: 'object', 'string!': 'string' }[type] ?? type);
  return jsonOf(path, value);
}

module.exports = { expect, expectIfGiven, expectKnown, expectType, fieldOf, isGiven, jsonOf, keyTexts };
