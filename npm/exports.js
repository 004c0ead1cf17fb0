'use strict';

// The names that the package exports, and the module of each.

const capability = () => require('./capability.js');
const errors = () => require('./errors.js');
const webhooks = () => require('./webhooks.js');

const LOADERS = {
  AccessToken: () => require('./access-token.js'),
  ClientCapability: capability,
  TaskRouterCapability: capability,
  TokenError: errors,
  TokenSigner: () => require('./token-signer.js'),
  TokenVerifier: () => require('./verify.js'),
  ValidationToken: () => require('./validation-token.js'),
  WebhookError: errors,
  WebhookKey: webhooks,
  backend: () => require('./backend.js'),
  getExpectedBodyHash: webhooks,
  getExpectedTwilioSignature: webhooks,
  inspect: () => require('./inspect.js'),
  parseSignatureSettings: webhooks,
  taskrouter: capability,
  validateBody: webhooks,
  validateExpressRequest: webhooks,
  validateIncomingRequest: webhooks,
  validateRequest: webhooks,
  validateRequestWithBody: webhooks,
  webhook: webhooks,
};

/** Defines exported names on `target`. Reading a name loads its module. Tests may overwrite it. */
function define(target, names) {
  for (const name of names) {
    const become = (object, value) =>
      Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
    Object.defineProperty(target, name, {
      get() {
        return become(this, LOADERS[name]()[name])[name];
      },
      set(value) {
        become(this, value);
      },
      enumerable: true,
      configurable: true,
    });
  }
  return target;
}

const JWT = ['AccessToken', 'ClientCapability', 'ValidationToken', 'taskrouter'];

/** The `jwt` of the package `twilio`. */
const jwt = define({}, JWT);

module.exports = { JWT, NAMES: Object.keys(LOADERS), define, jwt };
