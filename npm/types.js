'use strict';

const { TokenError } = require('./token-error.js');

// The addon takes arguments of fixed types and, of others, would quote the value: what is given is checked here, and the message
// names the type that was found, never the value, which may be a secret.

function expect(name, value, type) {
  if (typeof value !== type || value === null || Array.isArray(value)) {
    const found = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
    throw new TokenError('invalid-type', `${name} must be of type ${type}, not ${found}.`);
  }
}

const isGiven = (value) => value !== undefined && value !== null;

function expectIfGiven(name, value, type) {
  if (isGiven(value)) expect(name, value, type);
}

/** What identifies an API key and its secret, in the order in which the addon takes them. */
function keyTexts({ accountSid, apiKeySid, apiKeySecret }) {
  for (const [name, value] of Object.entries({ accountSid, apiKeySid, apiKeySecret })) expect(name, value, 'string');
  return [accountSid, apiKeySid, apiKeySecret];
}

/** A field that is misspelt would be left out, and a video grant without its room is one for every room. */
function expectKnown(name, object, known) {
  for (const field in object) {
    if (!Object.hasOwn(known, field)) throw new TokenError('unknown-field', `${name} has no field ${field}.`);
  }
}

/**
 * The fields of an object in the order of `types`, which they must have; all undefined where there is no object. `json` is an object,
 * which becomes its text, and one with `!` must be given.
 */
function fieldsOf(name, object, types) {
  const given = isGiven(object);
  if (given) {
    expect(name, object, 'object');
    expectKnown(name, object, types);
  }
  const fields = [];
  for (const field in types) fields.push(given ? fieldOf(`${name}.${field}`, object[field], types[field]) : undefined);
  return fields;
}

function fieldOf(name, value, type) {
  if (type === 'string!') {
    expect(name, value, 'string');
    return value;
  }
  if (!isGiven(value)) return undefined;
  expect(name, value, type === 'json' ? 'object' : type);
  return type === 'json' ? JSON.stringify(value) : value;
}

module.exports = { expect, expectIfGiven, expectKnown, fieldsOf, isGiven, keyTexts };
