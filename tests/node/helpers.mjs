import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const require = createRequire(import.meta.url);

/** The package under test, as it stands in the checkout. */
export const ours = require('../../npm');
export const fetchApi = require('../../npm/fetch.js');
export const http = require('../../npm/http.js');

/** Twilio's own, the oracle. */
export const twilio = require('twilio');

const read = (name) => JSON.parse(readFileSync(new URL(`../vectors/${name}`, import.meta.url), 'utf8'));
export const golden = read('twilio-node-6.2.0.json');
export const vectors = read('room-tokens.json');
export const grantVectors = read('grants.json');
export const inspectVectors = read('inspect.json');
export const pitfalls = read('pitfalls.json');
export const capabilityVectors = read('capability.json');
export const webhooks = read('webhooks.json');

export const key = vectors.key;

/** Runs `action` with the clock stopped at `seconds`. */
export function at(context, seconds, action) {
  context.mock.timers.enable({ apis: ['Date'], now: seconds * 1000 });
  try {
    return action();
  } finally {
    context.mock.timers.reset();
  }
}
