'use strict';

const { AccessToken } = require('./access-token.js');
const { ClientCapability, TaskRouterCapability, taskrouter } = require('./capability.js');
const { backend } = require('./native.js');
const { TokenVerifier, inspect } = require('./reader.js');
const { TokenError } = require('./token-error.js');
const { TokenSigner } = require('./token-signer.js');
const { ValidationToken } = require('./validation-token.js');
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
  ClientCapability,
  TaskRouterCapability,
  TokenError,
  TokenSigner,
  TokenVerifier,
  ValidationToken,
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
  backend,
  inspect,
  taskrouter,
};
