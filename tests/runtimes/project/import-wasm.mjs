import {
  AccessToken,
  ClientCapability,
  TaskRouterCapability,
  TokenError,
  TokenSigner,
  TokenVerifier,
  WebhookKey,
  backend,
  getExpectedBodyHash,
  getExpectedTwilioSignature,
  inspect,
  validateBody,
  validateRequest,
} from 'twilio-access-token/wasm';

import { checkFrozen } from './check.cjs';

const api = {
  AccessToken,
  ClientCapability,
  TaskRouterCapability,
  TokenError,
  TokenSigner,
  TokenVerifier,
  WebhookKey,
  backend,
  getExpectedBodyHash,
  getExpectedTwilioSignature,
  inspect,
  validateBody,
  validateRequest,
};
console.log(checkFrozen(api));
