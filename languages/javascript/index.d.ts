import type { Report } from './generated/interfaces/twilio-access-token-inspector.js';

export type { Finding, Report } from './generated/interfaces/twilio-access-token-inspector.js';

/**
 * Why there is no result. The message states what is wrong and never contains a secret. Any string that has half of a surrogate pair
 * is `invalid-utf8`. An argument of the wrong type is a `TypeError`, a number out of its range a `RangeError`.
 */
export class AccessTokenError extends Error {
  /** The reason, in kebab-case: the case of the error in the WIT. */
  readonly code: string;
  /** What to do about it, in one sentence. */
  readonly hint: string;
}

/** A Twilio API key. */
export interface ApiKey {
  /** The account, `AC…`. */
  accountSid: string;
  /** The API key, `SK…`. */
  apiKeySid: string;
  /** What the Twilio Console shows once, when a key is made. */
  apiKeySecret: string;
}

/** What a token is asked for with. */
export interface TokenRequest {
  /** The name by which the user is known to your application, 1 to 256 characters. */
  identity: string;
  /** How long the token lives, 1 to 86,400 seconds; 3,600 unless given. */
  ttl?: number;
  /** When it becomes valid, in seconds since 1970; at once unless given. */
  not_before?: number;
  /** The region of the API key, such as `ie1`; `us1` unless given. */
  region?: string;
  /** The grants, by the keys and with the fields that they have within a token: `{ video: { room: 'daily' } }`. */
  grants?: Record<string, unknown>;
}

/** An API key, ready to sign. Disposing of it wipes it out of the component's memory. */
export class SigningKey implements Disposable {
  /** @throws {AccessTokenError} `sids-swapped`, `invalid-account-sid`, `invalid-api-key-sid`, `invalid-api-key-secret`. */
  constructor(key: ApiKey);
  /**
   * Signs a token, which may be given as JSON text as well: the compact JWT.
   *
   * @param now When it is issued, in whole seconds since 1970; by the host's clock unless given.
   * @throws {AccessTokenError} `invalid-json`, `invalid-type`, `invalid-grant`, `empty-identity`, `ttl-too-long` and what else is wrong with a token.
   */
  sign(token: TokenRequest | string, now?: number): string;
  [Symbol.dispose](): void;
}

/** API keys, ready to verify what they have signed. */
export class TokenVerifier implements Disposable {
  /** @throws {AccessTokenError} As that of {@link SigningKey}. */
  constructor(key: ApiKey);
  /** Verifies what a further key has signed as well, while one replaces another. */
  addKey(key: ApiKey): void;
  /** Takes clocks to differ by so many whole seconds; 0 unless set. */
  setLeeway(seconds: number): void;
  /**
   * The claims of a token that is valid at `now`, in whole seconds since 1970; by the host's clock unless given.
   *
   * @throws {AccessTokenError} `malformed`, `signature-mismatch`, `expired` and why else it is not taken.
   */
  verify(token: string, now?: number): Record<string, unknown>;
  [Symbol.dispose](): void;
}

/** An account's auth token, or the secret of a shared key, ready to validate webhooks. */
export class WebhookKey implements Disposable {
  /**
   * @param settings The request's header `X-Twilio-Webhooks-Signature-Settings`, if it has one.
   * @throws {AccessTokenError} `empty-secret`, `unsupported-signature-algorithm`.
   */
  constructor(secret: string, settings?: string | null);
  /** The signature of a request, for tests of what receives webhooks. */
  sign(url: string, fields?: [name: string, value: string][]): string;
  /**
   * Returns if Twilio sent this form, or this request without a body, to the whole URL that is configured at Twilio.
   *
   * @param signature The header `X-Twilio-Signature`, if the request has it.
   * @throws {AccessTokenError} `missing-signature`, `malformed-signature`, `signature-mismatch`.
   */
  validateForm(signature: string | null | undefined, url: string, fields?: [name: string, value: string][]): void;
  /**
   * Returns if Twilio sent this body, which is no form, byte for byte as it arrived.
   *
   * @throws {AccessTokenError} `missing-body-hash`, `body-mismatch`, and as `validateForm`.
   */
  validateBody(signature: string | null | undefined, url: string, body: string | Uint8Array): void;
  [Symbol.dispose](): void;
}

/** What to inspect a token with. */
export interface InspectOptions {
  /** The secret, to check the signature with. */
  apiKeySecret?: string;
  /** The region of the API key, `us1` unless given. */
  region?: string;
  /** When, in whole seconds since 1970; by the host's clock unless given. */
  now?: number;
}

/** Says of any text why Twilio would refuse it as an access token. */
export function inspect(token: string, options?: InspectOptions): Report;
