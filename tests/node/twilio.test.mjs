// What stands in for `require('twilio')`: every name that has to do with tokens and webhooks, and nothing that breaks a test double.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';

import * as named from '../../npm/twilio.js';
import { twilio } from './helpers.mjs';

const require = createRequire(import.meta.url);
const ours = require('../../npm/twilio.js');
const whole = require('../../npm');

test('every name of twilio that has to do with tokens and webhooks', () => {
  const kinds = (object) => Object.fromEntries(Object.entries(object).map(([name, value]) => [name, typeof value]));
  assert.deepEqual(kinds(ours.jwt), kinds(twilio.jwt));
  assert.deepEqual(kinds(ours.jwt.taskrouter), kinds(twilio.jwt.taskrouter));
  assert.deepEqual(kinds(ours.jwt.taskrouter.util), kinds(twilio.jwt.taskrouter.util));
  const webhooks = Object.keys(twilio).filter((name) => /^(validate|getExpected|webhook)/.test(name));
  assert.equal(webhooks.length, 8);
  for (const name of webhooks) assert.equal(ours[name], whole[name], name);
});

test('it stands for twilio.jwt as well, and its classes are those of the package', () => {
  for (const name of Object.keys(twilio.jwt)) assert.equal(ours[name], ours.jwt[name], name);
  for (const name of ['AccessToken', 'ClientCapability', 'ValidationToken', 'taskrouter', 'jwt']) assert.equal(ours[name], whole[name], name);
});

test('named imports', () => {
  const { default: all, 'module.exports': exports, ...names } = named;
  assert.equal(all, ours);
  assert.deepEqual({ ...names }, { ...ours });
});

test('there is no client of the API', () => {
  assert.throws(() => ours('AC', 'token'), { name: 'TokenError', code: 'no-api-client' });
});

test('what is exported may be replaced, and put back', (context) => {
  for (const target of [ours, ours.jwt, whole]) {
    const { AccessToken } = target;
    context.mock.method(target, 'AccessToken', () => 'a double');
    assert.equal(target.AccessToken(), 'a double');
    context.mock.restoreAll();
    assert.equal(target.AccessToken, AccessToken);
  }
  const fresh = freshPackage();
  fresh.webhook = 'before it was read';
  assert.equal(fresh.webhook, 'before it was read');
});

test('nothing is loaded before it is used', () => {
  const loaded = () => Object.keys(require.cache).filter(isOurs).map((file) => file.split('/').at(-1));
  const fresh = freshPackage();
  assert.deepEqual(loaded().sort(), ['exports.js', 'index.js']);
  assert.equal(typeof fresh.getExpectedBodyHash, 'function');
  assert.ok(loaded().includes('webhooks.js') && !loaded().includes('access-token.js'));
});

const isOurs = (file) => file.includes('/npm/') && file.endsWith('.js');

/** The package as a process has it that has just required it. */
function freshPackage() {
  for (const file of Object.keys(require.cache).filter(isOurs)) delete require.cache[file];
  return require('../../npm');
}
