// Writes embeddings.json: the cases of the other files, brought to one form, for languages that embed the project and whose tests
// should be short. `npx rust-just vectors` runs this, after the others.
//
// A case is a `call` with its arguments, and either its `result` or the code of its `error`. Texts that are given or taken as
// JSON are strings of JSON here as well. HS384 and HS512 are left out, as in what these languages embed. The calls:
//   sign     account_sid, api_key_sid, api_key_secret, token (JSON), now -> the JWT
//   verify   account_sid, api_key_sid, api_key_secret, leeway, token, now -> the claims (JSON)
//   inspect  token, api_key_secret or null, region or null, now -> signature and findings, [code, Twilio's code, severity]
//   webhook  secret, settings and signature or null (headers), url, and either fields ([name, value]) or body -> null
import { createHash, createHmac } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
const outcome = (error, result) => (error === undefined ? { result } : { error });
const base64url = (text) => Buffer.from(text).toString('base64url');
const claimsOf = (jwt) => Buffer.from(jwt.split('.')[1], 'base64url').toString();

/** The secret of cases in which one stands where it does not belong, which is in no text that comes of any case. */
const MARKED = 'MarkedSecret0123456789MarkedSecr';

/** Whatever is refused must not be repeated: people mix up their variables. */
function misplaced({ account_sid, api_key_sid }, now, flawless) {
  const key = { account_sid, api_key_sid, api_key_secret: MARKED };
  const alice = { identity: 'alice' };
  const sign = (place, error, token = alice, wrong = {}) => ({ place, call: 'sign', ...key, ...wrong, token: JSON.stringify(token), now, error });
  const verify = (place, error, token) => ({ place, call: 'verify', ...key, leeway: 0, token, now, error });
  const signed = (header, claims) => {
    const input = `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(claims))}`;
    return `${input}.${createHmac('sha256', MARKED).update(input).digest('base64url')}`;
  };
  const header = { alg: 'HS256', typ: 'JWT', cty: 'twilio-fpa;v=1' };
  const claims = { jti: 'x', iss: api_key_sid, sub: account_sid, exp: now + 60, grants: alice };
  const webhook = (place, error, wrong) => {
    const usual = { secret: MARKED, settings: null, signature: 'RSOYDt4T1cUTdK1PDd93/VVr8B8=', url: 'https://example.com' };
    return { place, call: 'webhook', ...usual, ...(wrong.body === undefined ? { fields: [] } : {}), ...wrong, error };
  };
  const cases = [
    sign('the account', 'invalid-account-sid', alice, { account_sid: MARKED }),
    sign('the API key', 'invalid-api-key-sid', alice, { api_key_sid: MARKED }),
    sign('the secret, with a line break', 'invalid-api-key-secret', alice, { api_key_secret: `${MARKED}\n` }),
    sign('the identity, nine times', 'identity-too-long', { identity: MARKED.repeat(9) }),
    sign('the lifetime', 'invalid-type', { ...alice, ttl: MARKED }),
    sign('the start', 'invalid-type', { ...alice, not_before: MARKED }),
    sign('the region', 'invalid-region', { ...alice, region: MARKED }),
    sign('the room, five times', 'room-too-long', { ...alice, grants: { video: { room: MARKED.repeat(5) } } }),
    sign('a service', 'invalid-service-sid', { ...alice, grants: { chat: { service_sid: MARKED } } }),
    sign('a field of a grant', 'invalid-grant', { ...alice, grants: { video: { [MARKED]: true } } }),
    verify('the token', 'malformed', MARKED),
    verify('each part of the token', 'unsupported-header', `${MARKED}.${MARKED}.${MARKED}`),
    verify('the algorithm', 'unsupported-header', signed({ ...header, alg: MARKED }, claims)),
    verify('a field of the header', 'unsupported-header', signed({ ...header, [MARKED]: MARKED }, claims)),
    verify('the issuer', 'wrong-issuer', signed(header, { ...claims, iss: MARKED })),
    verify('the subject', 'wrong-account', signed(header, { ...claims, sub: MARKED })),
    verify('the expiry', 'invalid-claims', signed(header, { ...claims, exp: MARKED })),
    verify('the grants', 'invalid-claims', signed(header, { ...claims, grants: MARKED })),
    webhook('the signature', 'malformed-signature', { signature: MARKED }),
    webhook('the algorithm', 'unsupported-signature-algorithm', { settings: `algorithm=${MARKED}` }),
    webhook('the URL', 'signature-mismatch', { url: `https://example.com/${MARKED}` }),
    webhook('a field', 'signature-mismatch', { fields: [[MARKED, MARKED]] }),
    webhook('the body', 'missing-body-hash', { body: MARKED }),
    {
      place: 'the region', call: 'inspect', token: flawless, api_key_secret: MARKED, region: MARKED, now,
      result: { signature: 'mismatch', findings: [['region-mismatch', 20101, 'error'], ['signature-mismatch', 20107, 'error']] },
    },
  ];
  return cases.map(({ place, ...rest }) => ({ name: `secret in a wrong place: ${rest.call}, ${place}`, ...rest }));
}

