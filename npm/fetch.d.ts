export interface FetchHandlerOptions {
  /** The variables that configure the endpoint, docs/endpoint.md; the process's own environment unless given. */
  env?: Record<string, string | undefined>;
}

/**
 * A handler for hosts of the Fetch API, Deno, Bun and their like, that answers `POST /create-room-token` with a token, and
 * `GET /healthz`. It waits 10 seconds for the whole of a body, and then answers with 408.
 *
 * @example
 * const { createFetchHandler } = require('twilio-access-token/fetch');
 * Deno.serve(createFetchHandler());
 */
export function createFetchHandler(options?: FetchHandlerOptions): FetchHandler;

export interface FetchHandler {
  (request: Request): Promise<Response>;
  /**
   * Throws what keeps the handler from minting, if anything does.
   *
   * @throws {TokenError} `token-auth-unset`, `missing-variable`, and whatever else is wrong with the variables.
   */
  check(): void;
}
