/// <reference types="node" />

import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * A listener that answers `POST /create-room-token` with a token for the `identity` and `room` in its body, JSON or form.
 *
 * @param env `ACCOUNT_SID`, `API_KEY`, `API_SECRET`, `TOKEN_TTL` in seconds (3600 unless set) and `TOKEN_AUTH`, which must
 * say who may have a token: `anyone`. The process's own environment unless given.
 *
 * @example
 * const { createServer } = require('node:http');
 * const { createTokenListener } = require('twilio-access-token/http');
 * createServer(createTokenListener()).listen(8080, '127.0.0.1');
 */
export function createTokenListener(env?: Record<string, string | undefined>): TokenListener;

export interface TokenListener {
  (request: IncomingMessage, response: ServerResponse): void;
  /**
   * Throws what keeps the listener from minting, if anything does.
   *
   * @throws {TokenError} `token-auth-unset`, `unsupported-token-auth`, `missing-variable`, and whatever else is wrong with
   * the variables.
   */
  check(): void;
}
