// Writes grants.json: tokens with every kind of grant, made by the npm package `twilio` with the clock stopped, and grants that
// are refused. `npx rust-just vectors` runs this, and a test sees to it that the committed file is what this writes.
//
// A case gives `token`, JSON text in the form that AccessToken::from_json and the command `mint` take, and expects a `jwt` or an `error`.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { readFileSync, writeFileSync } from 'node:fs';

const { AccessToken } = createRequire(new URL('../node/', import.meta.url))('twilio').jwt;
const { key, now } = JSON.parse(readFileSync(new URL('room-tokens.json', import.meta.url), 'utf8'));

const sid = (prefix) => prefix + '0123456789abcdef'.repeat(2);

const minted = {
  'incoming calls': { voice: { incoming: { allow: true } } },
  'outgoing calls': { voice: { outgoing: { application_sid: sid('AP') } } },
  'everything about voice': {
    voice: {
      incoming: { allow: true },
      outgoing: { application_sid: sid('AP'), params: { z: 1, a: { n: [1, null, true, 1.5, 'ü'] }, '': '' } },
      push_credential_sid: sid('CR'),
      endpoint_id: 'phone',
    },
  },
  'voice that permits nothing': { voice: {} },
  'outgoing calls with empty parameters': { voice: { outgoing: { application_sid: sid('AP'), params: {} } } },
  chat: { chat: { service_sid: sid('IS') } },
  'everything about chat': {
    chat: {
      service_sid: sid('IS'),
      endpoint_id: 'phone',
      deployment_role_sid: sid('RL'),
      push_credential_sid: sid('CR'),
    },
  },
  sync: { data_sync: { service_sid: sid('IS') } },
  'everything about sync': { data_sync: { service_sid: sid('IS'), endpoint_id: 'phone' } },
  'task router': { task_router: { workspace_sid: sid('WS') } },
  'everything about task router': {
    task_router: { workspace_sid: sid('WS'), worker_sid: sid('WK'), role: 'worker' },
  },
  playback: { player: { requestCredentials: null, playbackUrl: 'https://example.com/x?token=y', b: { d: 1, c: 2 } } },
  'empty playback': { player: {} },
  'deprecated grants': {
    rtc: { configuration_profile_sid: sid('VS') },
    ip_messaging: { service_sid: sid('IS'), endpoint_id: 'phone' },
  },
  'a grant of your own': { 'my product': [1, { b: null, a: 'ä' }], other: 'text', nothing: null },
  'all products, in an order of your own': {
    data_sync: { service_sid: sid('IS') },
    video: { room: 'daily' },
    player: { a: 1 },
    task_router: { workspace_sid: sid('WS') },
    voice: { incoming: { allow: true } },
    chat: { service_sid: sid('IS') },
  },
  'no grants': {},
};

const refused = {
  'invalid-service-sid': [{ chat: {} }, { data_sync: {} }, { chat: { service_sid: sid('AC') } }, { data_sync: { service_sid: 'IS1' } }],
  'invalid-role-sid': [{ chat: { service_sid: sid('IS'), deployment_role_sid: 'admin' } }],
  'invalid-credential-sid': [
    { chat: { service_sid: sid('IS'), push_credential_sid: sid('SK') } },
    { voice: { push_credential_sid: '' } },
  ],
  'invalid-application-sid': [
    { voice: { outgoing: {} } },
    { voice: { outgoing: { params: {} } } },
    { voice: { outgoing: { application_sid: sid('AC') } } },
  ],
  'invalid-workspace-sid': [{ task_router: {} }, { task_router: { workspace_sid: sid('WK') } }],
  'invalid-worker-sid': [{ task_router: { workspace_sid: sid('WS'), worker_sid: sid('WS') } }],
  'invalid-grant': [
    { identity: 'mallory' },
    { video: { rooms: 'daily' } },
  ],
  'invalid-type': [
    { video: { room: 5 } },
    { video: [] },
    { voice: { incoming: true } },
    { voice: { incoming: { allow: 'yes' } } },
    { voice: { outgoing: { application_sid: sid('AP'), params: [] } } },
    { player: 'x' },
  ],
  'empty-room': [{ video: { room: '' } }],
};

/** The token that Twilio makes of grants, each as an object that it takes for a grant. */
function twilioToken(token) {
  const made = new AccessToken(key.account_sid, key.api_key_sid, key.api_key_secret, { identity: token.identity, ttl: token.ttl });
  for (const [name, value] of Object.entries(token.grants)) made.addGrant({ key: name, toPayload: () => value });
  const clock = Date.now;
  Date.now = () => now * 1000;
  try {
    return made.toJwt();
  } finally {
    Date.now = clock;
  }
}

export const FILE = fileURLToPath(new URL('grants.json', import.meta.url));

export function generate() {
  const cases = Object.entries(minted).map(([name, grants]) => {
    const token = { identity: 'alice', ttl: 900, grants };
    return { name, token: JSON.stringify(token), jwt: twilioToken(token) };
  });
  for (const [error, all] of Object.entries(refused)) {
    all.forEach((grants, index) => cases.push({ name: `${error} ${index + 1}`, token: JSON.stringify({ identity: 'alice', grants }), error }));
  }
  return `${JSON.stringify({ generator: 'generate-grants.mjs, with the npm package twilio 6.2.0', cases }, null, 1)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(FILE, generate());
