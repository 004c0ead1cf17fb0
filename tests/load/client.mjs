// A client that keeps some connections busy and knows what became of each request.
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { ENDPOINT, QUESTION } from './servers.mjs';

/** Bad requests, and how they may be answered; a server may also hang up on whoever does not speak HTTP or says too much. */
const BAD = [
  { name: 'wrong JSON', body: '{"identity":', statuses: [400] },
  { name: 'another path', path: '/nothing', statuses: [404] },
  { name: 'a megabyte', body: 'x'.repeat(1 << 20), statuses: [413, 'hung up'] },
  { name: 'no HTTP', raw: 'POST \u0000 nonsense\r\n\r\n', statuses: [400, 'hung up'] },
];

const JSON_TYPE = { 'content-type': 'application/json' };

/**
 * Keeps `connections` connections busy until it is stopped. Of its requests every tenth is a bad one if `bad` is set; those
 * have connections of their own, as other people's would.
 */
export class Client {
  /** What became of the requests: of which kind each was, from when to when, and its outcome, a status, `refused` or `hung up`. */
  fates = [];
  /** How many good requests wait for an answer. */
  open = 0;
  #port;
  #bad;
  #stopped = false;
  #workers;
  #asked = 0;

  constructor(port, { connections = 64, bad = false } = {}) {
    this.#port = port;
    this.#bad = bad;
    this.#workers = Array.from({ length: connections }, () => this.#work());
  }

  async stop() {
    this.#stopped = true;
    await Promise.all(this.#workers);
    return this.fates;
  }

  async #work() {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (!this.#stopped) {
      this.#asked++;
      const bad = this.#bad && this.#asked % 10 === 0 ? BAD[(this.#asked / 10) % BAD.length] : undefined;
      const startedAt = performance.now();
      if (bad === undefined) this.open++;
      const outcome = bad === undefined ? await this.#good(agent) : await this.#spoil(bad);
      if (bad === undefined) this.open--;
      this.fates.push({ kind: bad ?? 'good', outcome, startedAt, endedAt: performance.now() });
      if (outcome === 'refused') await sleep(20);
    }
    agent.destroy();
  }

  async #good(agent) {
    const { status, text } = await this.#ask({ agent, path: ENDPOINT }, QUESTION);
    return status === 200 && !text.includes('"token":"eyJ') ? 'no token' : status;
  }

  async #spoil({ path = ENDPOINT, body = QUESTION, raw }) {
    if (raw !== undefined) return this.#shout(raw);
    return (await this.#ask({ agent: false, path }, body)).status;
  }

  #ask(options, body) {
    const headers = { ...JSON_TYPE, 'content-length': Buffer.byteLength(body) };
    return new Promise((resolve) => {
      const failed = ({ code }) => resolve({ status: code === 'ECONNREFUSED' ? 'refused' : 'hung up' });
      const sent = request({ host: '127.0.0.1', port: this.#port, method: 'POST', headers, ...options }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode, text }));
        response.on('error', failed);
      });
      sent.on('error', failed);
      sent.end(body);
    });
  }

  /** Sends what is no HTTP. */
  #shout(raw) {
    return new Promise((resolve) => {
      let heard = '';
      const socket = connect(this.#port, '127.0.0.1', () => socket.write(raw));
      socket.setEncoding('latin1');
      socket.on('data', (chunk) => (heard += chunk));
      socket.on('error', () => {});
      socket.on('close', () => resolve(Number(heard.match(/^HTTP\/1\.1 (\d{3})/)?.[1]) || 'hung up'));
    });
  }
}
