// Nothing here runs. Code that is typed against the package `twilio` compiles with what stands in for it, and both work together.
import { createSecretKey } from 'node:crypto';

import twilio from 'twilio';

import standIn, { jwt, validateRequest } from 'twilio-access-token/twilio';
import * as whole from 'twilio-access-token';

// Each of these stands where one of twilio is asked for.
const token: twilio.jwt.AccessToken = new jwt.AccessToken('AC', 'SK', 'secret', { identity: 'alice' });
const prepared: twilio.jwt.AccessToken = new jwt.AccessToken('AC', 'SK', createSecretKey(Buffer.from('secret')));
const client: twilio.jwt.ClientCapability = new jwt.ClientCapability({ accountSid: 'AC', authToken: 'token' });
const worker: twilio.jwt.taskrouter.TaskRouterCapability = new jwt.taskrouter.TaskRouterCapability({
  accountSid: 'AC',
  authToken: 'token',
  workspaceSid: 'WS',
  channelId: 'WK',
});
const classes: {
  AccessToken: typeof twilio.jwt.AccessToken;
  ClientCapability: typeof twilio.jwt.ClientCapability;
  taskrouter: typeof twilio.jwt.taskrouter;
} = jwt;
const functions: Pick<
  typeof twilio,
  | 'getExpectedBodyHash'
  | 'getExpectedTwilioSignature'
  | 'validateBody'
  | 'validateExpressRequest'
  | 'validateIncomingRequest'
  | 'validateRequest'
  | 'validateRequestWithBody'
  | 'webhook'
> = standIn;

// And the other way round.
declare const twilios: twilio.jwt.AccessToken;
const ours: jwt.AccessToken = twilios;
const ourClient: jwt.ClientCapability = new twilio.jwt.ClientCapability({ accountSid: 'AC', authToken: 'token' });
const ourOptions: jwt.AccessToken.AccessTokenOptions = twilios;

// The names of types are those of twilio's file AccessToken.d.ts.
type Grants = [
  jwt.AccessToken.ChatGrant,
  jwt.AccessToken.PlaybackGrant,
  jwt.AccessToken.SyncGrant,
  jwt.AccessToken.TaskRouterGrant,
  jwt.AccessToken.VideoGrant,
  jwt.AccessToken.VoiceGrant,
];
declare const grants: Grants;
for (const grant of grants) twilios.addGrant(grant);
const payload: jwt.AccessToken.VoiceGrantPayload = new jwt.AccessToken.VoiceGrant({ incomingAllow: true }).toPayload();
const fromTwilio: jwt.AccessToken.Grant<any, any, any>[] = twilios.grants;

class TeaGrant extends jwt.AccessToken.Grant<{ sugar?: boolean }, { sugar: boolean }, 'tea'> {
  constructor() {
    super('tea');
  }

  toPayload() {
    return { sugar: true };
  }
}
token.addGrant(new TeaGrant());
twilios.addGrant(new TeaGrant());

// @ts-expect-error The identity is not given.
new jwt.AccessToken('AC', 'SK', 'secret', {});
// @ts-expect-error A grant has a payload.
token.addGrant({ key: 'video' });
// @ts-expect-error
new jwt.AccessToken('AC', 'SK', 5);
// @ts-expect-error
token.identity = {};
// @ts-expect-error There is no client of the API.
standIn('AC', 'token');
// @ts-expect-error
standIn.twiml;

const same: typeof standIn.jwt = whole.jwt;
const valid: boolean = validateRequest('token', 'signature', 'https://example.com/', {});
const request = new jwt.ValidationToken({ accountSid: 'AC', credentialSid: 'CR', signingKey: 'SK', privateKey: 'PEM' });
const encoded: string = request.getRequestCanonicalizer({ method: 'GET', url: 'https://example.com/' }).customEncode('a b');

void [prepared, client, worker, classes, functions, ours, ourClient, ourOptions, payload, fromTwilio, same, valid, encoded];
