// Which back end all the other tests here are about.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ours } from './helpers.mjs';

test('the back end is the one that is asked for', (context) => {
  context.diagnostic(`the back end is ${ours.backend}`);
  assert.equal(ours.backend, process.env.TWILIO_ACCESS_TOKEN_BACKEND ?? 'native');
});
