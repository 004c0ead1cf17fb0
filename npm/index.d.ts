/// <reference types="node" />

import type { KeyObject } from 'node:crypto';

export * from './capability.js';
export * from './validation-token.js';
export * from './webhooks.js';
export { jwt } from './twilio.js';

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

  /** The account, `AC…`. */
  accountSid: string;
  /** The API key, `SK…`. */
  keySid: string;
  /** Not enumerable. `any` when it is read, so that the token may stand where one of `twilio` is asked for. */
  get secret(): any;
  set secret(secret: AccessToken.Secret);
  /** How long the token lives, in whole seconds; 3600 unless set. Twilio refuses more than 86400. */
  ttl: number;
  /**
   * The name by which the user is known to your application. An integer is written as its digits. After a construction with three
   * arguments it is undefined until it is set.
   */
  get identity(): string;
  set identity(identity: string | number | undefined);
  /** When the token becomes valid, in seconds since 1970. */
  nbf?: number | undefined;
  /** The region of the API key, such as `ie1`. */
  region?: string | undefined;
  /** What the token permits, in the order in which it is written. */
  grants: AccessToken.Grant<any, any, any>[];

  /** Adds a grant. One with the key of an earlier grant takes that one's place. */
  addGrant<T extends AccessToken.Grant<any, any, any>>(grant: T): void;

  /**
   * Signs the token, issued now. Each call makes a new one of the properties as they are.
   *
   * @param algorithm The default, `HS256`, is the one that Twilio documents.
   * @throws {TokenError} `missing-identity`, `empty-identity`, `invalid-type`, `invalid-ttl`, `unsupported-algorithm`,
   * `invalid-account-sid`, `invalid-api-key-sid` or `invalid-api-key-secret`, with the messages of `twilio`.
   */
  toJwt(algorithm?: AccessToken.Algorithm): string;

  /** Those that `toJwt` takes. */
  static ALGORITHMS: string[];
  /** The one that `toJwt` takes unless another is given. */
  static DEFAULT_ALGORITHM: 'HS256';
}

export namespace AccessToken {
  type Algorithm = 'HS256' | 'HS384' | 'HS512';

  /** The text that the Console shows once, when a key is made; its bytes; or a secret key of `node:crypto`. */
  type Secret = string | Uint8Array | KeyObject;

  interface AccessTokenOptions {
    /** The name by which the user is known to your application. An integer is written as its digits. */
    identity: string | number;
    /** How long the token lives, in whole seconds; 3600 unless given, or if it is 0. */
    ttl?: number;
    /** When the token becomes valid, in seconds since 1970; at once unless given. */
    nbf?: number;
    /** The region of the API key, such as `ie1`; `us1` unless given. */
    region?: string;
  }

  /**
   * Anything with a key and a payload is a grant, of a class of your own as well.
   *
   * @example
   * class TeaGrant extends AccessToken.Grant<{ sugar?: boolean }, { sugar: boolean }, 'tea'> {
   *   constructor(private options: { sugar?: boolean } = {}) {
   *     super('tea');
   *   }
   *   toPayload() {
   *     return { sugar: this.options.sugar ?? false };
   *   }
   * }
   */
  abstract class Grant<TOptions, TPayload, TKey> {
    protected constructor(key: TKey);
    key: TKey;
    abstract toPayload(): TPayload;
  }

  interface VoiceGrantOptions {
    /** Permits to take calls, if it is `true`. */
    incomingAllow?: boolean;
    /** The TwiML application through which calls are made, `AP…`. */
    outgoingApplicationSid?: string;
    /** What Twilio passes on to it; left out without an application. */
    outgoingApplicationParams?: object;
    /** The credential for push notifications, `CR…`. */
    pushCredentialSid?: string;
    /** The name of the device, of your own choice. */
    endpointId?: string;
  }

  interface VoiceGrantPayload {
    incoming?: { allow: boolean };
    outgoing?: { application_sid: string; params?: object };
    push_credential_sid?: string;
    endpoint_id?: string;
  }

  /** Permission to make and take calls with Twilio Voice. */
  class VoiceGrant extends Grant<VoiceGrantOptions, VoiceGrantPayload, 'voice'> implements VoiceGrantOptions {
    constructor(options?: VoiceGrantOptions);
    incomingAllow?: boolean;
    outgoingApplicationSid?: string;
    outgoingApplicationParams?: object;
    pushCredentialSid?: string;
    endpointId?: string;
    toPayload(): VoiceGrantPayload;
  }

