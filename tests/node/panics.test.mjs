// A panic in Rust is an error in JavaScript, and Node lives on. The addon is one that panics when it is asked to.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { key } from './helpers.mjs';

const addon = fileURLToPath(new URL('../../target/test/panics.node', import.meta.url));
const sources = new URL('../../crates/node/src/', import.meta.url);

// In a process of its own: one that is ended by a panic could not say so.
const SCRIPT = `
  const [addon, ...key] = process.argv.slice(1);
  const { Panicking, panicInFunction, panickingClosure, signer } = require(addon);
  const calm = new Panicking(false);
  const seen = [];
  for (const panic of [panicInFunction, panickingClosure(), () => new Panicking(true), () => calm.property, () => calm.method()]) {
    try {
      panic();
    } catch (error) {
      seen.push([error instanceof Error, error.message]);
    }
  }
  console.log(JSON.stringify([seen, signer(...key)('alice', 1_700_000_000).split('.').length]));
`;

test('Node outlives a panic', () => {
  const args = ['-e', SCRIPT, addon, key.account_sid, key.api_key_sid, key.api_key_secret];
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  assert.deepEqual([status, signal], [0, null], stderr);
  const [seen, parts] = JSON.parse(stdout);
  const places = ['in a function', 'in a closure', 'in a constructor', 'in a getter', 'in a method'];
  assert.equal(seen.length, places.length);
  for (const [index, [isError, message]] of seen.entries()) {
    assert.ok(isError);
    assert.match(message, new RegExp(places[index]));
    assert.match(stderr, new RegExp(`panicked at .*\\n${places[index]}`));
  }
  assert.equal(parts, 3);
});

test('every function of the addon catches panics', () => {
  const files = readdirSync(sources, { recursive: true }).filter((file) => file.endsWith('.rs'));
  const functions = files.flatMap((file) => {
    const source = readFileSync(new URL(file, sources), 'utf8');
    return [...source.matchAll(/#\[napi(.*)\]\n(?:\s*(?:#\[.*\]|\/\/\/.*)\n)*\s*pub (?:async )?fn (\w+)/g)];
  });
  assert.ok(functions.length > 30, `${functions.length}`);
  for (const [, attributes, name] of functions) assert.match(attributes, /catch_unwind/, name);
});
