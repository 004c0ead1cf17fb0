/// <reference types="node" />

import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * A listener that answers `POST /create-room-token` with a token for the `identity` and `room` in its body, JSON or form, and
 * `GET /healthz`. It is a middleware of Express as well, which leaves other paths to those that follow. It waits 10 seconds for the
 * whole of a body, and then answers with 408.
 *
 * @param env The variables that configure the endpoint, docs/endpoint.md: `ACCOUNT_SID`, `API_KEY`, `API_SECRET` and
 * `TOKEN_AUTH`, which must say who may have a token, are required. The process's own environment unless given.
 *
 * @example
 * const { createServer } = require('node:http');
 * const { createTokenListener } = require('twilio-access-token/http');
 * createServer(createTokenListener()).listen(8080, '127.0.0.1');
 */
export function createTokenListener(env?: Record<string, string | undefined>): TokenListener;

export interface TokenListener {
  (request: IncomingMessage, response: ServerResponse, next?: (error?: unknown) => void): void;
  /**
   * Throws what keeps the listener from minting, if anything does.
   *
   * @throws {TokenError} `token-auth-unset`, `missing-variable`, and whatever else is wrong with the variables.
   */
  check(): void;
}
