// The endpoint under load, on both of its hosts: that nothing fails, that memory stays, and that neither a crash nor other
// people's bad requests take more with them than they must. How fast it is, `just bench endpoint` measures.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { Client } from './client.mjs';
import { HOSTS, start, wrk } from './servers.mjs';

for (const [name, command] of Object.entries(HOSTS)) {
  test(`${name}: 64 connections, no failure, and memory stays`, async () => {
    const server = await start(command);
    try {
      await wrk(server.url, 3);
      const before = server.memory();
      const { requests, failed } = await wrk(server.url, 4);
      const after = server.memory();
      assert.ok(requests > 100, `${requests} requests`);
      assert.equal(failed, 0);
      // What a garbage collector puts off is let pass; some kilobytes that each request leaves behind are not.
      assert.ok(after < before * 1.25 + 16, `${before} MiB before, ${after} MiB after`);
    } finally {
      await server.stop();
    }
  });

  test(`${name}: killed and started again under load, it loses the open requests alone`, async () => {
    let server = await start(command);
    const client = new Client(server.port);
    let open;
    let killedAt;
    let goneAt;
    let backAt;
    try {
      await sleep(1000);
      ({ open } = client);
      killedAt = performance.now();
      server.kill();
      await server.stop();
      goneAt = performance.now();
      await sleep(300);
      server = await start(command, server.port);
      backAt = performance.now();
      await sleep(1000);
    } finally {
      await client.stop();
      await server.stop();
    }
    const during = (from, to) => client.fates.filter(({ startedAt }) => startedAt >= from && startedAt < to);
    const outcomes = (fates) => [...new Set(fates.map(({ outcome }) => outcome))].sort();

    const before = during(0, killedAt);
    const lost = before.filter(({ outcome }) => outcome !== 200);
    assert.ok(before.length > 100 && open > 0, `${before.length} requests, ${open} open`);
    assert.ok(lost.length <= open, `${lost.length} lost, ${open} open`);
    assert.ok(lost.every(({ outcome, endedAt }) => outcome === 'hung up' && endedAt > killedAt));
    // While it dies, the kernel may still take a connection, for nobody; from then on there is none to take.
    assert.ok(outcomes(during(killedAt, goneAt)).every((outcome) => [200, 'hung up', 'refused'].includes(outcome)));
    assert.ok(outcomes(during(goneAt, backAt)).every((outcome) => [200, 'refused'].includes(outcome)));
    assert.ok(outcomes(during(goneAt, backAt)).includes('refused'));
    const later = during(backAt, Infinity);
    assert.ok(later.length > 100, `${later.length} requests after the restart`);
    assert.deepEqual(outcomes(later), [200]);
  });

  test(`${name}: bad requests at a tenth of the load leave the good ones alone`, async () => {
    const server = await start(command);
    const client = new Client(server.port, { bad: true });
    try {
      await sleep(2500);
    } finally {
      await client.stop();
      await server.stop();
    }
    const good = client.fates.filter(({ kind }) => kind === 'good');
    const bad = client.fates.filter(({ kind }) => kind !== 'good');
    assert.ok(good.length > 100, `${good.length} good requests`);
    assert.deepEqual(good.filter(({ outcome }) => outcome !== 200), []);
    assert.equal(new Set(bad.map(({ kind }) => kind.name)).size, 4);
    for (const { kind, outcome } of bad) assert.ok(kind.statuses.includes(outcome), `${kind.name}: ${outcome}`);
  });
}
