// Writes pitfalls.json: what RFC 8725, "JSON Web Token Best Current Practices", warns of, each as a token that a verifier of
// access tokens must refuse. `npx rust-just vectors` runs this.
//
// A case names the `section`, and expects the `error` that verifying with the key at `now` ends with; without one the token
// is valid. Where HS384 and HS512 are left out, as in the components and the command line, `error_without_sha512` comes first.
import { createHmac } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const { key, now } = JSON.parse(readFileSync(new URL('room-tokens.json', import.meta.url), 'utf8'));

const HEADER = { alg: 'HS256', typ: 'JWT', cty: 'twilio-fpa;v=1' };
const CLAIMS = {
  jti: `${key.api_key_sid}-${now}`,
  grants: { identity: 'alice', video: { room: 'daily' } },
  iat: now,
  exp: now + 3600,
  iss: key.api_key_sid,
  sub: key.account_sid,
};
// Of a key made for this file, whose other half is not kept.
const PUBLIC_KEY = `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE4yCyIxvld4n95TEv+QxyNAZKMBg0
WVFmC26rUFbYr9fcwRKG1hcJp0Q9rCZIQrY7UuOaNCcZ/RF2ptMu6dTxqw==
-----END PUBLIC KEY-----
`;

const text = (value) => (typeof value === 'string' || Buffer.isBuffer(value) ? value : JSON.stringify(value));
const encode = (value) => Buffer.from(text(value)).toString('base64url');

/** A token whose signature is right, unless another secret than the key's signs it. */
function token(header = {}, claims = {}, { secret = key.api_key_secret, hash = 'sha256' } = {}) {
  const whole = (given, usual) => (typeof given === 'string' || Buffer.isBuffer(given) ? given : { ...usual, ...given });
  const input = `${encode(whole(header, HEADER))}.${encode(whole(claims, CLAIMS))}`;
  return `${input}.${createHmac(hash, secret).update(input).digest('base64url')}`;
}

const good = token();
const [head, body, signature] = good.split('.');
const refused = (error, token) => ({ token, error });
const json = JSON.stringify(CLAIMS);

