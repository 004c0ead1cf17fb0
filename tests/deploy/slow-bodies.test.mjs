// Clients that send the headers of a request and not all of its body. A worker holds an instance for each while it waits, and has
// room for some 330; a proxy that buffers requests waits instead.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { start, VARIABLES } from '../load/servers.mjs';
import { apiKey, BALANCERS, Fleet, worker } from './fleet.mjs';

/** More than a worker has room for. */
const CONNECTIONS = 400;
/** In seconds, what the balancers' files and the endpoint allow a request, and what a busy machine adds. */
const BOUND = 10;
const SLACK = 5;

const head = (...headers) =>
  ['POST /create-room-token HTTP/1.1', 'Host: localhost', 'Content-Type: application/json', ...headers, '', ''].join('\r\n');
/** Requests that never end, each of another kind. */
const UNFINISHED = [
  head('Content-Length: 64'),
  `${head('Content-Length: 64')}{"identity":`,
  `${head('Transfer-Encoding: chunked')}3e8\r\n${' '.repeat(1000)}\r\n`,
];
/** The same with headers that leave the body too little of HAProxy's buffer. */
const LONG_HEADERS = [
  `${head(...[1, 2, 3].map((number) => `X-${number}: ${'x'.repeat(7500)}`), 'Content-Length: 16384')}${' '.repeat(16_383)}`,
];

/** Sends the requests over `CONNECTIONS` connections. */
function open(port, requests) {
  return Array.from({ length: CONNECTIONS }, (_, index) => {
    const socket = connect(port, '127.0.0.1');
    // The other side may close before all is sent.
    socket.on('error', () => {});
    socket.write(requests[index % requests.length]);
    return socket;
  });
}

/** Asks for /healthz until `done`, and returns how many answers were 200, and how many seconds passed until the last that was not. */
async function probe(port, done) {
  const startedAt = performance.now();
  let stopped = false;
  let healthy = 0;
  let lastFailure = 0;
  done.then(() => (stopped = true));
  while (!stopped) {
    const answer = fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(2000) });
    const ok = await answer.then(async (response) => (await response.arrayBuffer(), response.ok)).catch(() => false);
    if (ok) healthy++;
    else lastFailure = (performance.now() - startedAt) / 1000;
    await sleep(50);
  }
  return { healthy, lastFailure };
}

/** Waits until the other side answers or hangs up. */
const rejected = (socket) =>
  new Promise((resolve) => {
    for (const event of ['data', 'close']) socket.once(event, resolve);
  });

/**
 * Sends the requests to a fleet of which one worker is left, which must answer others meanwhile. Returns after how many seconds
 * each was rejected.
 */
async function attack(balancer, requests) {
  const keys = [1, 2, 3].map(apiKey);
  const fleet = await Fleet.start(balancer, keys);
  let sockets = [];
  try {
    await Promise.all(fleet.workers.slice(1).map((each) => each.stop()));
    await sleep(1500);
    const { port } = new URL(fleet.url);
    const openedAt = performance.now();
    sockets = open(port, requests);
    const seconds = [];
    const all = Promise.all(sockets.map((socket) => rejected(socket).then(() => seconds.push((performance.now() - openedAt) / 1000))));
    const enough = Promise.all([sleep(2000), Promise.race([all, sleep((BOUND + SLACK) * 1000)])]);
    const [{ healthy, lastFailure }] = await Promise.all([probe(port, enough), fleet.loadDuring(enough, keys)]);
    assert.ok(healthy > 5, `${healthy} answers`);
    assert.equal(lastFailure, 0);
    assert.equal(seconds.length, CONNECTIONS, `${seconds.length} are rejected`);
    return seconds;
  } finally {
    for (const socket of sockets) socket.destroy();
    await fleet.stop();
  }
}

for (const [name, balancer] of Object.entries(BALANCERS)) {
  test(`${name}: answers while ${CONNECTIONS} clients hold back their bodies, and rejects those`, async () => {
    const seconds = await attack(balancer, UNFINISHED);
    assert.ok(Math.min(...seconds) > BOUND - 1, `rejected after ${Math.min(...seconds)} s`);
  });

  test(`${name}: answers while ${CONNECTIONS} clients do so after long headers, and rejects those`, async () => {
    await attack(balancer, LONG_HEADERS);
  });
}

test('without a balancer, a worker fails until the endpoint gives up on the bodies', async (t) => {
  const server = await start(worker(), undefined, { variables: VARIABLES });
  const sockets = open(server.port, UNFINISHED);
  try {
    const { healthy, lastFailure } = await probe(server.port, sleep(20_000));
    t.diagnostic(`/healthz failed for ${lastFailure.toFixed(1)} s`);
    assert.ok(lastFailure > 1 && lastFailure < BOUND + SLACK, `${lastFailure} s`);
    assert.ok(healthy > 5, `${healthy} answers`);
  } finally {
    for (const socket of sockets) socket.destroy();
    await server.stop();
  }
});
