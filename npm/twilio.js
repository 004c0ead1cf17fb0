'use strict';

const { JWT, define, jwt } = require('./exports.js');

// A drop-in replacement for `require('twilio')`, and for its `jwt`, if an application uses tokens and webhooks only. The names are
// those of the package `twilio`, version 6, and no others.

/** The package `twilio` is also a function, which returns a client of Twilio's API. */
function twilio() {
  const { TokenError } = require('./errors.js');
  throw new TokenError('no-api-client', "There is no client of Twilio's API here, but tokens and webhooks. Take it from the package twilio.");
}

define(twilio, [
  ...JWT,
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