  interface VideoGrantOptions {
    /** The one room that may be joined, by unique name or SID (`RM…`); without it, every room of the account. */
    room?: string;
  }

  interface VideoGrantPayload {
    room?: string;
  }

  /** Permission to join rooms of Twilio Video. */
  class VideoGrant extends Grant<VideoGrantOptions, VideoGrantPayload, 'video'> implements VideoGrantOptions {
    constructor(options?: VideoGrantOptions);
    room?: string;
    toPayload(): VideoGrantPayload;
  }

  interface ChatGrantOptions {
    /** The service, `IS…`, without which Twilio refuses the grant. */
    serviceSid?: string;
    /** The name of the device, of your own choice. */
    endpointId?: string;
    /** The role throughout the service, `RL…`. */
    deploymentRoleSid?: string;
    /** The credential for push notifications, `CR…`. */
    pushCredentialSid?: string;
  }

  interface ChatGrantPayload {
    service_sid?: string;
    endpoint_id?: string;
    deployment_role_sid?: string;
    push_credential_sid?: string;
  }

  /** Permission to use Twilio Conversations, formerly Chat. */
  class ChatGrant extends Grant<ChatGrantOptions, ChatGrantPayload, 'chat'> implements ChatGrantOptions {
    constructor(options?: ChatGrantOptions);
    serviceSid?: string;
    endpointId?: string;
    deploymentRoleSid?: string;
    pushCredentialSid?: string;
    toPayload(): ChatGrantPayload;
  }

  interface SyncGrantOptions {
    /** The service, `IS…`, without which Twilio refuses the grant. */
    serviceSid?: string;
    /** The name of the device, of your own choice. */
    endpointId?: string;
  }

  interface SyncGrantPayload {
    service_sid?: string;
    endpoint_id?: string;
  }

  /** Permission to use Twilio Sync. */
  class SyncGrant extends Grant<SyncGrantOptions, SyncGrantPayload, 'data_sync'> implements SyncGrantOptions {
    constructor(options?: SyncGrantOptions);
    serviceSid?: string;
    endpointId?: string;
    toPayload(): SyncGrantPayload;
  }

  interface TaskRouterGrantOptions {
    /** The workspace, `WS…`. */
    workspaceSid?: string;
    /** The worker, `WK…`. */
    workerSid?: string;
    /** Such as `worker` or `supervisor`. */
    role?: string;
  }

  interface TaskRouterGrantPayload {
    workspace_sid?: string;
    worker_sid?: string;
    role?: string;
  }

  /** Permission to use Twilio TaskRouter. */
  class TaskRouterGrant extends Grant<TaskRouterGrantOptions, TaskRouterGrantPayload, 'task_router'> implements TaskRouterGrantOptions {
    constructor(options?: TaskRouterGrantOptions);
    workspaceSid?: string;
    workerSid?: string;
    role?: string;
    toPayload(): TaskRouterGrantPayload;
  }

  interface PlaybackGrantOptions {
    /** The object that the REST API's PlaybackGrant gives; it becomes the grant as it stands. */
    grant?: object;
  }

  /** The object that was given, whatever is in it. */
  interface PlaybackGrantPayload {
    [name: string]: any;
  }

