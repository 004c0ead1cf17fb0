// The project for Twilio Functions, in Twilio's local runtime.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { parseEnv } from 'node:util';

import { ENDPOINT, path, start } from '../load/servers.mjs';
import { read, TokenVerifier } from './fleet.mjs';

const DEPENDENCIES = {
  'twilio-access-token': 'npm',
  '@twilio/runtime-handler': 'tests/functions/node_modules/@twilio/runtime-handler',
  'twilio-run': 'tests/functions/node_modules/twilio-run',
};

test('the project for Twilio Functions mints tokens', async () => {
  const { ACCOUNT_SID, API_KEY, API_SECRET, PASSCODE } = parseEnv(read('deploy/twilio-functions/.env.example'));
  const project = mkdtempSync(join(tmpdir(), 'functions-'));
  let server;
  try {
    cpSync(path('deploy/twilio-functions'), project, { recursive: true });
    renameSync(join(project, '.env.example'), join(project, '.env'));
    const { dependencies, devDependencies } = JSON.parse(read('deploy/twilio-functions/package.json'));
    assert.deepEqual(Object.keys({ ...dependencies, ...devDependencies }).sort(), Object.keys(DEPENDENCIES).sort());
    for (const [name, source] of Object.entries(DEPENDENCIES)) {
      const link = join(project, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(path(source), link);
    }

    const runtime = join(project, 'node_modules/twilio-run/bin/twilio-run.js');
    const command = (port) => [process.execPath, runtime, 'start', project, '--port', String(port), '--no-fork-process'];
    server = await start(command, undefined, { variables: {} });
    const ask = (passcode) =>
      fetch(`http://127.0.0.1:${server.port}${ENDPOINT}`, {
        method: 'POST',
        body: new URLSearchParams({ identity: 'alice', passcode }),
      });
    assert.equal((await ask('a wrong one')).status, 401);
    const { token } = await (await ask(PASSCODE)).json();
    const key = { accountSid: ACCOUNT_SID, apiKeySid: API_KEY, apiKeySecret: API_SECRET };
    assert.equal(new TokenVerifier(key).verify(token).grants.identity, 'alice');
  } finally {
    await server?.stop();
    rmSync(project, { recursive: true });
  }
});
