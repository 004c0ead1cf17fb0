// A panic in Rust is an error in JavaScript, and Node lives on. The addon is one with a call that panics.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { key } from './helpers.mjs';

const addon = fileURLToPath(new URL('../../target/test/panics.node', import.meta.url));

// In a process of its own, whose end the test sees.
const SCRIPT = `
  const [addon, ...key] = process.argv.slice(1);
  const { panic, signerNew, signerSignRoom } = require(addon);
  const signer = signerNew(...key);
  let seen;
  try {
    panic();
  } catch (error) {
    seen = [error instanceof Error, error.message];
  }
  console.log(JSON.stringify([...seen, signerSignRoom(signer, 'alice', 1_700_000_000, 0, 'daily').split('.').length]));
`;

test('Node outlives a panic, and objects are as before', () => {
  const args = ['-e', SCRIPT, addon, key.account_sid, key.api_key_sid, key.api_key_secret];
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  assert.deepEqual([status, signal], [0, null], stderr);
  const [isError, message, parts] = JSON.parse(stdout);
  assert.ok(isError);
  assert.match(message, /a call of the test/);
  assert.match(stderr, /panicked at .*\na call of the test/);
  assert.equal(parts, 3);
});
