// Three workers behind each balancer, under load: no request fails, whatever becomes of a worker.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import { path } from '../load/servers.mjs';
import { apiKey, BALANCERS, Fleet } from './fleet.mjs';

const run = promisify(execFile);
const sids = (keys) => keys.map(({ API_KEY }) => API_KEY);
/** How many of the last answers tell who answers in the end. */
const LAST = 300;

for (const [name, balancer] of Object.entries(BALANCERS)) {
  test(`${name}: a worker is killed, another is ended, both come back, and no request fails`, async () => {
    const keys = [1, 2, 3, 4, 5].map(apiKey);
    const fleet = await Fleet.start(balancer, keys.slice(0, 3));
    try {
      const faults = async () => {
        await sleep(700);
        await fleet.workers[0].stop('SIGKILL');
        await sleep(700);
        await fleet.restart(0, keys[3]);
        await sleep(700);
        await fleet.workers[1].stop('SIGTERM');
        await sleep(700);
        await fleet.restart(1, keys[4]);
        await sleep(1000);
      };
      const signers = await fleet.loadDuring(faults(), keys);
      assert.deepEqual([...new Set(signers)].sort(), sids(keys));
      // The restarted workers are in use again.
      assert.deepEqual([...new Set(signers.slice(-LAST))].sort(), sids(keys.slice(2)));
    } finally {
      await fleet.stop();
    }
  });

  test(`${name}: a worker whose configuration is wrong is not asked`, async () => {
    const keys = [1, 2].map(apiKey);
    const fleet = await Fleet.start(balancer, [...keys, { TOKEN_AUTH: '' }]);
    try {
      assert.deepEqual([...new Set(await fleet.loadDuring(sleep(500), keys))].sort(), sids(keys));
    } finally {
      await fleet.stop();
    }
  });

  test(`${name}: rotate.sh gives all workers another key, and no request fails`, async () => {
    const [old, next] = [1, 2].map(apiKey);
    const fleet = await Fleet.start(balancer, [old, old, old]);
    const systemd = await Systemd.start(fleet);
    try {
      systemd.write('env', old);
      systemd.write('next.env', next);
      const rotation = systemd.rotate('next.env');
      const signers = await fleet.loadDuring(rotation, [old, next]);
      const { stdout } = await rotation;
      assert.deepEqual(systemd.restarted, fleet.ports);
      assert.match(stdout, /\nthe last token of the old key expires at \d{4}-\d\d-\d\d [\d:]{8} /);
      assert.ok(!stdout.includes(old.API_SECRET) && !stdout.includes(next.API_SECRET));
      assert.equal(readFileSync(fleet.path('env'), 'utf8'), readFileSync(fleet.path('next.env'), 'utf8'));

      assert.equal(signers[0], old.API_KEY);
      assert.deepEqual(new Set(signers), new Set(sids([old, next])));
      assert.deepEqual(new Set(signers.slice(-LAST)), new Set([next.API_KEY]));
    } finally {
      await systemd.stop();
      await fleet.stop();
    }
  });

  test(`${name}: rotate.sh takes a wrong key back, and no request fails`, async () => {
    const old = apiKey(1);
    const fleet = await Fleet.start(balancer, [old, old, old]);
    const systemd = await Systemd.start(fleet);
    try {
      systemd.write('env', old);
      // The two are swapped.
      systemd.write('next.env', { API_KEY: old.API_SECRET, API_SECRET: old.API_KEY });
      const before = readFileSync(fleet.path('env'), 'utf8');
      const rotation = systemd.rotate('next.env');
      const refused = rotation.catch(() => {});
      assert.deepEqual(new Set(await fleet.loadDuring(refused, [old])), new Set([old.API_KEY]));
      await assert.rejects(rotation, ({ code, stderr }) => {
        assert.equal(code, 1);
        assert.match(stderr, /^error: \d+ is not healthy with .*; back to the old one$/m);
        return !stderr.includes(old.API_SECRET);
      });
      assert.deepEqual(systemd.restarted, [fleet.ports[0], fleet.ports[0]]);
      assert.equal(readFileSync(fleet.path('env'), 'utf8'), before);
    } finally {
      await systemd.stop();
      await fleet.stop();
    }
  });
}

test('rotate.sh leaves all as it is if HAProxy does not know a worker', async () => {
  const old = apiKey(1);
  const fleet = await Fleet.start(BALANCERS.HAProxy, [old, old, old]);
  const systemd = await Systemd.start(fleet);
  try {
    systemd.write('env', old);
    systemd.write('next.env', apiKey(2));
    await assert.rejects(systemd.rotate('next.env', '9'), { code: 1, stderr: 'error: HAProxy says of 9: No such server.\n' });
    assert.deepEqual(systemd.restarted, []);
    assert.match(readFileSync(fleet.path('env'), 'utf8'), new RegExp(`^API_KEY=${old.API_KEY}$`, 'm'));
  } finally {
    await systemd.stop();
    await fleet.stop();
  }
});

/** Does for the workers what systemd would, when bin/systemctl asks for it. */
class Systemd {
  restarted = [];
  #fleet;
  #server = createServer((request, response) => {
    this.#restart(request.url).then(
      () => response.end(),
      (error) => response.writeHead(500).end(`${error}\n`),
    );
  });
  #starting = [];

  static async start(fleet) {
    const systemd = new Systemd();
    systemd.#fleet = fleet;
    systemd.#server.listen(fleet.path('systemd'));
    await once(systemd.#server, 'listening');
    return systemd;
  }

  /** Writes a file of variables. */
  write(name, variables) {
    writeFileSync(this.#fleet.path(name), Object.entries(variables).map((pair) => `${pair.join('=')}\n`).join(''));
  }

  async rotate(name, ...more) {
    const { ports, socket } = this.#fleet;
    const env = {
      PATH: `${path('tests/deploy/bin')}:${process.env.PATH}`,
      ENV_FILE: this.#fleet.path('env'),
      SYSTEMD: this.#fleet.path('systemd'),
      SETTLE: '1.2',
      ...(socket && { HAPROXY_SOCKET: socket }),
    };
    return run(path('deploy/rotate.sh'), [this.#fleet.path(name), ...ports.map(String), ...more], { env });
  }

  async #restart(url) {
    const [, port] = url.match(/^\/restart\/twilio-access-token@(\d+)\.service$/);
    const index = this.#fleet.ports.indexOf(Number(port));
    const lines = readFileSync(this.#fleet.path('env'), 'utf8').trimEnd().split('\n');
    await this.#fleet.workers[index].stop('SIGTERM');
    this.restarted.push(Number(port));
    // As systemd's, the answer comes as soon as the worker is started, and not when it listens.
    this.#starting.push(this.#fleet.restart(index, Object.fromEntries(lines.map((line) => line.split('=', 2)))));
  }

  async stop() {
    await Promise.all(this.#starting);
    this.#server.close();
  }
}
