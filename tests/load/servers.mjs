// The servers that are put under load, each a process of its own on 127.0.0.1, and wrk, which does it.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A file of the project. */
export const path = (relative) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));

const { key } = JSON.parse(readFileSync(path('tests/vectors/room-tokens.json'), 'utf8'));

const { PATH, HOME } = process.env;

/** What the endpoint is configured with, unless a test says otherwise. */
export const VARIABLES = { ACCOUNT_SID: key.account_sid, API_KEY: key.api_key_sid, API_SECRET: key.api_key_secret, TOKEN_AUTH: 'anyone', ALLOWED_ORIGINS: '*' };

/** Where the endpoint answers, and what asks it for a token. */
export const ENDPOINT = '/create-room-token';
export const QUESTION = JSON.stringify({ identity: 'alice', room: 'daily' });

/** How `wasmtime serve` is started for a component. */
export function wasmtime(component, ...options) {
  const names = Object.keys(VARIABLES).flatMap((name) => ['--env', name]);
  return (port) => [path('.venv/bin/wasmtime'), 'serve', '--addr', `127.0.0.1:${port}`, '-S', 'cli', ...options, ...names, path(component)];
}

/** How a script is started that listens on the port that it is given. */
export function node(script) {
  return (port) => [process.execPath, path(script), String(port)];
}

/** The endpoint on the two hosts that it has. */
export const HOSTS = {
  'wasmtime serve': wasmtime('target/component/twilio-access-token-http.wasm'),
  'the Node server': node('tests/endpoint/hosts/node.js'),
};

/**
 * Starts a server on a port, any free one unless one is given, and waits until it takes connections. What it prints goes to the
 * file descriptor `output`, or nowhere.
 */
export async function start(command, port, { variables = VARIABLES, output = 'ignore' } = {}) {
  port ??= await freePort();
  const [program, ...args] = command(port);
  const child = spawn(program, args, { env: { PATH, HOME, ...variables }, stdio: ['ignore', output, output] });
  const ended = once(child, 'exit');
  const last = () => child.kill('SIGKILL');
  process.once('exit', last);
  ended.then(() => process.off('exit', last));
  const deadline = Date.now() + 30_000;
  while (!(await answers(port))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`no answer on port ${port} from ${program} ${args.join(' ')}`);
    }
    await sleep(20);
  }
  return {
    port,
    url: `http://127.0.0.1:${port}${ENDPOINT}`,
    /** Ends it at once, without a word to its clients. */
    kill: () => child.kill('SIGKILL'),
    async stop(signal = 'SIGKILL') {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await ended;
    },
    /** What it holds of the machine's memory, in MiB: `VmRSS`, proc(5). */
    memory: () => Number(readFileSync(`/proc/${child.pid}/status`, 'utf8').match(/^VmRSS:\s+(\d+) kB$/m)[1]) / 1024,
    /** How many files and connections it has open, proc(5). */
    descriptors: () => readdirSync(`/proc/${child.pid}/fd`).length,
  };
}

export async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

async function answers(port) {
  const probe = connect(port, '127.0.0.1');
  try {
    await once(probe, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    probe.destroy();
  }
}

/**
 * Has wrk ask for tokens over 64 connections. `failed` counts whatever was not answered with a token: other answers, errors of
 * the socket, and what took longer than ten seconds. With `answers`, the name of a file, each answer is kept there, on a line.
 * It ends before its time when the promise `enough` is settled.
 */
export async function wrk(url, seconds, { answers, enough } = {}) {
  const script = path('tests/load/token.lua');
  const options = ['--threads', '1', '--connections', '64', '--duration', `${seconds}s`, '--timeout', '10s', '--script', script];
  const running = run('wrk', [...options, url], { env: { ...process.env, ...(answers && { ANSWERS: answers }) } });
  const end = () => running.child.kill('SIGINT');
  enough?.then(end, end);
  const { stdout } = await running;
  return JSON.parse(stdout.match(/^\{.*\}$/m)[0]);
}
