'use strict';

// The token server on this machine: starts it, mints one token through it, shows the token, and stays up, with a page for more.

const { createServer } = require('node:http');
const { parseArgs } = require('node:util');

const { createTokenListener } = require('../npm/http.js');
const { atHosts, withPage } = require('./page.js');

const HELP = `\
Starts the token server on 127.0.0.1 and mints one token through it.

Usage: npx --yes rust-just demo [OPTIONS]

Options:
  --once       End after the one token; else there is a page at / that mints and inspects more
  --port <N>   The port, 0 to 65535; default 8080, or any free one if that is taken
  --help       Print this

Environment: ACCOUNT_SID, API_KEY and API_SECRET; without them a made-up key is used.
`;

const MADE_UP_KEY = {
  ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  API_KEY: `SK${'0'.repeat(32)}`,
  API_SECRET: 'a-made-up-secret-for-this-demo-0',
};

async function main() {
  const { once, port, help } = options();
  if (help) return process.stdout.write(HELP);

  const server = createServer();
  const origins = await listen(server, port);
  process.once('SIGINT', () => stop(server)).once('SIGTERM', () => stop(server));
  try {
    await serve(server, origins, once);
  } catch (error) {
    stop(server);
    throw error;
  }
  if (once) stop(server);
}

async function serve(server, origins, once) {
  const env = environment(origins);
  const hosts = origins.map((origin) => new URL(origin).host);
  server.on('request', atHosts(hosts, withPage(createTokenListener(env), apiKeySecret(env))));
  const [origin] = origins;
  const address = `${origin}/create-room-token`;
  console.log(`\nThe token server is at ${address}\n`);
  try {
    await mint(address);
  } catch (error) {
    if (once || !error.refused) throw error;
    // Such as for want of a passcode, which the page asks for.
    console.log(`The server refuses the demo a token: ${error.message}`);
  }
  if (!once) console.log(`\nOr see it in a browser: ${origin}/\nCtrl-C stops the server.`);
}

function options() {
  const types = { once: { type: 'boolean' }, port: { type: 'string' }, help: { type: 'boolean', short: 'h' } };
  const { values } = parseArgs({ options: types });
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65535)) {
    throw new Error('--port takes a whole number from 0 to 65535');
  }
  return { ...values, port };
}

/** The process's environment, completed so that a demo works without any. Only its own page may ask, unless it states others. */
function environment(origins) {
  const env = { ...process.env };
  env.ALLOWED_ORIGINS ||= origins.join();
  if (!env.TOKEN_AUTH) {
    env.TOKEN_AUTH = 'anyone';
    console.log('TOKEN_AUTH is not set: for this demo anyone on this machine may have a token.');
  }
  try {
    createTokenListener(env).check();
  } catch (error) {
    if (error.code !== 'missing-variable') throw error;
    console.log(`${error.message}\nUntil then the key is made up, and Twilio would refuse its tokens.`);
    return { TOKEN_AUTH: env.TOKEN_AUTH, ALLOWED_ORIGINS: env.ALLOWED_ORIGINS, ...MADE_UP_KEY };
  }
  return env;
}

/** The secret that signs, by whichever of its names; that they agree has been checked. */
function apiKeySecret(env) {
  return env.API_SECRET || env.API_KEY_SECRET || env.TWILIO_API_SECRET || env.TWILIO_API_KEY_SECRET;
}

/** The origins, once the server listens there. A port that was asked for is taken or refused; the usual one may be another. */
function listen(server, port) {
  return new Promise((resolve, reject) => {
    const origin = (host) => new URL(`http://${host}:${server.address().port}`).origin;
    server.once('listening', () => resolve(['127.0.0.1', 'localhost'].map(origin)));
    server.once('error', (error) => {
      if (error.code !== 'EADDRINUSE' || port !== undefined) return reject(error);
      server.once('error', reject).listen(0, '127.0.0.1');
    });
    server.listen(port ?? 8080, '127.0.0.1');
  });
}

async function mint(address) {
  const body = JSON.stringify({ identity: 'alice', room: 'daily' });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(address, { method: 'POST', headers, body });
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new Error(`${answer.error.message}. ${answer.error.hint}`), { refused: true });

  const [header, payload] = answer.token.split('.', 2).map((part) => JSON.parse(Buffer.from(part, 'base64url')));
  console.log(`A token for alice in the room daily:\n\n${answer.token}\n`);
  console.log(`It says, as anyone can read:\n\n${JSON.stringify(header)}\n${JSON.stringify(payload, null, 2)}\n`);
  console.log(`It expires at ${new Date(answer.expires_at * 1000).toISOString()}. Ask for one yourself:\n`);
  console.log(`  curl ${address} -H 'content-type: application/json' -d '${body}'`);
}

function stop(server) {
  server.close();
  server.closeAllConnections();
}

main().catch((error) => {
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
});
