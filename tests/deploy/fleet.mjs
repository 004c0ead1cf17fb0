// Fleets of workers behind a balancer: what deploy/ has, on free ports of 127.0.0.1, and without systemd.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { freePort, path, start, VARIABLES, wrk } from '../load/servers.mjs';

/** The npm package's. */
export const { TokenVerifier } = createRequire(import.meta.url)(path('npm'));
export const read = (file) => readFileSync(path(file), 'utf8');

/** The unit, with each setting on one line. */
export const UNIT = read('deploy/twilio-access-token@.service').replaceAll(/\\\n\s*/g, '');
const EXEC_START = UNIT.match(/^ExecStart=(.*)$/m)[1].split(' ');
/** What the interpreted workers' unit has for $WASMTIME_OPTIONS. */
export const INTERPRETED = { $WASMTIME_OPTIONS: read('deploy/interpreted.conf').match(/"WASMTIME_OPTIONS=(.*)"/)[1].split(' ') };
/** Where the unit has its programs, and where they are here. */
export const INSTALLED = {
  '/usr/local/bin/wasmtime': path('.venv/bin/wasmtime'),
  '/usr/local/lib/twilio-access-token/twilio-access-token-http.wasm': path('target/component/twilio-access-token-http.wasm'),
};

/** The unit's own command, but for those of its words that `changes` replaces with others, or with none. */
export function worker(changes = {}) {
  const known = { $WASMTIME_OPTIONS: [], ...INSTALLED, ...changes };
  const words = EXEC_START.flatMap((word) => known[word] ?? word);
  return (port) => words.map((word) => word.replace('${WORKER_ADDRESS}:%i', `127.0.0.1:${port}`));
}

/** What a fleet is put under load for, ends by then. */
const AT_MOST_SECONDS = 60;

/** API keys that differ, so that a token tells who signed it. */
export const apiKey = (number) => ({
  API_KEY: `SK${String(number).padStart(32, '0')}`,
  API_SECRET: `the-32-character-secret-of-key-${number}`,
});

/** How a balancer is started with its file of deploy/. */
export const BALANCERS = {
  HAProxy: {
    file: 'haproxy.cfg',
    command: (folder) => ['haproxy', '-f', join(folder, 'haproxy.cfg')],
    socket: (folder) => join(folder, 'admin.sock'),
  },
  nginx: {
    file: 'nginx.conf',
    command(folder) {
      const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
      const temporary = kinds.map((kind) => `${kind}_temp_path ${join(folder, kind)};`).join(' ');
      const http = `access_log off; ${temporary} include ${join(folder, 'nginx.conf')};`;
      const main = `daemon off; worker_processes 2; pid ${join(folder, 'pid')}; events { worker_connections 4000; } http { ${http} }`;
      writeFileSync(join(folder, 'main.conf'), main);
      return ['nginx', '-p', folder, '-e', join(folder, 'error.log'), '-c', join(folder, 'main.conf')];
    },
    socket: () => undefined,
  },
};

/** Three workers and what stands before them. */
export class Fleet {
  workers = [];
  #balancer;
  #folder = mkdtempSync(join(tmpdir(), 'fleet-'));

  /** Starts each worker with its own variables. */
  static async start({ file, command, socket }, variables, changes) {
    const fleet = new Fleet();
    try {
      fleet.workers = await Promise.all(variables.map((own) => start(worker(changes), undefined, { variables: { ...VARIABLES, ...own } })));
      const port = await freePort();
      fleet.socket = socket(fleet.#folder);
      const ports = Object.fromEntries([8080, 8101, 8102, 8103].map((given, index) => [given, [port, ...fleet.ports][index]]));
      const text = read(`deploy/${file}`).replaceAll(/\b8\d{3}\b/g, (given) => ports[given]);
      writeFileSync(join(fleet.#folder, file), text.replace('/run/haproxy/admin.sock', fleet.socket));
      fleet.#balancer = await start(() => command(fleet.#folder), port, { variables: {} });
    } catch (error) {
      await fleet.stop();
      throw error;
    }
    return fleet;
  }

  get ports() {
    return this.workers.map(({ port }) => port);
  }

  get url() {
    return this.#balancer.url;
  }

  /** A file of the fleet's own. */
  path(name) {
    return join(this.#folder, name);
  }

  /** Starts a worker that has ended again, with other variables if there are any. */
  async restart(index, own) {
    this.workers[index] = await start(worker(), this.workers[index].port, { variables: { ...VARIABLES, ...own } });
  }

  /**
   * Asks for tokens while something goes on, and a little longer. No request may fail, and each token must be one of the keys'.
   * Returns which key signed each, in the order of the answers.
   */
  async loadDuring(event, keys) {
    const answers = this.path('answers');
    const enough = event.then(() => sleep(500));
    const [{ requests, failed }] = await Promise.all([wrk(this.url, AT_MOST_SECONDS, { answers, enough }), event]);
    assert.ok(requests > 100, `${requests} requests`);
    assert.equal(failed, 0, `${failed} of ${requests} requests failed`);
    const tokens = readFileSync(answers, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line).token);
    // What is under way in the end is answered, and not counted.
    assert.ok(tokens.length >= requests, `${tokens.length} tokens of ${requests} requests`);
    const verifier = new TokenVerifier(
      keys.map(({ API_KEY, API_SECRET }) => ({
        accountSid: VARIABLES.ACCOUNT_SID,
        apiKeySid: API_KEY,
        apiKeySecret: API_SECRET,
      })),
    );
    return tokens.map((token) => verifier.verify(token).iss);
  }

  async stop() {
    // nginx takes its processes with it only if it is asked to end.
    await this.#balancer?.stop('SIGTERM');
    await Promise.all(this.workers.map((server) => server.stop()));
    rmSync(this.#folder, { recursive: true });
  }
}
