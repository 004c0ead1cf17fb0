import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { Worker } from 'node:worker_threads';

import { key, ours, vectors } from './helpers.mjs';

const { TokenError, TokenSigner } = ours;
const options = { accountSid: key.account_sid, apiKeySid: key.api_key_sid, apiKeySecret: key.api_key_secret };

test('absent fields may be left out, undefined or null', (context) => {
  context.mock.timers.enable({ apis: ['Date'], now: vectors.now * 1000 });
  const signer = new TokenSigner(options);
  const expected = signer.sign({ identity: 'alice' });
  for (const absent of [undefined, null]) {
    const fields = { identity: 'alice', ttl: absent, notBefore: absent, region: absent, video: absent };
    assert.equal(signer.sign(fields), expected);
    assert.equal(signer.sign({ identity: 'alice', video: { room: absent } }), signer.sign({ identity: 'alice', video: {} }));
  }
});

test('wrong types are named, and their values are not', () => {
  const signer = new TokenSigner(options);
  for (const [fields, name] of [
    [{}, 'identity'],
    [{ identity: null }, 'identity'],
    [{ identity: 4444 }, 'identity'],
    [{ identity: ['MarkedSecret'] }, 'identity'],
    [{ identity: 'alice', ttl: 'MarkedSecret' }, 'ttl'],
    [{ identity: 'alice', ttl: 60n }, 'ttl'],
    [{ identity: 'alice', notBefore: new Date() }, 'notBefore'],
    [{ identity: 'alice', region: 1 }, 'region'],
    [{ identity: 'alice', video: true }, 'video'],
    [{ identity: 'alice', video: 'MarkedSecret' }, 'video'],
    [{ identity: 'alice', video: { room: 5 } }, 'video.room'],
  ]) {
    assert.throws(
      () => signer.sign(fields),
      (error) =>
        error instanceof TokenError &&
        error instanceof Error &&
        error.code === 'invalid-type' &&
        error.message.startsWith(`${name} must be`) &&
        !inspect(error).includes('MarkedSecret'),
    );
  }
  for (const name of Object.keys(options)) {
    for (const value of [undefined, null, 5, Buffer.from('MarkedSecret')]) {
      assert.throws(() => new TokenSigner({ ...options, [name]: value }), { code: 'invalid-type' });
    }
  }
});

test('what is no object is named, too', () => {
  for (const value of [undefined, null, 'MarkedSecret', 5, ['MarkedSecret']]) {
    for (const [use, name] of [
      [() => new TokenSigner(options).sign(value), 'a token'],
      [() => new TokenSigner(value), 'a key'],
      [() => new ours.TokenVerifier([value]), 'a key'],
    ]) {
      const message = new RegExp(`^${name} must be of type object, not (undefined|null|string|number|array)\\.$`);
      assert.throws(use, { name: 'TokenError', code: 'invalid-type', message });
    }
  }
});

test('a field that is misspelt is refused, not left out', () => {
  const signer = new TokenSigner(options);
  for (const fields of [{ vidoe: {} }, { video: { rooms: 'daily' } }, { voice: { incoming: true } }, { sync: { service_sid: 'IS' } }]) {
    assert.throws(() => signer.sign({ identity: 'alice', ...fields }), { code: 'unknown-field' });
  }
});

test('rejects a custom grant under the key of a typed one, and names its option', () => {
  const signer = new TokenSigner(options);
  const typed = { chat: 'chat', data_sync: 'sync', player: 'playback', task_router: 'taskRouter', video: 'video', voice: 'voice' };
  for (const [key, name] of Object.entries(typed)) {
    for (const video of [undefined, {}, { room: 'daily' }]) {
      assert.throws(() => signer.sign({ identity: 'alice', video, custom: { [key]: {} } }), (error) => {
        assert.equal(error.code, 'invalid-grant');
        assert.equal(error.message, `invalid grant: the key "${key}" is reserved. Use the option ${name}.`);
        return error instanceof TokenError;
      });
    }
  }
  for (const identity of ['alice', 'bob']) {
    assert.throws(() => signer.sign({ identity: 'alice', custom: { identity } }), { code: 'invalid-grant' });
  }
});

test('rejects parameters without an application', () => {
  const voice = { outgoingApplicationParams: { a: 1 } };
  assert.throws(() => new TokenSigner(options).sign({ identity: 'alice', voice }), { code: 'invalid-application-sid' });
});

test('rejects parameters and a playback grant whose JSON is not an object', () => {
  const signer = new TokenSigner(options);
  for (const result of [undefined, null, 5, 'text', [1]]) {
    const value = { toJSON: () => result };
    const voice = { outgoingApplicationSid: `AP${'0'.repeat(32)}`, outgoingApplicationParams: value };
    assert.throws(() => signer.sign({ identity: 'alice', voice }), { code: 'invalid-type' }, `${result}`);
    assert.throws(() => signer.sign({ identity: 'alice', playback: value }), { code: 'invalid-type' }, `${result}`);
  }
});

test('numbers that are no whole seconds', () => {
  const signer = new TokenSigner(options);
  for (const [ttl, code] of [
    [0, 'ttl-too-short'],
    [-1, 'ttl-too-short'],
    [86401, 'ttl-too-long'],
    [2 ** 32 + 60, 'ttl-too-long'],
    [1.5, 'invalid-ttl'],
    [NaN, 'invalid-ttl'],
    [Infinity, 'invalid-ttl'],
  ]) {
    assert.throws(() => signer.sign({ identity: 'alice', ttl }), { code });
  }
  for (const notBefore of [-1, 0.5, NaN, Infinity]) {
    assert.throws(() => signer.sign({ identity: 'alice', notBefore }), { code: 'invalid-time' });
  }
});

test('an error says in which class and code it is', () => {
  assert.throws(() => new TokenSigner({ ...options, accountSid: 'AC' }), (error) => {
    assert.equal(error.name, 'TokenError');
    assert.match(String(error), /^TokenError: the Account SID is not one: .*\. Copy the Account SID/);
    return true;
  });
});

test('worker threads sign too', async () => {
  const source = `
    const { parentPort, workerData } = require('node:worker_threads');
    const { TokenSigner } = require(workerData.package);
    parentPort.postMessage(new TokenSigner(workerData.options).sign({ identity: 'alice' }));
  `;
  const sign = () => {
    const worker = new Worker(source, { eval: true, workerData: { package: fileURLToPath(new URL('../../npm/index.js', import.meta.url)), options } });
    return new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  };
  for (const jwt of await Promise.all([sign(), sign()])) assert.equal(jwt.split('.').length, 3);
});
