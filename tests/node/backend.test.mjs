// Which back end all the other tests here are about.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ours } from './helpers.mjs';

test('the back end is the one that is asked for', (context) => {
  context.diagnostic(`the back end is ${ours.backend}`);
  assert.equal(ours.backend, process.env.TWILIO_ACCESS_TOKEN_BACKEND ?? 'native');
});

test('errors of the bundled entries have the names of their classes', async () => {
  const { default: bundled } = await import('../../npm/wasm/index.js');
  for (const name of ['TokenError', 'WebhookError']) assert.equal(new bundled[name]('code', 'message').name, name);
});
