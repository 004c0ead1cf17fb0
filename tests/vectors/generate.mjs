// Writes room-tokens.json, the one file of cases that every surface is run through. Each token in it is made by the npm
// package `twilio`, with the clock stopped; `npx rust-just vectors` runs this, and a test sees to it that the committed file
// is what this writes.
//
// A case gives `identity`, and perhaps `room`, `ttl`, `not_before`, `region`, `now` or another `key`. It expects a `jwt`, or
// an `error` by its code. Where a surface takes its key from the environment, in which empty means unset, the code is
// `error_from_environment` if that is given.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { writeFileSync } from 'node:fs';

const { jwt } = createRequire(new URL('../node/', import.meta.url))('twilio');

const key = {
  account_sid: `AC${'0123456789abcdef'.repeat(2)}`,
  api_key_sid: `SK${'fedcba9876543210'.repeat(2)}`,
  api_key_secret: 'NotARealSecret0NotARealSecret012',
};
const now = 1700000000;

const minted = [
  { name: 'any room', identity: 'alice' },
  { name: 'one room', identity: 'alice', room: 'daily' },
  { name: 'room by SID', identity: 'alice', room: `RM${'0'.repeat(32)}` },
  { name: 'e-mail address as identity', identity: 'alice@example.com', room: 'daily' },
  { name: 'identity of one space', identity: ' ' },
  { name: 'identity and room beyond ASCII', identity: 'zoë 😀 \u2028', room: 'größer/<&>' },
  { name: 'characters that JSON escapes', identity: 'a"b\\c\b\f\n\r\t\u0001\u001f\u007f', room: '"' },
  { name: 'identity of 256 characters', identity: 'i'.repeat(256) },
  { name: 'identity of 256 wide characters', identity: '😀'.repeat(256) },
  { name: 'room of 128 characters', identity: 'alice', room: 'é'.repeat(128) },
  { name: 'lifetime of a second', identity: 'alice', ttl: 1 },
  { name: 'lifetime of a day', identity: 'alice', ttl: 86400 },
  { name: 'valid later', identity: 'alice', ttl: 600, not_before: now + 599 },
  { name: 'valid since 1970', identity: 'alice', not_before: 0 },
  { name: 'region', identity: 'alice', room: 'daily', region: 'ie1' },
  { name: 'all at once', identity: 'alice', room: 'daily', ttl: 7200, not_before: now, region: 'au1' },
  { name: 'signed in 1970', identity: 'alice', now: 0 },
  { name: 'signed after 2038', identity: 'alice', now: 2 ** 31 },
  { name: 'signed after 2106', identity: 'alice', now: 2 ** 32 },
  { name: 'expires in the last second of 9999', identity: 'alice', ttl: 1, now: 253402300798 },
  { name: 'capital digits in a SID', identity: 'alice', key: { api_key_sid: `SK${'ABCDEF0123456789'.repeat(2)}` } },
  { name: 'short secret', identity: 'alice', key: { api_key_secret: 's' } },
  { name: 'secret longer than the hash block', identity: 'alice', key: { api_key_secret: 'secret'.repeat(20) } },
  { name: 'secret beyond ASCII', identity: 'alice', key: { api_key_secret: 'pässwörd😀' } },
];

const refused = [
  { name: 'empty identity', identity: '', error: 'empty-identity' },
  { name: 'identity of 257 characters', identity: 'i'.repeat(257), error: 'identity-too-long' },
  { name: 'empty room', identity: 'alice', room: '', error: 'empty-room' },
  { name: 'room of 129 characters', identity: 'alice', room: 'r'.repeat(129), error: 'room-too-long' },
  { name: 'lifetime of 0', identity: 'alice', ttl: 0, error: 'ttl-too-short' },
  { name: 'lifetime of 86401', identity: 'alice', ttl: 86401, error: 'ttl-too-long' },
  { name: 'expires as it becomes valid', identity: 'alice', ttl: 60, not_before: now + 60, error: 'never-valid' },
  { name: 'start in milliseconds', identity: 'alice', not_before: now * 1000, error: 'time-out-of-range' },
  { name: 'signed in milliseconds', identity: 'alice', now: now * 1000, error: 'time-out-of-range' },
  { name: 'expires after 9999', identity: 'alice', ttl: 1, now: 253402300799, error: 'time-out-of-range' },
  { name: 'region in capitals', identity: 'alice', region: 'IE1', error: 'invalid-region' },
  { name: 'empty region', identity: 'alice', region: '', error: 'invalid-region' },
  {
    name: 'SIDs swapped',
    identity: 'alice',
    key: { account_sid: key.api_key_sid, api_key_sid: key.account_sid },
    error: 'sids-swapped',
  },
  { name: 'Account SID too short', identity: 'alice', key: { account_sid: 'AC123' }, error: 'invalid-account-sid' },
  {
    name: 'Account SID of another kind',
    identity: 'alice',
    key: { account_sid: key.account_sid.replace('AC', 'US') },
    error: 'invalid-account-sid',
  },
  {
    name: 'Account SID with a letter that is no digit',
    identity: 'alice',
    key: { account_sid: key.account_sid.replace('f', 'g') },
    error: 'invalid-account-sid',
  },
  {
    name: 'API key SID that is the Account SID',
    identity: 'alice',
    key: { api_key_sid: key.account_sid },
    error: 'invalid-api-key-sid',
  },
  {
    name: 'API key SID with white space',
    identity: 'alice',
    key: { api_key_sid: `${key.api_key_sid} ` },
    error: 'invalid-api-key-sid',
  },
  {
    name: 'secret with a line break',
    identity: 'alice',
    key: { api_key_secret: `${key.api_key_secret}\n` },
    error: 'invalid-api-key-secret',
  },
  {
    name: 'empty secret',
    identity: 'alice',
    key: { api_key_secret: '' },
    error: 'invalid-api-key-secret',
    error_from_environment: 'missing-variable',
  },
];

/** What Twilio's own library makes of a case. */
function twilioToken(test) {
  const { AccessToken } = jwt;
  const { account_sid, api_key_sid, api_key_secret } = { ...key, ...test.key };
  const token = new AccessToken(account_sid, api_key_sid, api_key_secret, {
    identity: test.identity,
    ttl: test.ttl,
    nbf: test.not_before,
    region: test.region,
  });
  token.addGrant(new AccessToken.VideoGrant({ room: test.room }));
  const clock = Date.now;
  Date.now = () => (test.now ?? now) * 1000;
  try {
    return token.toJwt();
  } finally {
    Date.now = clock;
  }
}

export const FILE = fileURLToPath(new URL('room-tokens.json', import.meta.url));

export function generate() {
  const cases = [...minted.map((test) => ({ ...test, jwt: twilioToken(test) })), ...refused];
  return `${JSON.stringify({ generator: 'generate.mjs, with the npm package twilio 6.2.0', key, now, cases }, null, 1)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(FILE, generate());
