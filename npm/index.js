'use strict';

/**
 * Exports the names of a module that is loaded when one of them is first read: most who need one part need no other. They may be
 * overwritten, as tests do with what they replace.
 */
function lazy(load, names) {
  for (const name of names) {
    const become = (target, value) =>
      Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true });
    Object.defineProperty(exports, name, {
      get() {
        return become(this, load()[name])[name];
      },
      set(value) {
        become(this, value);
      },
      enumerable: true,
      configurable: true,
    });
  }
}

lazy(() => require('./access-token.js'), ['AccessToken']);
lazy(() => require('./capability.js'), ['ClientCapability', 'TaskRouterCapability', 'taskrouter']);
lazy(() => require('./backend.js'), ['backend']);
lazy(() => require('./errors.js'), ['TokenError', 'WebhookError']);
lazy(() => require('./inspect.js'), ['inspect']);
lazy(() => require('./token-signer.js'), ['TokenSigner']);
lazy(() => require('./twilio.js'), ['jwt']);
lazy(() => require('./validation-token.js'), ['ValidationToken']);
lazy(() => require('./verify.js'), ['TokenVerifier']);
lazy(() => require('./webhooks.js'), [
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
