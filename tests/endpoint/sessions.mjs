// The keys and session tokens of the cases, made by jose, which shares no code with what judges them. Prints them by their names.

import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';

import { CompactSign, SignJWT, UnsecuredJWT, base64url, exportJWK, exportSPKI, generateKeyPair } from 'jose';

const now = Math.floor(Date.now() / 1000);
const issuer = 'https://app.example';
const audience = 'https://tokens.example';
const usual = { iss: issuer, aud: audience, sub: 'alice', exp: now + 3600 };

const secret = randomBytes(32).toString('base64url');
const secretKey = new TextEncoder().encode(secret);
const keys = {};
for (const alg of ['ES256', 'EdDSA', 'RS256']) keys[alg] = await generateKeyPair(alg, { extractable: true });
const other = await generateKeyPair('ES256', { extractable: true });
const short = generateKeyPairSync('rsa', { modulusLength: 1024 });

const jwk = async (alg, more) => ({ ...(await exportJWK(keys[alg].publicKey)), ...more });
const pem = (await Promise.all(Object.values(keys).map(({ publicKey }) => exportSPKI(publicKey)))).join('\n');
const jwks = {
  keys: [
    await jwk('ES256', { kid: 'es', alg: 'ES256', use: 'sig' }),
    await jwk('EdDSA', { kid: 'ed', key_ops: ['verify'] }),
    await jwk('RS256', { kid: 'rs' }),
    { ...(await exportJWK(other.publicKey)), kid: 'for encryption', use: 'enc' },
    { kty: 'a type of the future', kid: 'es' },
  ],
};
const unusable = {
  keys: [short.publicKey.export({ format: 'jwk' }), await jwk('ES256', { use: 'enc' }), await jwk('RS256', { alg: 'RS512' })],
};

const sign = (claims, key = keys.ES256.privateKey, header = { alg: 'ES256', kid: 'es' }) =>
  new SignJWT({ ...usual, ...claims }).setProtectedHeader(header).sign(key);
const signRaw = (payload) => signBytes(new TextEncoder().encode(payload));
const signBytes = (payload) =>
  new CompactSign(payload).setProtectedHeader({ alg: 'ES256', kid: 'es' }).sign(keys.ES256.privateKey);
