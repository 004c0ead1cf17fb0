// Writes embeddings.json: the cases of the other files, brought to one form, for languages that embed the project and whose tests
// should be short. `npx rust-just vectors` runs this, after the others.
//
// A case is a `call` with its arguments, and either its `result` or the code of its `error`. Texts that are given or taken as
// JSON are strings of JSON here as well. HS384 and HS512 are left out, as in what these languages embed. The calls:
//   sign     account_sid, api_key_sid, api_key_secret, token (JSON), now -> the JWT
//   verify   account_sid, api_key_sid, api_key_secret, leeway, token, now -> the claims (JSON)
//   inspect  token, api_key_secret or null, region or null, now -> signature and findings, [code, Twilio's code, severity]
//   webhook  secret, settings or null (a header), signature, url, and either fields ([name, value]) or body -> null
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
const outcome = (error, result) => (error === undefined ? { result } : { error });
const claimsOf = (jwt) => Buffer.from(jwt.split('.')[1], 'base64url').toString();

export const FILE = fileURLToPath(new URL('embeddings.json', import.meta.url));

export function generate() {
  const { key, now, cases: rooms } = read('room-tokens.json');
  const inspected = read('inspect.json');
  const webhooks = read('webhooks.json');
  const cases = [
    ...rooms.map((room) => {
      const { identity, ttl, not_before, region } = room;
      const token = JSON.stringify({ identity, ttl, not_before, region, grants: { video: { room: room.room } } });
      return { name: `room token: ${room.name}`, call: 'sign', ...key, ...room.key, token, now: room.now ?? now, ...outcome(room.error, room.jwt) };
    }),
    ...read('grants.json').cases.map(({ name, token, jwt, error }) => (
      { name: `grants: ${name}`, call: 'sign', ...key, token, now, ...outcome(error, jwt) }
    )),
    ...read('pitfalls.json').cases.map(({ name, section, token, error, error_without_sha512 = error }) => (
      { name: `${section}: ${name}`, call: 'verify', ...key, leeway: 0, token, now, ...outcome(error_without_sha512, claimsOf(token)) }
    )),
    ...inspected.cases.map(({ name, token, secret = null, region = null, signature, findings }) => (
      { name: `inspect: ${name}`, call: 'inspect', token, api_key_secret: secret, region, now: inspected.now, result: { signature, findings } }
    )),
    ...webhooks.cases.map(({ name, secret = webhooks.auth_token, settings = null, signature, url, params = [], body, error }) => {
      const what = body === undefined ? { fields: params } : { body };
      return { name: `webhook: ${name}`, call: 'webhook', secret, settings, signature, url, ...what, ...outcome(error, null) };
    }),
  ];
  const { jwt: token } = rooms.find(({ name }) => name === 'one room');
  for (const [leeway, seconds, error] of [[0, 3599], [0, 3600, 'expired'], [60, 3659], [60, 3660, 'expired']]) {
    const name = `verify: ${seconds} seconds on, ${leeway} of leeway`;
    cases.push({ name, call: 'verify', ...key, leeway, token, now: now + seconds, ...outcome(error, claimsOf(token)) });
  }
  const twice = cases.map(({ name }) => name).filter((name, index, names) => names.indexOf(name) !== index);
  if (twice.length > 0) throw new Error(`these names are there twice: ${twice.join(', ')}`);
  return `${JSON.stringify({ cases }, null, 1)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(FILE, generate());
