// The entry without Node's own modules. Nothing here runs either.
import { AccessToken, ClientCapability, TokenSigner, WebhookKey, backend, inspect, jwt } from 'twilio-access-token/wasm';
// @ts-expect-error It signs with node:crypto.
import { ValidationToken } from 'twilio-access-token/wasm';

const which: 'native' | 'wasm' = backend;
const token: AccessToken = new jwt.AccessToken('AC', 'SK', 'secret', { identity: 'alice' });
// @ts-expect-error
jwt.ValidationToken;

void [AccessToken, ClientCapability, TokenSigner, ValidationToken, WebhookKey, inspect, token, which];