  /** Permission to watch a stream of Twilio Live. */
  class PlaybackGrant extends Grant<PlaybackGrantOptions, PlaybackGrantPayload, 'player'> implements PlaybackGrantOptions {
    constructor(options?: PlaybackGrantOptions);
    grant?: object;
    toPayload(): PlaybackGrantPayload;
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
   * `invalid-time`, `invalid-ttl`, `ttl-too-short`, `ttl-too-long`, `never-valid`, `time-out-of-range`, `invalid-grant`,
   * `invalid-service-sid` and the like for each kind of SID, `invalid-type` or `unknown-field`.
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
  /** Permission for Twilio Voice. Its identities are letters, digits and underscores; its lifetimes at most 86399 seconds. */
  voice?: Nullable<AccessToken.VoiceGrantOptions> | null;
  /** Permission to join rooms of Twilio Video: the one that is named, 1 to 128 characters, or all. */
  video?: Nullable<AccessToken.VideoGrantOptions> | null;
  /** Permission for Twilio Conversations. */
  chat?: (Nullable<AccessToken.ChatGrantOptions> & { serviceSid: string }) | null;
  /** Permission for Twilio Sync. */
  sync?: (Nullable<AccessToken.SyncGrantOptions> & { serviceSid: string }) | null;
  /** Permission for Twilio TaskRouter. */
  taskRouter?: (Nullable<AccessToken.TaskRouterGrantOptions> & { workspaceSid: string }) | null;
  /** Permission for Twilio Live: the object that the REST API's PlaybackGrant gives. */
  playback?: object | null;
  /** Other grants, by the keys that they have in the token. A key of a typed grant, such as `video`, is rejected. */
  custom?: Record<string, unknown> | null;
}

type Nullable<T> = { [K in keyof T]?: T[K] | null };

/**
 * Says whether a token was signed with one of some keys, and is valid now. The header must be that of an access token, signed
 * with HS256; `exp` is required, and a token is valid up to, but not in, that second (RFC 7519 section 4.1).
 *
 * @example
 * const { TokenVerifier } = require('twilio-access-token');
 * const { grants } = new TokenVerifier({ accountSid, apiKeySid, apiKeySecret }).verify(jwt);
 */
export class TokenVerifier {
  /**
   * @param keys One key, or several while one replaces another.
   * @param options `leeway`: by how many seconds clocks may differ, 0 to 86400; 0 unless given.
   * @throws {TokenError} As `TokenSigner`; `missing-key` where there is none; `invalid-time`.
   */
  constructor(keys: SigningKeyOptions | readonly SigningKeyOptions[], options?: { leeway?: number });

  /**
   * The claims of a token that is valid.
   *
   * @throws {TokenError} `malformed`, `unsupported-header`, `algorithm-mismatch`, `signature-mismatch`, `invalid-claims`,
   * `wrong-issuer`, `wrong-account`, `not-yet-valid`, `expired` or `invalid-type`.
   */
  verify(token: string): TokenClaims;
}

/** The claims of an access token. Times are in seconds since 1970. */
export interface TokenClaims {
  jti: string;
  grants: { identity?: string; [key: string]: unknown };
  nbf?: number;
  iat?: number;
  exp: number;
  iss: string;
  sub: string;
}

/**
 * Reads any text as an access token and lists what Twilio would refuse about it. That nothing is found is no proof that a token
 * is good.
 *
 * @param options The secret of the API key, to check the signature; the region of the key, `us1` for keys that name none; the
 * time in seconds since 1970, now unless given.
 *
 * @example
 * const { inspect } = require('twilio-access-token');
 * for (const { twilioCode, message, hint } of inspect(jwt, { apiKeySecret }).findings) console.log(twilioCode, message, hint);
 */
export function inspect(token: string, options?: { apiKeySecret?: string; region?: string; now?: number }): TokenReport;

export interface TokenReport {
  header: Record<string, unknown> | null;
  payload: Record<string, unknown> | null;
  /** Whether the signature is that of the secret, if one was given. */
  signature: 'mismatch' | 'unchecked' | 'verified';
  findings: TokenFinding[];
}

export interface TokenFinding {
  /** The stable name of this finding. */
  code: string;
  /** The error with which Twilio answers, <https://www.twilio.com/docs/api/errors>. */
  twilioCode: number | null;
  /** `error` where Twilio refuses the token; `warning` where it may, or the token does not do what was probably meant. */
  severity: 'error' | 'warning';
  /** What is wrong, with the value that is at fault. Never a secret. */
  message: string;
  /** What to do about it. */
  hint: string;
}

/**
 * What signs: `native` is the addon, `wasm` the same in WebAssembly, where no addon loads. The environment variable
 * `TWILIO_ACCESS_TOKEN_BACKEND` forces one of the two; if that one does not load, `require` throws a `TokenError` with the
 * code `unsupported-platform`, whose `cause` says why.
 */
export const backend: 'native' | 'wasm';

/** Why no token is made or accepted. */
export class TokenError extends Error {
  private constructor();

  readonly name: 'TokenError';
  /** The stable name of the reason, in kebab-case; the same in every language. */
  readonly code: string;
  /** What to do about it, a sentence, which `message` ends with. Errors of the JavaScript itself have none. */
  readonly hint?: string;
}
