'use strict';

const { hmacSecret, illFormed } = require('./twilio-compat.js');
const backend = require('./backend.js');
const { WebhookError, rethrown } = require('./errors.js');
const { own } = require('./own.js');

// The rules in this file are those of JavaScript's `twilio` package, version 6.2, whose functions these replace: what is
// converted to text, what a URL is built from, what the middleware answers. The core has what is signed, and how.

/** The secret of an account or of a shared key, ready to validate webhooks. */
class WebhookKey {
  #key;
  #algorithm;

  constructor(secret, algorithm = 'HMAC_SHA1') {
    expectText('algorithm', algorithm);
    const bytes = secretOf(secret);
    rethrown(WebhookError, () => {
      this.#key = own(this, backend.webhookKeyOfAlgorithm(algorithm, bytes), backend.webhookKeyFree);
    });
    this.#algorithm = algorithm;
  }

  get algorithm() {
    return this.#algorithm;
  }

  sign(url, params = {}) {
    expectText('url', url);
    const fields = fieldsOf(params);
    for (const field of fields.flat()) expectWellFormed('params', field);
    return backend.webhookKeySign(this.#key, url, JSON.stringify(fields));
  }

  validateForm(signature, url, params = {}) {
    expectString('url', url);
    const header = headerOf(signature);
    const fields = fieldsOf(params);
    rejectIllFormed({ signature: header, url, params: fields.flat().join('\n') });
    rethrown(WebhookError, () => backend.webhookKeyValidateForm(this.#key, header, url, JSON.stringify(fields)));
  }

  validateBody(signature, url, body) {
    expectString('url', url);
    const header = headerOf(signature);
    rejectIllFormed({ signature: header, url, body: typeof body === 'string' ? body : '' });
    const bytes = bytesOf(body);
    rethrown(WebhookError, () => backend.webhookKeyValidateBody(this.#key, header, url, bytes));
  }

  isValidForm(signature, url, params = {}) {
    return isValid(() => this.validateForm(signature, url, params));
  }

  isValidBody(signature, url, body) {
    return isValid(() => this.validateBody(signature, url, body));
  }
}

/** Whether `validate` rejects nothing. A caller's own mistake is still thrown. */
function isValid(validate) {
  try {
    validate();
    return true;
  } catch (error) {
    if (error instanceof WebhookError) return false;
    throw error;
  }
}

/** Rejects a request with a lone surrogate, which UTF-8 does not have, so that Twilio cannot have signed it. */
function rejectIllFormed(texts) {
  const name = Object.keys(texts).find((name) => !texts[name].isWellFormed());
  if (name) throw new WebhookError('invalid-type', illFormed(name));
}

function parseSignatureSettings(header) {
  const text = header ?? '';
  expectText('the header', text);
  const { keyId, algorithm } = JSON.parse(rethrown(WebhookError, () => backend.webhookSettings(text)));
  return { keyId, algorithm };
}

function getExpectedTwilioSignature(authToken, url, params) {
  expectText('url', url);
  return new WebhookKey(authToken).sign(url, paramsFor(url, params));
}

function getExpectedBodyHash(body) {
  return backend.bodySha256(bytesOf(body));
}

function validateRequest(authToken, twilioHeader, url, params) {
  expectString('url', url);
  const valid = new WebhookKey(authToken).isValidForm(twilioHeader, url, paramsFor(url, params));
  // Throws for what is no URL, as a signature that does not match is more often a mistake of the server's then.
  if (!valid) new URL(url);
  return valid;
}

function validateBody(body, bodyHash) {
  return textOf(bodyHash) === getExpectedBodyHash(body);
}

function validateRequestWithBody(authToken, twilioHeader, url, body) {
  new URL(url);
  const key = new WebhookKey(authToken);
  // What is no body is a mistake of the server's, but only in a request that Twilio signed.
  if (!isBody(body) && !key.isValidForm(twilioHeader, url)) return false;
  return key.isValidBody(twilioHeader, url, body);
}

function validateIncomingRequest(request, authToken, opts) {
  return validateSigned(request, headerFrom(request), authToken, opts ?? {});
}

/** Whether Twilio signed a request; `header` is its signature. */
function validateSigned(request, header, authToken, { url: given, protocol, host }) {
  const url = given || urlOf(request, protocol, host);
  if (url.indexOf('bodySHA256') > 0) return validateRequestWithBody(authToken, header, url, request.rawBody || '{}');
  return validateRequest(authToken, header, url, request.body || {});
}

function validateExpressRequest(request, authToken, opts) {
  return validateIncomingRequest(request, authToken, opts);
}

function webhook(...args) {
  // Of two that give the same option, the first counts.
  const given = args.filter((arg) => typeof arg === 'object').reverse();
  const { validate, authToken, url, host, protocol } = Object.assign({}, ...given);
  const token = args.findLast((arg) => typeof arg === 'string') || authToken || globalThis.process?.env.TWILIO_AUTH_TOKEN;
  if (!(validate ?? true)) return (request, response, next) => next();
  // The server's own mistakes are thrown here, and not at the requests.
  if (token) new WebhookKey(token);
  for (const [name, option] of Object.entries({ url, host, protocol })) if (option) expectText(name, option);
  if (url) new URL(url);

  return function hook(request, response, next) {
    const header = headerFrom(request);
    if (!header) {
      return refuse(
        response,
        400,
        'No signature header error - X-Twilio-Signature header does not exist, maybe this request is not coming from Twilio.',
      );
    }
    if (!token) {
      console.error('twilio-access-token: webhook() needs an auth token: give it one, or set TWILIO_AUTH_TOKEN.');
      return refuse(
        response,
        500,
        'Webhook Error - we attempted to validate this request without first configuring our auth token.',
      );
    }
    if (!isFromTwilio(request, header, token, { url, host, protocol })) {
      return refuse(response, 403, 'Twilio Request Validation Failed.');
    }
    next();
  };
}

/** As `validateSigned`, but false for a request that cannot be validated: what a listener throws ends the process. */
function isFromTwilio(...args) {
  try {
    return validateSigned(...args);
  } catch {
    return false;
  }
}

/** Through Express's methods where there are any, since those are what a test's stand-in for a response has. */
function refuse(response, status, text) {
  if (typeof response.status === 'function') return response.type('text/plain').status(status).send(text);
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  return response.end(text);
}

function headerFrom(request) {
  return typeof request.header === 'function' ? request.header('X-Twilio-Signature') : request.headers?.['x-twilio-signature'];
}

/** The URL that the server sees, character for character, unless the options say otherwise. */
function urlOf(request, protocol, host) {
  const scheme = protocol || request.protocol || (request.socket?.encrypted ? 'https' : 'http');
  return `${scheme.replace(/:$/, '')}://${host || request.headers.host}${request.originalUrl ?? request.url}`;
}

/** That there are no parameters must be said; null says it only where the URL vouches for a body. */
function paramsFor(url, params) {
  if (params === undefined) throw invalidType('params', params, 'an object');
  return params === null && url.includes('bodySHA256') ? {} : params;
}

/** Names and values, as text: what is undefined or a number is written as JavaScript writes it. */
function fieldsOf(params) {
  return Object.keys(params).flatMap((name) => [params[name]].flat(Infinity).map((value) => [name, '' + value]));
}

/** The signature's header; one that is absent is empty. */
function headerOf(header) {
  const text = header || '';
  expectString('the signature', text);
  return text;
}

/** A hash in hexadecimal that may be given as the bytes of its text. */
function textOf(hash) {
  return typeof hash === 'string' ? hash : String.fromCharCode(...hash);
}

const isBody = (body) => typeof body === 'string' || body instanceof Uint8Array;

function bytesOf(body) {
  if (!isBody(body)) throw invalidType('body', body, 'a string or a Uint8Array');
  if (typeof body !== 'string') return body;
  expectWellFormed('body', body);
  return new TextEncoder().encode(body);
}

function secretOf(secret) {
  const material = hmacSecret(secret);
  if (material === undefined) throw invalidType('the auth token', secret, 'a string, a Uint8Array or a secret KeyObject');
  if (typeof material === 'string') expectWellFormed('the auth token', material);
  return material;
}

function expectText(name, value) {
  expectString(name, value);
  expectWellFormed(name, value);
}

function expectString(name, value) {
  if (typeof value !== 'string') throw invalidType(name, value, 'a string');
}

function expectWellFormed(name, text) {
  if (!text.isWellFormed()) throw Object.assign(new TypeError(illFormed(name)), { code: 'invalid-type' });
}

/** The message names the type that was found, never the value, which may be a secret. */
function invalidType(name, value, expected) {
  const found = value === null ? 'null' : typeof value;
  return Object.assign(new TypeError(`${name} must be ${expected}, not ${found}.`), { code: 'invalid-type' });
}

module.exports = {
  WebhookError,
  WebhookKey,
  getExpectedBodyHash,
  getExpectedTwilioSignature,
  parseSignatureSettings,
  validateBody,
  validateExpressRequest,
  validateIncomingRequest,
  validateRequest,
  validateRequestWithBody,
  webhook,
};