const part = (value) => base64url.encode(JSON.stringify(value));
/** A token in HS256 with any header at all, which jose would not write. */
const signWith = (header) => {
  const input = `${part({ alg: 'HS256', ...header })}.${part(usual)}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
};
const typed = (typ) => [`typ ${typ}`, signWith({ typ })];
const publicKeyAsSecret = new TextEncoder().encode(await exportSPKI(keys.RS256.publicKey));

const token = await sign();
const [head, payload, signature] = token.split('.');

const tokens = {
  'HS256': await sign({}, secretKey, { alg: 'HS256' }),
  'ES256': token,
  'EdDSA': await sign({}, keys.EdDSA.privateKey, { alg: 'EdDSA', kid: 'ed' }),
  'Ed25519': await sign({}, keys.EdDSA.privateKey, { alg: 'Ed25519', kid: 'ed' }),
  'RS256': await sign({}, keys.RS256.privateKey, { alg: 'RS256', kid: 'rs' }),
  'no kid': await sign({}, keys.RS256.privateKey, { alg: 'RS256' }),
  'several audiences': await sign({ aud: ['https://other.example', audience] }),
  'expires in a fraction': await sign({ exp: now + 3600.5 }),
  'expired lately': await sign({ exp: now - 100 }),
  'valid soon': await sign({ nbf: now + 100 }),
  'expired long ago': await sign({ exp: now - 1000 }),
  'user id': await sign({ user_id: 'bob' }),
  'rooms': await sign({ rooms: ['daily', 'team-*'] }),
  'one room': await sign({ rooms: 'daily' }),
  'every room': await sign({ rooms: ['*'] }),
  'no rooms': await sign({ rooms: [] }),
  'rooms of another type': await sign({ rooms: [1] }),

  ...Object.fromEntries(
    ['JWT', 'at+jwt', 'application/AT+JWT', 'session+jwt', 'logout+jwt', 'secevent+jwt', 'dpop+jwt', 'application/jwt/x', null].map(typed),
  ),
  'typ a number': signWith({ typ: 5 }),
  'crit null': signWith({ crit: null }),
  'crit false': signWith({ crit: false }),
  'crit empty': signWith({ crit: [] }),

  'no expiry': await sign({ exp: undefined }),
  'expiry as text': await signRaw(JSON.stringify({ ...usual, exp: String(usual.exp) })),
  'expiry beyond all numbers': await signRaw(JSON.stringify(usual).replace(String(usual.exp), '1e999')),
  'no issuer': await sign({ iss: undefined }),
  'another issuer': await sign({ iss: 'https://evil.example' }),
  'issuers': await signRaw(JSON.stringify({ ...usual, iss: [issuer] })),
  'no audience': await sign({ aud: undefined }),
  'another audience': await sign({ aud: `${audience}/` }),
  'no subject': await sign({ sub: undefined }),
  'number as subject': await signRaw(JSON.stringify({ ...usual, sub: 5 })),
  'empty subject': await sign({ sub: '' }),
  'a claim twice': await signRaw(`${JSON.stringify(usual).slice(0, -1)},"sub":"mallory"}`),
  'not JSON': await signRaw('alice'),
  'not UTF-8': await signBytes(Buffer.from(JSON.stringify({ ...usual, name: '\u00e9' }), 'latin1')),
  'an array': await signRaw(JSON.stringify([issuer, audience, 'alice', usual.exp])),

  'another key': await sign({}, other.privateKey),
  'a key for encryption': await sign({}, other.privateKey, { alg: 'ES256', kid: 'for encryption' }),
  'unknown kid': await sign({}, keys.ES256.privateKey, { alg: 'ES256', kid: 'of yesterday' }),
  'its own key': await sign({}, other.privateKey, { alg: 'ES256', jwk: await exportJWK(other.publicKey) }),
  'another secret': await sign({}, randomBytes(32), { alg: 'HS256' }),
  'public key as secret': await sign({}, publicKeyAsSecret, { alg: 'HS256', kid: 'rs' }),
  'public key as secret, without a kid': await sign({}, publicKeyAsSecret, { alg: 'HS256' }),
  'HS512': await sign({}, randomBytes(64), { alg: 'HS512' }),
  'algorithm of another key': `${part({ alg: 'RS256', kid: 'es' })}.${payload}.${signature}`,
  'algorithm in other letters': `${part({ alg: 'es256', kid: 'es' })}.${payload}.${signature}`,
  'unsigned': new UnsecuredJWT(usual).encode(),
  'none, but signed': `${part({ alg: 'none' })}.${payload}.${signature}`,
  'no algorithm': `${part({ kid: 'es' })}.${payload}.${signature}`,
  'signature left out': `${head}.${payload}.`,
  'signature of zeros': `${head}.${payload}.${base64url.encode(new Uint8Array(64))}`,
  'signature of another token': `${head}.${payload}.${(await sign({ sub: 'bob' })).split('.')[2]}`,
  'altered': `${head}.${part({ ...usual, sub: 'mallory' })}.${signature}`,
  'five parts': `${head}.${payload}.${signature}.${payload}.${signature}`,
  'two parts': `${head}.${payload}`,
  'padded': `${head}.${payload}.${signature}==`,
  'critical': await new SignJWT(usual).setProtectedHeader({ alg: 'ES256', kid: 'es', crit: ['b64'], b64: true }).sign(keys.ES256.privateKey),
};

const variables = {
  secret,
  pem,
  'pem on one line': pem.replaceAll('\n', '\\n'),
  jwks: JSON.stringify(jwks),
  'secret jwks': JSON.stringify({ keys: [{ kty: 'oct', k: base64url.encode(secretKey), alg: 'HS256' }] }),
  'unusable jwks': JSON.stringify(unusable),
  'short key': short.publicKey.export({ type: 'spki', format: 'pem' }),
  'private jwks': JSON.stringify({ keys: [await jwk('ES256'), await exportJWK(keys.EdDSA.privateKey)] }),
  'pem in a set': JSON.stringify({ keys: [{ kty: 'oct', k: base64url.encode(publicKeyAsSecret) }] }),
  'public and private': pem + short.privateKey.export({ type: 'pkcs1', format: 'pem' }),
  'private key': short.privateKey.export({ type: 'pkcs8', format: 'pem' }),
};
console.log(JSON.stringify({ ...variables, ...tokens }));
