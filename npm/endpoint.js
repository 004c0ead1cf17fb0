'use strict';

const backend = require('./backend.js');
const { TokenError, rethrown } = require('./errors.js');
const { own } = require('./own.js');

const JSON_TYPE = 'application/json';

// What the hosts of the endpoint have in common. The endpoint crate has the rules and the answers.

/** The names of the variables that the endpoint reads, and the limits that its host keeps. */
const { variables: VARIABLES, publicKeyVariables: PUBLIC_KEYS, ...LIMITS } = JSON.parse(backend.endpointLimits());

/** The endpoint, configured by `env`. The back end gets the variables that it reads, and no other secret. */
class Endpoint {
  #calls;
  #endpoint;

  constructor(env) {
    const given = VARIABLES.filter((name) => Object.hasOwn(env, name) && typeof env[name] === 'string');
    this.#calls = given.some((name) => PUBLIC_KEYS.includes(name)) ? backend.withPublicKeys() : backend;
    const environment = this.#calls.environmentNew();
    for (const name of given) this.#calls.environmentSet(environment, name, env[name]);
    this.#endpoint = own(this, this.#calls.endpointNew(environment), this.#calls.endpointFree);
  }

  /** Throws the first configuration error, if there is one. */
  check() {
    rethrown(TokenError, () => this.#calls.endpointCheck(this.#endpoint));
  }

  /** Answers a request: its method, target, headers (names and values in turn) and body. */
  handle({ body, ...head }, now) {
    return JSON.parse(this.#calls.endpointHandle(this.#endpoint, JSON.stringify(head), body, now));
  }

  /** Answers a request whose body did not come in time. */
  timedOut({ method, target, headers }, now) {
    return JSON.parse(this.#calls.endpointTimedOut(this.#endpoint, JSON.stringify({ method, target, headers }), now));
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

module.exports = { Endpoint, JSON_TYPE, LIMITS, answer, pairs, serialize };
