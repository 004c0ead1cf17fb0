'use strict';

const tokens = require('./index.js');

// Stands in for `require('twilio')` where that is used for tokens and webhooks alone, and for its `jwt`: the names are those of the
// package `twilio`, version 6, and there are no others.

/** The package `twilio` is a function as well, which makes a client of Twilio's API. */
function twilio() {
  const { TokenError } = tokens;
  throw new TokenError('no-api-client', "There is no client of Twilio's API here, but tokens and webhooks. Take it from the package twilio.");
}

/** Gives `target` some names of the whole package, which still are loaded when they are read. */
function share(target, names) {
  for (const name of names) Object.defineProperty(target, name, Object.getOwnPropertyDescriptor(tokens, name));
  return target;
}

const JWT = ['AccessToken', 'ClientCapability', 'ValidationToken', 'taskrouter'];

const jwt = share({}, JWT);
share(twilio, [
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
