/// <reference types="node" />

import type { KeyObject } from 'node:crypto';

export * from './webhooks.js';

/**
 * A Twilio access token, in the manner of the class of the same name in the package `twilio`: same arguments, same
 * properties, same bytes.
 *
 * @example
 * const { AccessToken } = require('twilio-access-token');
 * const token = new AccessToken(accountSid, apiKeySid, apiKeySecret, { identity: 'alice' });
 * token.addGrant(new AccessToken.VideoGrant({ room: 'daily' }));
 * const jwt = token.toJwt();
 */
export class AccessToken {
  /**
   * @param accountSid The account, `AC…`.
   * @param keySid The API key, `SK…`.
   * @param secret The key's secret. It is not enumerable, so that printing a token does not show it.
   * @param options With all four arguments the identity must be among them. With exactly three it may be set later, and
   * `toJwt` asks for it.
   * @throws {TokenError} `missing-identity`.
   * @throws {Error} Where one of the first three is missing.
   */
  constructor(accountSid: string, keySid: string, secret: AccessToken.Secret, options?: AccessToken.AccessTokenOptions);

  accountSid: string;
  keySid: string;
  secret: AccessToken.Secret;
  /** How long the token lives, in whole seconds; 3600 unless set. Twilio refuses more than 86400. */
  ttl: number;
  /** The name by which the user is known to your application. An integer is written as its digits. */
  identity: string | number | undefined;
  /** When the token becomes valid, in seconds since 1970. */
  nbf: number | undefined;
  /** The region of the API key, such as `ie1`. */
  region: string | undefined;
  grants: AccessToken.Grant[];

  /** Adds a grant. One with the key of an earlier grant takes that one's place. */
  addGrant(grant: AccessToken.Grant): void;

  /**
   * Signs the token, issued now. Each call makes a new one of the properties as they are.
   *
   * @param algorithm The default, `HS256`, is the one that Twilio documents.
   * @throws {TokenError} `missing-identity`, `empty-identity`, `invalid-type`, `invalid-ttl`, `unsupported-algorithm`,
   * `invalid-account-sid`, `invalid-api-key-sid` or `invalid-api-key-secret`, with the messages of `twilio`.
   */
  toJwt(algorithm?: AccessToken.Algorithm): string;

  static readonly ALGORITHMS: readonly AccessToken.Algorithm[];
  static readonly DEFAULT_ALGORITHM: 'HS256';
}

export namespace AccessToken {
  type Algorithm = 'HS256' | 'HS384' | 'HS512';

  type Secret = string | Uint8Array | KeyObject;

  interface AccessTokenOptions {
    identity: string | number;
    /** Whole seconds; 0 means the default, 3600. */
    ttl?: number;
    /** Seconds since 1970. */
    nbf?: number;
    region?: string;
  }

  /** Anything with a key and a payload is a grant. */
  abstract class Grant<TPayload = unknown, TKey extends string = string> {
    constructor(key: TKey);
    key: TKey;
    abstract toPayload(): TPayload;
  }

  interface VideoGrantOptions {
    /** The one room that may be joined, by unique name or SID (`RM…`); without it, every room of the account. */
    room?: string;
  }

  interface VideoGrantPayload {
    room?: string;
  }

  /** Permission to join rooms of Twilio Video. */
  class VideoGrant extends Grant<VideoGrantPayload, 'video'> implements VideoGrantOptions {
    constructor(options?: VideoGrantOptions);
    room?: string;
    toPayload(): VideoGrantPayload;
  }
}

/**
 * A Twilio API key, ready to sign tokens of its account: checked once, prepared once. What Twilio would certainly refuse is
 * an error.
 *
 * @example
 * const { TokenSigner } = require('twilio-access-token');
 * const signer = new TokenSigner({ accountSid, apiKeySid, apiKeySecret });
 * const jwt = signer.sign({ identity: 'alice', video: { room: 'daily' } });
 */
export class TokenSigner {
  /**
   * @throws {TokenError} `sids-swapped`, `invalid-account-sid`, `invalid-api-key-sid`, `invalid-api-key-secret` or
   * `invalid-type`.
   */
  constructor(key: SigningKeyOptions);

  /**
   * Signs a token, issued now.
   *
   * @throws {TokenError} `empty-identity`, `identity-too-long`, `empty-room`, `room-too-long`, `invalid-region`,
   * `invalid-time`, `invalid-ttl`, `ttl-too-short`, `ttl-too-long`, `never-valid`, `time-out-of-range` or `invalid-type`.
   */
  sign(token: TokenOptions): string;
}

export interface SigningKeyOptions {
  /** `AC` and 32 hexadecimal digits. */
  accountSid: string;
  /** `SK` and 32 hexadecimal digits, of a Main or Standard key. */
  apiKeySid: string;
  /** The text that the Console shows once, when a key is made. */
  apiKeySecret: string;
}

export interface TokenOptions {
  /** The name by which the user is known to your application, 1 to 256 characters; Video takes 128. */
  identity: string;
  /** How long the token lives, in whole seconds from 1 to 86400; 3600 unless given. */
  ttl?: number | null;
  /** When the token becomes valid, in whole seconds since 1970; at once unless given. */
  notBefore?: number | null;
  /** The region of the API key, lower-case letters and digits such as `ie1`; `us1` unless given. */
  region?: string | null;
  /** Permission to join rooms of Twilio Video: the one that is named, 1 to 128 characters, or all. */
  video?: { room?: string | null } | null;
}

/** Why no token is made. */
export class TokenError extends Error {
  private constructor();

  readonly name: 'TokenError';
  /** The stable name of the reason, in kebab-case; the same in every language. */
  readonly code: string;
}
