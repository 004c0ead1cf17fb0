// Nothing here runs: the assertion is that it compiles, and that the lines marked so do not.
import { createSecretKey } from 'node:crypto';
import { createServer } from 'node:http';

import twilio from 'twilio';

import { AccessToken, TokenError, TokenSigner, TokenVerifier, inspect } from 'twilio-access-token';
import { WebhookError, WebhookKey, parseSignatureSettings, validateExpressRequest, webhook } from 'twilio-access-token/webhooks';
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

void [jwt, signed, code, exp, grants, findings];
void [signature, valid, refusalCode, middlewares, validators];
