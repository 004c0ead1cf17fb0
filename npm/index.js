'use strict';

const { AccessToken } = require('./access-token.js');
const { TokenVerifier, inspect } = require('./reader.js');
const { TokenError } = require('./token-error.js');
const { TokenSigner } = require('./token-signer.js');
const webhooks = require('./webhooks.js');

module.exports = {
  AccessToken,
  TokenError,
  TokenSigner,
  TokenVerifier,
  WebhookError: webhooks.WebhookError,
  WebhookKey: webhooks.WebhookKey,
  getExpectedBodyHash: webhooks.getExpectedBodyHash,
  getExpectedTwilioSignature: webhooks.getExpectedTwilioSignature,
  parseSignatureSettings: webhooks.parseSignatureSettings,
  validateBody: webhooks.validateBody,
  validateExpressRequest: webhooks.validateExpressRequest,
  validateIncomingRequest: webhooks.validateIncomingRequest,
  validateRequest: webhooks.validateRequest,
  validateRequestWithBody: webhooks.validateRequestWithBody,
  inspect,
  webhook: webhooks.webhook,
};
