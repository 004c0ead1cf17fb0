'use strict';

const { lazy } = require('./lazy.js');

lazy(exports, () => require('./access-token.js'), ['AccessToken']);
lazy(exports, () => require('./capability.js'), ['ClientCapability', 'TaskRouterCapability', 'taskrouter']);
lazy(exports, () => require('./reader.js'), ['TokenVerifier', 'inspect']);
lazy(exports, () => require('./token-error.js'), ['TokenError']);
lazy(exports, () => require('./token-signer.js'), ['TokenSigner']);
lazy(exports, () => require('./twilio.js'), ['jwt']);
lazy(exports, () => require('./validation-token.js'), ['ValidationToken']);
lazy(exports, () => require('./webhooks.js'), [
  'WebhookError',
  'WebhookKey',
  'getExpectedBodyHash',
  'getExpectedTwilioSignature',
  'parseSignatureSettings',
  'validateBody',
  'validateExpressRequest',
  'validateIncomingRequest',
  'validateRequest',
  'validateRequestWithBody',
  'webhook',
]);

// Never run: Node finds here what `import { … }` may take, and knows short names alone.
0 &&
  (module.exports = {
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
    inspect,
    jwt,
    parseSignatureSettings,
    taskrouter,
    validateBody,
    validateExpressRequest,
    validateIncomingRequest,
    validateRequest,
    validateRequestWithBody,
    webhook,
  });
