// The servers that are put under load, each a process of its own on 127.0.0.1, and wrk, which does it.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const path = (relative) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const { key } = JSON.parse(readFileSync(path('tests/vectors/room-tokens.json'), 'utf8'));

const { PATH, HOME } = process.env;
const VARIABLES = { ACCOUNT_SID: key.account_sid, API_KEY: key.api_key_sid, API_SECRET: key.api_key_secret, TOKEN_AUTH: 'anyone' };

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

/** Starts a server on a port, any free one unless one is given, and waits until it takes connections. */
export async function start(command, port) {
  port ??= await freePort();
  const [program, ...args] = command(port);
  const child = spawn(program, args, { env: { PATH, HOME, ...VARIABLES }, stdio: 'ignore' });
  const ended = once(child, 'exit');
  process.once('exit', () => child.kill('SIGKILL'));
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
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await ended;
    },
    /** What it holds of the machine's memory, in MiB: `VmRSS`, proc(5). */
    memory: () => Number(readFileSync(`/proc/${child.pid}/status`, 'utf8').match(/^VmRSS:\s+(\d+) kB$/m)[1]) / 1024,
    /** How many files and connections it has open, proc(5). */
    descriptors: () => readdirSync(`/proc/${child.pid}/fd`).length,
  };
}

async function freePort() {
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
 * the socket, and what took longer than ten seconds.
 */
export async function wrk(url, seconds) {
  const script = path('tests/load/token.lua');
  const options = ['--threads', '1', '--connections', '64', '--duration', `${seconds}s`, '--timeout', '10s', '--script', script];
  const { stdout } = await run('wrk', [...options, url]);
  return JSON.parse(stdout.match(/^\{.*\}$/m)[0]);
}
