// The unit for systemd, by what systemd-analyze says of it, and the variables that it and its example name.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import { start, VARIABLES, wrk } from '../load/servers.mjs';
import { INSTALLED, INTERPRETED, read, UNIT, worker } from './fleet.mjs';

const run = promisify(execFile);
/** What MemoryDenyWriteExecute= refuses: systemd.exec(5). */
const MADE_EXECUTABLE = /\b(?:pkey_)?mprotect\(.*PROT_EXEC|\bmmap\(.*PROT_WRITE\|PROT_EXEC/;

async function withUnit(use) {
  const folder = mkdtempSync(join(tmpdir(), 'unit-'));
  try {
    const file = join(folder, 'twilio-access-token@.service');
    const settings = UNIT + read('deploy/interpreted.conf');
    writeFileSync(file, Object.entries(INSTALLED).reduce((text, [theirs, ours]) => text.replace(theirs, ours), settings));
    return await use(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('systemd takes every setting', () =>
  withUnit(async (file) => {
    const { stdout, stderr } = await run('systemd-analyze', ['verify', '--man=no', file]);
    assert.equal(stdout + stderr, '');
    // What is wrong is told.
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n[Service]\nSystemCallFilter=@nothing\n`);
    assert.match((await run('systemd-analyze', ['verify', '--man=no', file])).stderr, /@nothing/);
  }));

test('systemd calls it well confined: at most 1.5 of 10', () =>
  withUnit((file) => run('systemd-analyze', ['security', '--offline=true', '--threshold=15', '--no-pager', file])));

/** What strace tells of a worker that is put under load. */
async function traced(changes) {
  const folder = mkdtempSync(join(tmpdir(), 'strace-'));
  const trace = join(folder, 'trace');
  try {
    // With -D the worker is the child, and strace its grandchild, which ends with it. Its cache is empty, as that of a new worker.
    const command = (port) => ['strace', '-D', '-f', '-o', trace, ...worker(changes)(port)];
    const server = await start(command, undefined, { variables: { ...VARIABLES, XDG_CACHE_HOME: join(folder, 'cache') } });
    try {
      const { requests, failed } = await wrk(server.url, 1);
      assert.ok(requests > 10, `${requests} requests`);
      assert.equal(failed, 0);
    } finally {
      await server.stop('SIGTERM');
      await sleep(200);
    }
    return readFileSync(trace, 'utf8');
  } finally {
    rmSync(folder, { recursive: true, maxRetries: 5 });
  }
}

test('a worker needs no system call that the unit refuses, but to be nice', async () => {
  const trace = await traced();
  const called = new Set([...trace.matchAll(/^\d+ +(\w+)\(/gm)].map(([, name]) => name));
  const allowed = await allowedCalls();
  assert.ok(called.has('accept4') && called.has('openat'), [...called].join(' '));
  assert.deepEqual([...called].filter((name) => !allowed.has(name) && name !== 'setpriority'), []);
  // Which is why it cannot have MemoryDenyWriteExecute=.
  assert.match(trace, MADE_EXECUTABLE);
  assert.doesNotMatch(UNIT, /^MemoryDenyWriteExecute=/m);
});

test('an interpreted worker makes no memory executable', async () => {
  assert.doesNotMatch(await traced(INTERPRETED), MADE_EXECUTABLE);
});

/** What the unit's lines of SystemCallFilter= come to. */
async function allowedCalls() {
  const sets = new Map();
  const { stdout } = await run('systemd-analyze', ['syscall-filter', '--no-pager']);
  for (const [, name, members] of stdout.matchAll(/^(@[\w-]+)\n((?: +.*\n)+)/gm)) {
    sets.set(name, members.split('\n').map((line) => line.trim()).filter((line) => line && !line.startsWith('#')));
  }
  const calls = (name) => (sets.has(name) ? sets.get(name).flatMap(calls) : [name]);
  const allowed = new Set();
  for (const [, not, names] of UNIT.matchAll(/^SystemCallFilter=(~?)(.*)$/gm)) {
    for (const call of names.split(' ').flatMap(calls)) not ? allowed.delete(call) : allowed.add(call);
  }
  assert.ok(allowed.size > 200, `${allowed.size} system calls`);
  return allowed;
}

test('the unit hands on every variable of the endpoint, and the example names no other', () => {
  const handedOn = [...UNIT.matchAll(/ --env (\S+)/g)].map(([, name]) => name);
  const rows = read('docs/endpoint.md').match(/^\| `[A-Z].*$/gm);
  const documented = rows.flatMap((row) => [...row.split('|')[1].matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name));
  assert.deepEqual(handedOn.sort(), documented.filter((name) => !name.startsWith('TWILIO_')).sort());
  assert.equal(new Set(handedOn).size, handedOn.length);

  const examples = read('deploy/env.example').match(/^\w+(?==)/gm);
  assert.ok(examples.length >= 4);
  assert.deepEqual(examples.filter((name) => !handedOn.includes(name)), []);
});
