/// <reference types="node" />

import type { KeyObject } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/**
 * An account's auth token, or the secret of a shared key, ready to validate webhooks: prepared once, and never shown.
 *
 * @example
 * const { WebhookKey, parseSignatureSettings } = require('twilio-access-token/webhooks');
 * const { keyId, algorithm } = parseSignatureSettings(request.headers['x-twilio-webhooks-signature-settings']);
 * const key = new WebhookKey(keyId ? sharedKeySecrets[keyId] : authToken, algorithm);
 * key.validateForm(request.headers['x-twilio-signature'], url, params);
 */
export class WebhookKey {
  /**
   * @param secret The auth token, or the secret of a shared key as the text that Twilio gave.
   * @param algorithm `HMAC_SHA1`, which goes with an auth token, unless given.
   * @throws {WebhookError} `empty-secret`, `unsupported-signature-algorithm`.
   */
  constructor(secret: WebhookSecret, algorithm?: WebhookAlgorithm);

  readonly algorithm: WebhookAlgorithm;

  /** The signature of a request, for tests of what receives webhooks. The URL is signed as it stands. */
  sign(url: string, params?: WebhookParams): string;

  /**
   * Checks that Twilio sent this form, or this request without a body.
   *
   * @param signature The header `X-Twilio-Signature`.
   * @param url The whole URL as it is configured at Twilio, with its query.
   * @throws {WebhookError} `missing-signature`, `malformed-signature`, `signature-mismatch`.
   */
  validateForm(signature: string | null | undefined, url: string, params?: WebhookParams): void;

  /**
   * Checks that Twilio sent this body, which is no form.
   *
   * @param body The body as it arrived, before any parser.
   * @throws {WebhookError} `missing-body-hash`, `body-mismatch`, and as `validateForm`.
   */
  validateBody(signature: string | null | undefined, url: string, body: string | Uint8Array): void;

  /** As `validateForm`, without the reason. */
  isValidForm(signature: string | null | undefined, url: string, params?: WebhookParams): boolean;

  /** As `validateBody`, without the reason. */
  isValidBody(signature: string | null | undefined, url: string, body: string | Uint8Array): boolean;
}

/** A text, its bytes, or a secret key of `node:crypto`. */
export type WebhookSecret = string | Uint8Array | KeyObject;

export type WebhookAlgorithm = 'HMAC_SHA1' | 'HMAC_SHA256';

/** The fields of a form, decoded; a name that occurs more than once has an array. */
export type WebhookParams = Record<string, any>;

/** Why a webhook is refused, or a key is none. Whoever sent the request need not be told. */
export class WebhookError extends Error {
  private constructor();

  readonly name: 'WebhookError';
  /** The stable name of the reason, in kebab-case; the same in every language. */
  readonly code: string;
  /** What to do about it, a sentence, which `message` ends with. Errors of the JavaScript itself have none. */
  readonly hint?: string;
}

/**
 * Reads the header `X-Twilio-Webhooks-Signature-Settings`: which shared key a request is signed with, and how. A request
 * without it is signed with the auth token and `HMAC_SHA1`.
 *
 * @throws {WebhookError} `unsupported-signature-algorithm`.
 */
export function parseSignatureSettings(header?: string | null): { keyId: string | undefined; algorithm: WebhookAlgorithm };

/** The signature of a request. The URL is signed as it stands. */
export function getExpectedTwilioSignature(authToken: WebhookSecret, url: string, params: WebhookParams): string;

/** The value of `bodySHA256` for a body. */
export function getExpectedBodyHash(body: string | Uint8Array): string;

/**
 * Whether Twilio sent a form.
 *
 * @throws {TypeError} Where the signature does not match and `url` is not a URL.
 * @throws {WebhookError} `empty-secret`.
 */
export function validateRequest(
  authToken: WebhookSecret,
  twilioHeader: string,
  url: string,
  params: WebhookParams,
): boolean;

/** Whether a body has this hash. */
export function validateBody(body: string | Uint8Array, bodyHash: any[] | string | Buffer): boolean;

/**
 * Whether Twilio sent a body that is no form.
 *
 * @throws {TypeError} Where `url` is not a URL.
 * @throws {WebhookError} `empty-secret`.
 */
export function validateRequestWithBody(
  authToken: WebhookSecret,
  twilioHeader: string,
  url: string,
  body: string | Uint8Array,
): boolean;

/**
 * Whether Twilio sent a request: by its parsed `body`, or by its `rawBody` where the URL has `bodySHA256` in its query.
 *
 * The URL is the one that the server sees. Behind a proxy say what it is, with `opts`.
 */
export function validateIncomingRequest(
  request: WebhookRequest,
  authToken: WebhookSecret,
  opts?: RequestValidatorOptions,
): boolean;

/** The same. */
export function validateExpressRequest(
  request: WebhookRequest,
  authToken: WebhookSecret,
  opts?: RequestValidatorOptions,
): boolean;

/**
 * Middleware for Express and its like that lets Twilio's requests pass: others are answered with 400 where they have no
 * signature and with 403 where it does not match or cannot be validated. Where there is no auth token, all are answered with 500.
 *
 * A form must have been parsed before, with `express.urlencoded()`. The auth token is the one that stands alone among the
 * arguments, else the one among the options, else `TWILIO_AUTH_TOKEN` of the environment.
 *
 * @example
 * app.post('/voice', express.urlencoded({ extended: false }), webhook({ host: 'example.com', protocol: 'https' }), answer);
 *
 * @throws {TypeError} `invalid-type`; an `opts.url` that is not a URL.
 * @throws {WebhookError} `empty-secret`.
 */
export function webhook(
  opts?: string | WebhookOptions | null,
  authToken?: string | WebhookOptions | null,
): (request: any, response: any, next: any) => void;

export interface WebhookRequest {
  headers: IncomingHttpHeaders;
  /** Express's; without it the header is looked up in `headers`. */
  header?(name: string): string | undefined;
  protocol?: string;
  /** Path and query as they arrived; without it, `url`. */
  originalUrl?: string;
  url?: string;
  body?: any;
  rawBody?: any;
}

export interface RequestValidatorOptions {
  /** The whole URL, in place of the other two. */
  url?: string;
  /** The host as it is configured at Twilio. */
  host?: string;
  /** `https` or `http`. */
  protocol?: string;
}

export interface WebhookOptions extends RequestValidatorOptions {
  /** False lets all requests pass. */
  validate?: boolean;
  /** Taken and ignored, as by `twilio`. */
  includeHelpers?: boolean;
  /** The auth token. Unlike in `twilio`, where it is overwritten, it counts. */
  authToken?: string;
}
