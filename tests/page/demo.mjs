// What the tests of the page share: the demo as a program of its own, and what the page shows.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const demo = fileURLToPath(new URL('../../demo/demo.js', import.meta.url));
export const { TokenSigner } = require('../../npm');
/** A key of which the inspector has nothing to say. */
export const signingKey = {
  accountSid: 'AC8d4f0c9b7a6e5d4c3b2a190f8e7d6c5b',
  apiKeySid: 'SK5e6d7c8b9a0f1e2d3c4b5a69788796a5',
  apiKeySecret: 'NotARealSecret0NotARealSecret012',
};
export const ENVIRONMENT = {
  ACCOUNT_SID: signingKey.accountSid,
  API_KEY: signingKey.apiKeySid,
  API_SECRET: signingKey.apiKeySecret,
  TOKEN_AUTH: 'anyone',
};

/** Starts the demo. What is given counts in its environment, and a port where one is given. */
export async function startDemo({ env = ENVIRONMENT, port = 0 } = {}) {
  const { PATH, HOME } = process.env;
  const options = { env: { PATH, HOME, ...env }, stdio: ['ignore', 'pipe', 'inherit'] };
  const child = spawn(process.execPath, [demo, '--port', String(port)], options);
  const ended = once(child, 'exit');
  process.once('exit', () => child.kill());
  let origin;
  for await (const line of createInterface({ input: child.stdout })) {
    origin ??= line.match(/in a browser: (http:\/\/127\.0\.0\.1:\d+)\/$/)?.[1];
    if (line.startsWith('Ctrl-C')) break;
  }
  if (origin === undefined) throw new Error('the demo ended and had not said where its page is');
  child.stdout.resume();
  return {
    origin,
    async stop() {
      child.kill();
      await ended;
    },
  };
}

/** What a token says, without the page's help. */
export function decode(token) {
  const [header, payload] = token.split('.', 2).map((part) => JSON.parse(Buffer.from(part, 'base64url')));
  return { header, payload };
}
