'use strict';

const { expiry, illFormed } = require('./twilio-compat.js');
const backend = require('./backend.js');
const { TokenError } = require('./errors.js');

// The rules in this file are those of JavaScript's `twilio` package, version 6, as in access-token.js, save where that package
// hashes another request than the one that it sends. The core has the canonical form; Node signs.

const DEFAULT_ALGORITHM = 'RS256';
const ALGORITHMS = ['RS256', 'PS256'];
const MIN_MODULUS_BITS = 2048;

/** Loaded where it is needed, since it takes as long as all the rest of this package. */
const crypto = () => require('node:crypto');

/** The request in the form that is hashed; the methods are those of the class of the same name in `twilio`. */
class RequestCanonicalizer {
  /** The query within the URL, which `twilio` leaves out. */
  #query;

  constructor(method, uri, queryParams, requestBody, headers, query = '') {
    this.method = method;
    this.uri = uri;
    this.queryParams = queryParams;
    this.requestBody = requestBody;
    this.headers = headers;
    this.#query = query;
  }

  getCanonicalizedMethod() {
    return this.#canonical().method;
  }

  getCanonicalizedPath() {
    return this.#canonical().path;
  }

  getCanonicalizedQueryParams() {
    return this.#canonical().query;
  }

  getCanonicalizedHeaders() {
    return this.#canonical().headers;
  }

  getCanonicalizedHashedHeaders() {
    return this.#canonical().hashedHeaders;
  }

  getCanonicalizedRequestBody() {
    return this.#canonical().bodyHash;
  }

  getCanonicalizedRequestString() {
    return this.#canonical().text;
  }

  create() {
    return this.#canonical().hash;
  }

  ASCIICompare(a, b) {
    if (a === b) return 0;
    return a < b ? -1 : 1;
  }

  /** A part of a path or a query, encoded again once it has been decoded. */
  customEncode(text) {
    return encodeURIComponent(decodeURIComponent(text)).replaceAll('*', '%2A');
  }

  sha256Hex(body) {
    return crypto().createHash('sha256').update(body).digest('hex');
  }

  #canonical() {
    const { host, authorization } = this.headers;
    const head = {
      method: wellFormed('method', this.method),
      host: wellFormed('host', host),
      path: wellFormed('uri', this.uri).split('?', 1)[0],
      query: wellFormed('query', this.#query),
      params: pairs(this.queryParams),
      authorization: authorization ? wellFormed('authorization', authorization) : undefined,
    };
    return JSON.parse(backend.canonicalize(JSON.stringify(head), bytes(this.requestBody)));
  }
}

class ValidationToken {
  #options;
  #algorithm;
  /** The private key, once it has been read. */
  #key;

  constructor(opts) {
    const { accountSid, credentialSid, signingKey, privateKey, algorithm: given } = opts;
    const required = { accountSid, credentialSid, signingKey, privateKey };
    for (const name in required) if (!required[name]) throw new Error(`${name} is required`);
    const algorithm = given ?? DEFAULT_ALGORITHM;
    if (!ALGORITHMS.includes(algorithm)) {
      throw new TokenError('unsupported-algorithm', `Algorithm not supported. Allowed values are ${ALGORITHMS.join(', ')}`);
    }
    this.#options = required;
    this.#algorithm = algorithm;
    this.ttl = 300;
  }

  get accountSid() {
    return this.#options.accountSid;
  }

  get credentialSid() {
    return this.#options.credentialSid;
  }

  get signingKey() {
    return this.#options.signingKey;
  }

  get privateKey() {
    return this.#options.privateKey;
  }

  get algorithm() {
    return this.#algorithm;
  }

  getRequestCanonicalizer(request) {
    const { url, method, params, data, headers } = request;
    if (!url) throw new Error('Url is required');
    if (!method) throw new Error('Method is required');
    const { host, pathname, search } = new URL(wellFormed('url', url));
    const signed = { host, authorization: authorizationOf(headers ?? {}) };
    return new RequestCanonicalizer(method, pathname, params, data, signed, search.slice(1));
  }

  fromHttpRequest(request) {
    try {
      const canonicalizer = this.getRequestCanonicalizer(request);
      const iat = Math.floor(Date.now() / 1000);
      const payload = {
        iss: this.signingKey,
        sub: this.accountSid,
        hrh: canonicalizer.getCanonicalizedHashedHeaders(),
        rqh: canonicalizer.create(),
        iat,
        exp: expiry(iat, this.ttl),
      };
      const credentialSid = wellFormed('credentialSid', this.credentialSid);
      const input = backend.validationSigningInput(this.#algorithm, credentialSid, JSON.stringify(payload));
      return `${input}.${this.#sign(input).toString('base64url')}`;
    } catch (error) {
      // For `twilio` all of ours are of the class Error, and the message says so.
      const ours = error instanceof TokenError;
      const reason = ours ? `Error: ${error.message}` : error;
      throw new TokenError(ours ? error.code : 'invalid-request', `Error generating JWT token ${reason}`);
    }
  }

  #sign(input) {
    this.#key ??= readPrivateKey(this.privateKey, this.#algorithm);
    const { constants, sign } = crypto();
    const padding =
      this.#algorithm === 'PS256'
        ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
        : { padding: constants.RSA_PKCS1_PADDING };
    return sign('sha256', Buffer.from(input, 'ascii'), { key: this.#key, ...padding });
  }
}

/** The value of the header `Authorization`, however its name is spelt. */
function authorizationOf(headers) {
  const name = Object.keys(headers).find((name) => name.toLowerCase() === 'authorization');
  return headers.Authorization ?? headers[name];
}

/** The parameters as the client of `twilio` writes them into the URL: a list as one of each, and none that is undefined. */
function pairs(params) {
  return Object.entries(params ?? {}).flatMap(([name, value]) =>
    [value].flat().filter((value) => value !== undefined).map((value) => [wellFormed('params', name), wellFormed('params', value ?? '')]),
  );
}

/** The body as it is sent: an object becomes JSON. */
function bytes(body) {
  if (!body) return undefined;
  if (typeof body === 'string') return wellFormed('data', body);
  return body instanceof Uint8Array ? body : JSON.stringify(body);
}

/** A value as a string, which must be Unicode. */
function wellFormed(name, value) {
  const string = `${value}`;
  if (!string.isWellFormed()) throw new TokenError('invalid-type', illFormed(name));
  return string;
}

/** The key that signs; the messages are those of `twilio`, and hold nothing of the key. */
function readPrivateKey(privateKey, alg) {
  const refuse = (problem) => {
    throw new TokenError('invalid-private-key', `secretOrPrivateKey ${problem}`);
  };
  let key = privateKey;
  if (key?.type === undefined) {
    try {
      key = crypto().createPrivateKey(privateKey);
    } catch {
      refuse(`must be an asymmetric key when using ${alg}`);
    }
  }
  const types = alg === 'PS256' ? ['rsa', 'rsa-pss'] : ['rsa'];
  if (key.type !== 'private' || !types.includes(key.asymmetricKeyType)) refuse(`must be an asymmetric key when using ${alg}`);
  if (key.asymmetricKeyDetails.modulusLength < MIN_MODULUS_BITS) {
    refuse(`has a minimum key size of ${MIN_MODULUS_BITS} bits for ${alg}`);
  }
  return key;
}

Object.assign(ValidationToken, { ALGORITHMS, DEFAULT_ALGORITHM });

module.exports = { ValidationToken };
