'use strict';

const { AccessToken } = require('./access-token.js');
const { TokenVerifier, inspect } = require('./reader.js');
const { TokenError } = require('./token-error.js');
const { TokenSigner } = require('./token-signer.js');
const {
  WebhookError,
  WebhookKey,
  getExpectedBodyHash,
  getExpectedTwilioSignature,
  parseSignatureSettings,
  validateBody,
  validateExpressRequest,
  validateIncomingRequest,
  validateRequest,
  validateRequestWithBody,
  webhook,
} = require('./webhooks.js');

// Short names alone, since Node looks no further for what `import { … }` may take.
module.exports = {
  AccessToken,
  TokenError,
  TokenSigner,
  TokenVerifier,
  WebhookError,
  WebhookKey,
  getExpectedBodyHash,
  getExpectedTwilioSignature,
  parseSignatureSettings,
  validateBody,
  validateExpressRequest,
  validateIncomingRequest,
  validateRequest,
  validateRequestWithBody,
  webhook,
  inspect,
};
