'use strict';

const native = require('./native.js');
const { TokenError } = require('./token-error.js');

const JSON_TYPE = 'application/json';

// What the hosts of the endpoint have in common. Rules and answers are the addon's.

/** The endpoint, configured by `env`. The addon gets the variables that it reads, and no other secret. */
function createEndpoint(env) {
  const names = native.endpointVariables().filter((name) => Object.hasOwn(env, name));
  const variables = names.map((name) => [name, env[name]]);
  return new native.Endpoint(variables.filter(([, value]) => typeof value === 'string'));
}

/** Throws what keeps the endpoint from minting, if anything does. */
function check(endpoint) {
  try {
    endpoint.check();
  } catch (error) {
    throw TokenError.from(error);
  }
}

/** Answers a request now; one whose body did not come in time if `timedOut` is set. */
function answer(endpoint, request, timedOut = false) {
  const now = Math.floor(Date.now() / 1000);
  const { log, ...response } = timedOut ? endpoint.timedOut(request, now) : endpoint.handle(request, now);
  if (log) console.log(log);
  return response;
}

/** Names and values in turn, two by two. */
function* pairs(flat) {
  for (let index = 0; index < flat.length; index += 2) yield [flat[index], flat[index + 1]];
}

/**
 * A body that the host has parsed, written again: JSON where it was JSON, else a form, which has but strings and, where a field
 * is repeated, lists of them.
 */
function serialize(fields, contentType) {
  if (/^application\/json\b/i.test(contentType)) return { type: JSON_TYPE, body: Buffer.from(JSON.stringify(fields)) };
  const form = new URLSearchParams();
  for (const [name, values] of Object.entries(fields)) {
    for (const value of [values].flat()) if (typeof value === 'string') form.append(name, value);
  }
  return { type: 'application/x-www-form-urlencoded', body: Buffer.from(form.toString()) };
}

module.exports = { JSON_TYPE, answer, check, createEndpoint, pairs, serialize };
