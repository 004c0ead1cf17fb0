// Nothing here runs: the assertion is that it compiles, and that the lines marked so do not.
import { createSecretKey } from 'node:crypto';
import { createServer } from 'node:http';

import twilio from 'twilio';

import { AccessToken, TokenError, TokenSigner } from 'twilio-access-token';
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

declare const error: TokenError;
const code: string = error.code;

const listener = createTokenListener(process.env);
listener.check();
createServer(listener);

void [jwt, signed, code];
