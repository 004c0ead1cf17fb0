// Nothing here runs: the assertion is that it compiles, and that the lines marked so do not.
import { createSecretKey } from 'node:crypto';
import { createServer } from 'node:http';

import twilio from 'twilio';

import {
  AccessToken,
  ClientCapability,
  TaskRouterCapability,
  TokenError,
  TokenSigner,
  TokenVerifier,
  ValidationToken,
  inspect,
  taskrouter,
} from 'twilio-access-token';
import { WebhookError, WebhookKey, parseSignatureSettings, validateExpressRequest, webhook } from 'twilio-access-token/webhooks';
import { createFetchHandler } from 'twilio-access-token/fetch';
import { createRoomToken } from 'twilio-access-token/function';
import { createTokenListener } from 'twilio-access-token/http';

const token = new AccessToken('AC', 'SK', 'secret', { identity: 'alice', ttl: 60, nbf: 1, region: 'ie1' });
token.addGrant(new AccessToken.VideoGrant({ room: 'daily' }));
const jwt: string = token.toJwt('HS512');
const later = new AccessToken('AC', 'SK', createSecretKey(Buffer.from('secret')));
later.identity = 4444;
// @ts-expect-error The identity is among the options, or follows.
new AccessToken('AC', 'SK', 'secret', { ttl: 60 });
// @ts-expect-error
token.toJwt('none');
// @ts-expect-error
new AccessToken.VideoGrant({ rooms: 'daily' });

// Code that was written for Twilio's class takes this one's grants, and ours takes Twilio's.
token.addGrant(new twilio.jwt.AccessToken.VideoGrant({ room: 'daily' }));
new twilio.jwt.AccessToken('AC', 'SK', 'secret', { identity: 'alice' }).addGrant(new AccessToken.VideoGrant());

const signer = new TokenSigner({ accountSid: 'AC', apiKeySid: 'SK', apiKeySecret: 'secret' });
const signed: string = signer.sign({ identity: 'alice', ttl: null, video: { room: undefined } });
// @ts-expect-error
signer.sign({ identity: 5 });
// @ts-expect-error
signer.sign({ video: {} });

signer.sign({ identity: 'alice', voice: { incomingAllow: true }, chat: { serviceSid: 'IS' }, custom: { x: [1] } });
// @ts-expect-error A chat grant is for a service.
signer.sign({ identity: 'alice', chat: {} });

const { exp, grants } = new TokenVerifier([{ accountSid: 'AC', apiKeySid: 'SK', apiKeySecret: 'x' }], { leeway: 5 }).verify(jwt);
const findings = inspect(jwt, { region: 'ie1' }).findings.map(({ severity }): 'error' | 'warning' => severity);
for (const Grant of [AccessToken.ChatGrant, AccessToken.SyncGrant, AccessToken.TaskRouterGrant, AccessToken.PlaybackGrant]) {
  token.addGrant(new Grant());
}
new twilio.jwt.AccessToken('AC', 'SK', 'secret', { identity: 'alice' }).addGrant(new AccessToken.VoiceGrant());

const { EventStreamScope, IncomingClientScope, OutgoingClientScope } = ClientCapability;
const capability = new ClientCapability({ accountSid: 'AC', authToken: createSecretKey(Buffer.from('x')), ttl: 60 });
capability.addScope(new OutgoingClientScope({ applicationSid: 'AP', clientName: 'alice', params: { a: 1 } }));
// Scopes and policies are one another's, too.
capability.addScope(new twilio.jwt.ClientCapability.IncomingClientScope('alice'));
const twilios = new twilio.jwt.ClientCapability({ accountSid: 'AC', authToken: 'x' });
for (const scope of [new EventStreamScope({ a: 'b' }), new IncomingClientScope('alice')]) twilios.addScope(scope);
// @ts-expect-error
new OutgoingClientScope({ clientName: 'alice' });

const { util } = taskrouter;
const taskRouter = new TaskRouterCapability({ accountSid: 'AC', authToken: 'x', workspaceSid: 'WS', channelId: 'WK' });
taskRouter.addPolicy(new TaskRouterCapability.Policy({ url: util.reservationsUrl('WS', 'WK', '**'), allow: false }));
for (const policy of util.defaultWorkerPolicies('v1', 'WS', 'WK')) taskRouter.addPolicy(policy);
const twiliosUtil: typeof twilio.jwt.taskrouter.util = util;
const capabilities: string[] = [capability.toJwt(), taskRouter.toJwt()];
// @ts-expect-error
new TaskRouterCapability({ accountSid: 'AC', authToken: 'x', workspaceSid: 'WS' });

const client = { accountSid: 'AC', credentialSid: 'CR', signingKey: 'SK', privateKey: 'PEM' };
const validated = new ValidationToken({ ...client, algorithm: 'PS256' });
const header: string = validated.fromHttpRequest({ method: 'GET', url: 'https://api.twilio.com/', params: { PageSize: 20 } });
// @ts-expect-error
new ValidationToken({ ...client, algorithm: 'HS256' });
// @ts-expect-error
validated.fromHttpRequest({ url: 'https://api.twilio.com/' });

declare const error: TokenError;
const code: string = error.code;

const { keyId, algorithm } = parseSignatureSettings(undefined);
const webhookKey = new WebhookKey(keyId ?? createSecretKey(Buffer.from('secret')), algorithm);
const signature: string = webhookKey.sign('https://example.com/', { Digits: ['1', '2'] });
webhookKey.validateForm(undefined, 'https://example.com/', {});
const valid: boolean = webhookKey.isValidBody(signature, 'https://example.com/', Buffer.from('{}'));
// @ts-expect-error
new WebhookKey('secret', 'HMAC_MD5');
// @ts-expect-error
webhookKey.validateBody(signature, 'https://example.com/', {});
declare const refusal: WebhookError;
const refusalCode: string = refusal.code;

// Each may stand where the other does.
const middlewares: (typeof twilio.webhook)[] = [twilio.webhook, webhook];
const validators: (typeof twilio.validateExpressRequest)[] = [twilio.validateExpressRequest, validateExpressRequest];
createServer((request) => validateExpressRequest(request, 'token'));

const listener = createTokenListener(process.env);
listener.check();
createServer(listener);

const fetchHandler = createFetchHandler({ env: process.env });
fetchHandler.check();
const fetched: Promise<Response> = fetchHandler(new Request('https://example.com/create-room-token', { method: 'POST' }));
const functionHandler: (context: object, event: object, callback: (error: Error | null, response?: object) => void) => void =
  createRoomToken();
// @ts-expect-error
createRoomToken({ env: { TOKEN_TTL: 60 } });

void [capabilities, header, twiliosUtil];
void [fetched, functionHandler];
void [jwt, signed, code, exp, grants, findings];
void [signature, valid, refusalCode, middlewares, validators];
