import * as tokens from './index.js';

/**
 * What stands in for the package `twilio` where it is used for tokens and webhooks alone: for `require('twilio')` itself, and for its
 * `jwt`. There is no client of Twilio's API.
 *
 * @example
 * const twilio = require('twilio-access-token/twilio');
 * const token = new twilio.jwt.AccessToken(accountSid, apiKeySid, apiKeySecret, { identity: 'alice' });
 * app.post('/voice', twilio.webhook(), answer);
 */
export namespace jwt {
  export import AccessToken = tokens.AccessToken;
  export import ClientCapability = tokens.ClientCapability;
  export import ValidationToken = tokens.ValidationToken;
  export import taskrouter = tokens.taskrouter;
}

export {
  AccessToken,
  ClientCapability,
  ValidationToken,
  getExpectedBodyHash,
  getExpectedTwilioSignature,
  taskrouter,
  validateBody,
  validateExpressRequest,
  validateIncomingRequest,
  validateRequest,
  validateRequestWithBody,
  webhook,
} from './index.js';
