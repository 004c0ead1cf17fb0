/// <reference types="node" />

import type { KeyObject, PrivateKeyInput } from 'node:crypto';

/**
 * The token of Public Key Client Validation, which goes with a request to Twilio in the header `Twilio-Client-Validation`, in the
 * manner of the class of the same name in the package `twilio`.
 *
 * @example
 * const { ValidationToken } = require('twilio-access-token');
 * const token = new ValidationToken({ accountSid, credentialSid, signingKey: apiKeySid, privateKey });
 * const jwt = token.fromHttpRequest({ method: 'GET', url, headers: { authorization } });
 */
export class ValidationToken {
  /**
   * @throws {Error} Where one of the first four options is missing.
   * @throws {TokenError} `unsupported-algorithm`.
   */
  constructor(options: ValidationToken.ValidationTokenOptions);

  readonly accountSid: string;
  readonly credentialSid: string;
  readonly signingKey: string;
  readonly privateKey: ValidationToken.PrivateKey;
  readonly algorithm: ValidationToken.Algorithm;
  /** How long the token lives, in whole seconds; 300 unless set. */
  ttl: number;

  /**
   * The request in the form that is hashed.
   *
   * @throws {Error} Where the URL or the method is missing.
   */
  getRequestCanonicalizer(request: ValidationToken.Request): ValidationToken.RequestCanonicalizer;

  /**
   * Signs a request, now.
   *
   * @throws {TokenError} `invalid-private-key`, `invalid-ttl` or `invalid-request`.
   */
  fromHttpRequest(request: ValidationToken.Request): string;

  static readonly ALGORITHMS: readonly ValidationToken.Algorithm[];
  static readonly DEFAULT_ALGORITHM: 'RS256';
}

export namespace ValidationToken {
  type Algorithm = 'RS256' | 'PS256';

  type PrivateKey = string | Buffer | KeyObject | PrivateKeyInput;

  interface ValidationTokenOptions {
    /** The account, `AC…`. */
    accountSid: string;
    /** The public key that was submitted to Twilio, `CR…`. */
    credentialSid: string;
    /** The API key with which requests authenticate, `SK…`. */
    signingKey: string;
    /** An RSA key of 2048 bits or more, in PEM or as Node reads it. */
    privateKey: PrivateKey;
    /** `RS256` unless given. */
    algorithm?: Algorithm;
  }

  /** A request as axios describes it. */
  interface Request {
    method: string;
    /** Absolute. A query in it counts, as it does not in `twilio`. */
    url: string;
    /** Of these, `Authorization` is signed, in whatever letters it is written. */
    headers?: object;
    /** More of the query, not encoded. An array is one parameter for each element. */
    params?: object;
    /** The body: text, bytes, or an object that is sent as JSON. */
    data?: unknown;
  }

  /** A request, and the parts of the text that is hashed. */
  interface RequestCanonicalizer {
    method: string;
    /** The path. */
    uri: string;
    queryParams: any;
    requestBody: any;
    headers: { host: string; authorization?: string };
    getCanonicalizedMethod(): string;
    getCanonicalizedPath(): string;
    getCanonicalizedQueryParams(): string;
    getCanonicalizedHeaders(): string;
    /** The names of the headers that are signed: `authorization;host`. */
    getCanonicalizedHashedHeaders(): string;
    /** SHA-256 of the body in hexadecimal digits, or nothing. */
    getCanonicalizedRequestBody(): string;
    getCanonicalizedRequestString(): string;
    /** SHA-256 of the whole, in hexadecimal digits. */
    create(): string;
    /** A part of a path or a query, encoded again once it has been decoded. */
    customEncode(text: string): string;
    /** Which of two comes first: -1, 0 or 1. */
    ASCIICompare(a: string, b: string): number;
    /** SHA-256 in hexadecimal digits. */
    sha256Hex(body: string): string;
  }
}
