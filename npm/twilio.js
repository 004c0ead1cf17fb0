'use strict';

const { lazy } = require('./lazy.js');
const { TokenError } = require('./token-error.js');

// Stands in for `require('twilio')` where that is used for tokens and webhooks alone, and for its `jwt`: the names are those of the
// package `twilio`, version 6, and there are no others.

/** The package `twilio` is a function as well, which makes a client of Twilio's API. */
function twilio() {
  throw new TokenError('no-api-client', "There is no client of Twilio's API here, but tokens and webhooks. Take it from the package twilio.");
}

const jwt = {};

for (const target of [jwt, twilio]) {
  lazy(target, () => require('./access-token.js'), ['AccessToken']);
  lazy(target, () => require('./capability.js'), ['ClientCapability', 'taskrouter']);
  lazy(target, () => require('./validation-token.js'), ['ValidationToken']);
}
lazy(twilio, () => require('./webhooks.js'), [
  'getExpectedBodyHash',
  'getExpectedTwilioSignature',
  'validateBody',
  'validateExpressRequest',
  'validateIncomingRequest',
  'validateRequest',
  'validateRequestWithBody',
  'webhook',
]);

module.exports = Object.assign(twilio, { jwt });

// Never run: Node finds here what `import { … }` may take.
0 &&
  (module.exports = {
    AccessToken,
    ClientCapability,
    ValidationToken,
    getExpectedBodyHash,
    getExpectedTwilioSignature,
    jwt,
    taskrouter,
    validateBody,
    validateExpressRequest,
    validateIncomingRequest,
    validateRequest,
    validateRequestWithBody,
    webhook,
  });
