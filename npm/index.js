'use strict';

const { NAMES, define, jwt } = require('./exports.js');

module.exports = Object.assign(define({}, NAMES), { jwt });

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
    backend,
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
