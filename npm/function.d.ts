export interface FunctionOptions {
  /** The variables that configure the endpoint, docs/endpoint.md; the Function's own environment unless given. */
  env?: Record<string, string | undefined>;
}

/**
 * A handler for a Twilio Function that answers with a token, at whatever path the Function has. It calls back once.
 *
 * `TOKEN_URL`, against which Twilio's signature is checked, is the Function's own URL unless it is set.
 *
 * @example
 * // functions/create-room-token.js
 * exports.handler = require('twilio-access-token/function').createRoomToken();
 */
export function createRoomToken(options?: FunctionOptions): FunctionHandler;

export type FunctionHandler = (
  context: { DOMAIN_NAME?: string; PATH?: string },
  event: { request?: { headers?: object } },
  callback: (error: Error | null, response?: object) => void,
) => void;