/** Tokens whose members have the wrong type, and JSON that is rejected before its types are looked at. */
const MISTYPED = [
  ['rejects a number as identity', '{"identity":5}', 'invalid-type'],
  ['rejects null as identity', '{"identity":null}', 'invalid-type'],
  ['rejects a string as ttl', '{"identity":"alice","ttl":"900"}', 'invalid-type'],
  ['rejects a boolean as ttl', '{"identity":"alice","ttl":true}', 'invalid-type'],
  ['rejects a string as not_before', '{"identity":"alice","not_before":"1700000000"}', 'invalid-type'],
  ['rejects a number as region', '{"identity":"alice","region":1}', 'invalid-type'],
  ['rejects a number as service_sid', '{"identity":"alice","grants":{"chat":{"service_sid":1}}}', 'invalid-type'],
  ['rejects an array as grants', '{"identity":"alice","grants":[]}', 'invalid-type'],
  ['rejects null as grants', '{"identity":"alice","grants":null}', 'invalid-type'],
  ['rejects null as a grant', '{"identity":"alice","grants":{"video":null}}', 'invalid-type'],
  ['names the wrong type before an unknown member', '{"identity":5,"idenity":"alice"}', 'invalid-type'],
  ['rejects a duplicate member whatever its type', '{"identity":"alice","identity":5}', 'invalid-json'],
  ['rejects a duplicate grant whatever its type', '{"identity":"alice","grants":{"video":{},"video":5}}', 'invalid-json'],
  ['rejects a syntax error after a wrong type', '{"identity":5', 'invalid-json'],
  ['rejects text after the object', '{"identity":5}{}', 'invalid-json'],
];

/** Requests without the signature header, for which HTTP frameworks report no value, or with an empty one. */
const UNSIGNED = [
  ['a form without a signature', null, { fields: [] }],
  ['a body without a signature', null, { body: '' }],
  ['a body with an empty signature', '', { body: '' }],
];

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
  for (const [name, token, error] of MISTYPED) cases.push({ name: `types: ${name}`, call: 'sign', ...key, token, now, error });
  const { jwt: anyRoom } = rooms.find(({ name }) => name === 'any room');
  const nulls = '{"identity":"alice","ttl":null,"not_before":null,"region":null,"grants":{"video":{"room":null}}}';
  cases.push({ name: 'types: accepts null for optional members', call: 'sign', ...key, token: nulls, now, result: anyRoom });
  const url = `https://example.com/?bodySHA256=${createHash('sha256').digest('hex')}`;
  for (const [name, signature, what] of UNSIGNED) {
    cases.push({ name: `webhook: rejects ${name}`, call: 'webhook', secret: webhooks.auth_token, settings: null, signature, url, ...what, error: 'missing-signature' });
  }
  const flawless = inspected.cases.find(({ findings }) => findings.length === 0);
  cases.push(...misplaced(key, now, flawless.token));
  const twice = cases.map(({ name }) => name).filter((name, index, names) => names.indexOf(name) !== index);
  if (twice.length > 0) throw new Error(`these names are there twice: ${twice.join(', ')}`);
  return `${JSON.stringify({ cases }, null, 1)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(FILE, generate());