const sections = {
  'RFC 7519 §7.2': { 'a good token': { token: good } },
  'RFC 8725 §2.1': {
    'no signature, alg none': refused('unsupported-header', `${encode({ ...HEADER, alg: 'none' })}.${body}.`),
    'no signature, alg NONE': refused('unsupported-header', `${encode({ ...HEADER, alg: 'NONE' })}.${body}.`),
    'no signature, alg HS256': refused('signature-mismatch', `${head}.${body}.`),
    'alg none over a right signature': refused('unsupported-header', token({ alg: 'none' })),
    'a public key as secret of HS256': refused('signature-mismatch', token({}, {}, { secret: PUBLIC_KEY })),
    'a public key, named in the header': refused('unsupported-header', token({ alg: 'HS256', kid: 'public' }, {}, { secret: PUBLIC_KEY })),
    'HS384 with the right secret': {
      ...refused('algorithm-mismatch', token({ alg: 'HS384' }, {}, { hash: 'sha384' })),
      error_without_sha512: 'unsupported-header',
    },
    'HS512 with the right secret': {
      ...refused('algorithm-mismatch', token({ alg: 'HS512' }, {}, { hash: 'sha512' })),
      error_without_sha512: 'unsupported-header',
    },
    'RS256 over a right HMAC': refused('unsupported-header', token({ alg: 'RS256' })),
    'ES256 with a signature of zeros': refused('unsupported-header', `${encode({ ...HEADER, alg: 'ES256' })}.${body}.${encode(Buffer.alloc(64))}`),
  },
  'RFC 8725 §2.2': {
    'an empty secret': refused('signature-mismatch', token({}, {}, { secret: '' })),
    'the API key SID as secret': refused('signature-mismatch', token({}, {}, { secret: key.api_key_sid })),
  },
  'RFC 8725 §2.3': {
    'an encrypted token of five parts': refused('malformed', `${encode({ alg: 'dir', enc: 'A256GCM' })}..${encode('iv')}.${encode('text')}.${encode('tag')}`),
    'a token in a token': refused('invalid-claims', token({}, good)),
  },
  'RFC 8725 §2.4': { 'compressed': refused('unsupported-header', token({ zip: 'DEF' })) },
  'RFC 8725 §2.5': {
    'a key agreement': refused('unsupported-header', token({ alg: 'ECDH-ES', epk: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' } })),
  },
  'RFC 8725 §2.6': {
    'claims in UTF-16': refused('invalid-claims', token({}, Buffer.from(json, 'utf16le'))),
    'claims after a byte order mark': refused('invalid-claims', token({}, `\ufeff${json}`)),
    'claims that are not UTF-8': refused('invalid-claims', token({}, Buffer.from(json.replace('alice', 'alic\u00e9'), 'latin1'))),
    'a claim of no interest that is not UTF-8': refused('invalid-claims', token({}, Buffer.from(json.replace('{', '{"note":"\u00e9",'), 'latin1'))),
    'a header that is not UTF-8': refused('unsupported-header', token(Buffer.from('{"alg":"HS256","typ":"JWT","cty":"twilio-fpa;v=1","twr":"\u00e9"}', 'latin1'))),
    'an expiry that stands twice': refused('invalid-claims', token({}, json.replace('{', `{"exp":${now + 9999},`))),
    'an identity that stands twice': refused('invalid-claims', token({}, json.replace('"alice"', '"alice","identity":"mallory"'))),
    'a room given twice': refused('invalid-claims', token({}, json.replace(/"grants":\{.*?\}\}/, '"grants":{"identity":"alice","video":{"room":"daily","room":"board"}}'))),
    'a parameter of a call given twice': refused(
      'invalid-claims',
      token({}, json.replace(/"grants":\{.*?\}\}/, `"grants":{"identity":"alice","voice":{"outgoing":{"application_sid":"AP${'0'.repeat(32)}","params":{"a":{"b":1,"\\u0062":2}}}}}`)),
    ),
    'a member given twice deep in a grant of another kind': refused(
      'invalid-claims',
      token({}, json.replace(/"grants":\{.*?\}\}/, '"grants":{"identity":"alice","flex":[{"a":{"b":[],"b":[]}}]}')),
    ),
    'an algorithm that stands twice': refused('unsupported-header', token('{"alg":"none","alg":"HS256","typ":"JWT","cty":"twilio-fpa;v=1"}')),
    'JSON after the claims': refused('invalid-claims', token({}, `${json}{}`)),
  },
  'RFC 8725 §2.7': {
    'of another account': refused('wrong-account', token({}, { sub: `AC${'0'.repeat(32)}` })),
    'of another API key': refused('wrong-issuer', token({}, { iss: `SK${'0'.repeat(32)}` })),
    'issuer and subject swapped': refused('wrong-issuer', token({}, { iss: key.account_sid, sub: key.api_key_sid })),
  },
  'RFC 8725 §2.8': {
    'an OAuth access token': refused('unsupported-header', token({ typ: 'at+jwt' })),
    'a security event': refused('unsupported-header', token({ typ: 'secevent+jwt' })),
    'a token without a kind': refused('unsupported-header', token({ cty: undefined })),
    'a token for Public Key Client Validation': refused('unsupported-header', token({ cty: 'twilio-pkrv;v=1' })),
    'a TaskRouter capability token': refused('unsupported-header', token({ cty: undefined }, { grants: undefined, version: 'v1', policies: [] })),
    'a Client capability token': refused('unsupported-header', token({ cty: undefined }, { grants: undefined, scope: 'scope:client:incoming?clientName=alice' })),
  },
  'RFC 8725 §2.9': {
    'a key id that is a path': refused('unsupported-header', token({ kid: '../../../../dev/null' })),
    'a key id that is SQL': refused('unsupported-header', token({ kid: "x' UNION SELECT 'secret" })),
    'a key set to be fetched': refused('unsupported-header', token({ jku: 'http://169.254.169.254/latest/meta-data' })),
    'a certificate to be fetched': refused('unsupported-header', token({ x5u: 'file:///etc/passwd' })),
    'a key in the header': refused('unsupported-header', token({ jwk: { kty: 'oct', k: encode('mine') } }, {}, { secret: 'mine' })),
    'a certificate in the header': refused('unsupported-header', token({ x5c: ['MIIB'] })),
  },
  'RFC 8725 §3.1': { 'an algorithm in a list': refused('unsupported-header', token({ alg: ['HS256'] })) },
  'RFC 8725 §3.3': {
    'a critical extension': refused('unsupported-header', token({ crit: ['exp'], exp: now + 3600 })),
    'an unencoded payload, RFC 7797': refused('unsupported-header', token({ b64: false, crit: ['b64'] })),
    'a signature cut off by a byte': refused('signature-mismatch', `${head}.${body}.${encode(Buffer.from(signature, 'base64url').subarray(0, 31))}`),
    'a signature with a byte too many': refused('signature-mismatch', `${head}.${body}.${encode(Buffer.concat([Buffer.from(signature, 'base64url'), Buffer.alloc(1)]))}`),
    'the claims of one, the signature of another': refused('signature-mismatch', `${head}.${encode({ ...CLAIMS, grants: { identity: 'mallory' } })}.${signature}`),
    'a padded signature': refused('malformed', `${good}=`),
    'a fourth part': refused('malformed', `${good}.${signature}`),
  },
  'RFC 7519 §4.1': {
    'a lifetime that is over': refused('expired', token({}, { exp: now })),
    'a lifetime without an end': refused('invalid-claims', token({}, { exp: undefined })),
    'a lifetime as text': refused('invalid-claims', token({}, { exp: String(now + 3600) })),
    'a lifetime that has not begun': refused('not-yet-valid', token({}, { nbf: now + 1 })),
  },
};

export const FILE = fileURLToPath(new URL('pitfalls.json', import.meta.url));

export function generate() {
  const cases = Object.entries(sections).flatMap(([section, cases]) =>
    Object.entries(cases).map(([name, test]) => ({ section, name, ...test })),
  );
  return `${JSON.stringify({ generator: 'generate-pitfalls.mjs', key, now, cases }, null, 1)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(FILE, generate());
