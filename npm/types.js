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

function expectIfGiven(name, value, type) {
  if (value !== undefined && value !== null) expect(name, value, type);
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

/** Those fields of an object that are given, of the types that they must have; `json` is an object, which becomes its text. */
function fieldsOf(name, object, types) {
  expect(name, object, 'object');
  expectKnown(name, object, types);
  const fields = {};
  for (const field in types) {
    const value = object[field];
    if (value === undefined || value === null) continue;
    const json = types[field] === 'json';
    expect(`${name}.${field}`, value, json ? 'object' : types[field]);
    fields[field] = json ? JSON.stringify(value) : value;
  }
  return fields;
}

module.exports = { expect, expectIfGiven, expectKnown, fieldsOf, keyTexts };
