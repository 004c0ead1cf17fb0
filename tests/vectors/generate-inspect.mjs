// Writes inspect.json: for everything that an inspection finds, a token that has it. Where the npm package `twilio` makes such a
// token, it is one of its own; else it is signed here. `npx rust-just vectors` runs this.
//
// A case gives a `token` and perhaps the `secret` and the `region` of the key, and expects `findings`, each
// [code, Twilio's code, severity], and the state of the `signature`.
import { createHmac } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { readFileSync, writeFileSync } from 'node:fs';

const { key, now } = JSON.parse(readFileSync(new URL('room-tokens.json', import.meta.url), 'utf8'));
// SIDs that nobody would take for those of an example.
const AC = 'AC8d4f0c9b7a6e5d4c3b2a190f8e7d6c5b';
const SK = 'SK5e6d7c8b9a0f1e2d3c4b5a69788796a5';
const SECRET = key.api_key_secret;
const sid = (prefix) => `${prefix}8d4f0c9b7a6e5d4c3b2a190f8e7d6c5b`;

const HEADER = { alg: 'HS256', typ: 'JWT', cty: 'twilio-fpa;v=1' };
const VIDEO = { identity: 'alice', video: { room: 'daily' } };
const claims = (grants = VIDEO, more = {}) => ({
  jti: `${SK}-${now}`,
  grants,
  iat: now,
  exp: now + 3600,
  iss: SK,
  sub: AC,
  ...more,
});
const encode = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

function token(payload = claims(), header = HEADER, secret = SECRET) {
  const input = `${encode({ ...HEADER, ...header })}.${encode(payload)}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

const good = token();
const error = (code, twilio) => [code, twilio, 'error'];
const warning = (code, twilio) => [code, twilio, 'warning'];
const grants = (value, ...findings) => ({ token: token(claims(value)), findings });
const times = (more, ...findings) => ({ token: token(claims(VIDEO, more)), findings });

const cases = {
  'nothing': { token: good, findings: [] },
  'nothing, with the secret': { token: good, secret: SECRET, signature: 'verified', findings: [] },
  'nothing, with the region': { token: good, region: 'us1', findings: [] },

  'copied with what stood around it': { token: `  Bearer "${good}"\n`, findings: [error('extra-characters', 20101)] },
  'one part': { token: 'hello', findings: [error('malformed', 20101)] },
  'two parts': { token: good.split('.', 2).join('.'), findings: [error('malformed', 20101)] },
  'five parts': { token: `${good}.x.y`, findings: [error('malformed', 20101)] },
  'nothing at all': { token: '', findings: [error('malformed', 20101)] },
  'not base64url': { token: good.replace('.', '.+'), findings: [error('malformed', 20101)] },
  'padded': { token: `${good}=`, findings: [error('malformed', 20101)] },
  'too long': { token: `${good}${'A'.repeat(16384)}`, findings: [error('malformed', 20101)] },
  'header that is no object': { token: `${encode('[]')}.${good.split('.').slice(1).join('.')}`, findings: [error('malformed', 20102)] },
  'payload that is no object': { token: token('"x"'), findings: [error('malformed', 20101)] },
  'payload that is no JSON': { token: token('{'), findings: [error('malformed', 20101)] },

  'expiry given twice': { token: token(JSON.stringify(claims()).replace('"exp"', `"exp":${now + 60},"exp"`)), findings: [error('duplicate-member', 20101)] },
  'room given twice': { token: token(JSON.stringify(claims()).replace('"room"', '"room":"board","room"')), findings: [error('duplicate-member', 20101)] },
  'type given twice': { token: `${encode('{"alg":"HS256","typ":"JWT","typ":"JWT","cty":"twilio-fpa;v=1"}')}.${good.split('.').slice(1).join('.')}`, findings: [error('duplicate-member', 20101)] },
  'no type': { token: token(claims(), { typ: undefined }), findings: [error('wrong-type', 20102)] },
  'unsigned': { token: token(claims(), { alg: 'none' }), findings: [error('unsigned', 20102)] },
  'another algorithm': { token: token(claims(), { alg: 'RS256' }), findings: [error('wrong-algorithm', 20102)] },
  'no content type': { token: token(claims(), { cty: undefined }), findings: [error('wrong-content-type', 20102)] },
  'validation token': { token: token(claims(), { cty: 'twilio-pkrv;v=1' }), findings: [error('validation-token', 20102)] },
  'Client capability token': {
    token: token({ scope: 'scope:client:incoming?clientName=alice', iss: AC, exp: now + 3600, iat: now }, { cty: undefined }),
    findings: [error('client-capability-token', 20102)],
  },
  'region of another key': { token: good, region: 'ie1', findings: [error('region-mismatch', 20101)] },
  'region that the key does not have': {
    token: token(claims({ identity: 'alice', chat: { service_sid: sid('IS') } }), { twr: 'ie1' }),
    region: 'us1',
    findings: [error('region-mismatch', 20101)],
  },
  'region null, as of Ruby': { token: token(claims(), { twr: null }), findings: [warning('invalid-region', 20101)] },
  'Video outside us1': { token: token(claims(), { twr: 'ie1' }), findings: [error('video-region', 51007)] },

  'no issuer': times({ iss: undefined }, error('invalid-issuer', 20103)),
  'issuer that is no SID': times({ iss: 'SK123' }, error('invalid-issuer', 20103)),
  'subject that is no SID': times({ sub: sid('US') }, error('invalid-subject', 20103)),
  'subject that is a number': times({ sub: 5 }, error('invalid-subject', 20103)),
  'SIDs swapped': times({ iss: AC, sub: SK }, error('sids-swapped', 20103)),
  'Account SID as key': times({ iss: AC }, error('account-sid-as-key', 20103)),
  'SIDs of an example': times(
    { iss: `SK${'b'.repeat(32)}`, sub: `AC${'0123456789abcdef'.repeat(2)}` },
    warning('placeholder-sid', 20103),
    warning('placeholder-sid', 20103),
  ),
  'no id': times({ jti: undefined }, warning('no-token-id', 20101)),

  'expires now': times({ iat: now - 3600, exp: now }, error('expired', 20104)),
  'expired': times({ iat: now - 7200, exp: now - 3600 }, error('expired', 20104)),
  'valid later': times({ nbf: now + 60 }, error('not-yet-valid', 20105)),
  'valid now': times({ nbf: now }),
  'issued later': times({ iat: now + 60, exp: now + 3660 }, warning('issued-in-the-future', 20105)),
  'no expiry': times({ exp: undefined }, error('no-expiry', 20156)),
  'expiry as text': times({ exp: `${now + 60}` }, error('invalid-time', 20156)),
  'negative expiry': times({ exp: -1 }, error('invalid-time', 20156)),
  'start that is no whole number': times({ nbf: now + 0.5 }, error('invalid-time', 20154)),
  'a day': times({ exp: now + 86400 }),
  'a day and a second': times({ exp: now + 86401 }, error('lifetime-too-long', 20157)),
  'a day and a second, without iat': times({ iat: undefined, exp: now + 86401 }, error('lifetime-too-long', 20157)),
  'lifetime in milliseconds': times({ exp: now + 3600000 * 24 }, error('milliseconds', 20157)),
  'expiry in milliseconds': times({ exp: (now + 3600) * 1000 }, error('milliseconds', 20157)),
  'expires before it is valid': times(
    { nbf: now + 60, exp: now + 60 },
    error('not-yet-valid', 20105),
    error('never-valid', 20156),
  ),

  'no grants': { token: token(claims(null)), findings: [error('no-grants', 20106)] },
  'grants missing': times({ grants: undefined }, error('no-grants', 20106)),
  'identity alone': grants({ identity: 'alice' }, error('no-grants', 20106)),
  'grant that is no object': grants({ identity: 'alice', video: 'daily' }, error('invalid-grant', 20106)),
  'identity that is a number': grants(
    { identity: 4444, chat: { service_sid: sid('IS') } },
    warning('identity-not-text', 20106),
    error('chat-no-identity', 20106),
  ),
  'identity too long for all': grants(
    { identity: 'i'.repeat(257), chat: { service_sid: sid('IS') } },
    error('identity-too-long', 51003),
    error('chat-identity-too-long', 50207),
  ),

  'Video without identity': grants({ video: {} }, error('video-no-identity', 53200)),
  'Video with an empty identity': grants({ identity: '', video: {} }, error('video-no-identity', 53200)),
  'Video, 128 characters': grants({ identity: 'i'.repeat(128), video: { room: 'r'.repeat(128) } }),
  'Video, 129 characters': grants({ identity: 'i'.repeat(129), video: {} }, error('video-identity-too-long', 53201)),
  'Video, 65 wide characters': grants({ identity: 'ü'.repeat(65), video: {} }, error('video-identity-too-long', 53201)),
  'Video, control characters': grants({ identity: 'al\u0007ice', video: {} }, error('video-identity-characters', 53202)),
  'room empty': grants({ identity: 'alice', video: { room: '' } }, error('room-empty', 53100)),
  'room too long': grants({ identity: 'alice', video: { room: 'r'.repeat(129) } }, error('room-too-long', 53101)),
  'room with control characters': grants({ identity: 'alice', video: { room: 'a\nb' } }, error('room-characters', 53102)),
  'room that is a number': grants({ identity: 'alice', video: { room: 5 } }, error('invalid-grant', 20106)),

  'Voice': grants({ identity: 'alice_1', voice: { incoming: { allow: true }, outgoing: { application_sid: sid('AP') } } }),
  'Voice without identity': grants({ voice: { incoming: { allow: true } } }, error('voice-no-identity', 31105)),
  'Voice with a space': grants({ identity: 'al ice', voice: { incoming: { allow: true } } }, error('voice-identity-characters', 31105)),
  'Voice with an address': grants(
    { identity: 'a@example.com', voice: { incoming: { allow: true } } },
    warning('voice-identity-characters', 31105),
  ),
  'Voice, 122 characters': grants(
    { identity: 'i'.repeat(122), voice: { incoming: { allow: true } } },
    warning('voice-identity-too-long', 31105),
  ),
  'Voice that permits nothing': grants({ identity: 'alice', voice: {} }, warning('voice-permits-nothing', 20106)),
  'Voice through what is no application': grants(
    { identity: 'alice', voice: { outgoing: { application_sid: AC } } },
    error('invalid-grant', 20106),
  ),
  'Voice for a day': {
    token: token(claims({ identity: 'alice', voice: { incoming: { allow: true } } }, { exp: now + 86400 })),
    findings: [warning('voice-lifetime-too-long', 31207)],
  },
  'Voice for longer': {
    token: token(claims({ identity: 'alice', voice: { incoming: { allow: true } } }, { exp: now + 86401 })),
    findings: [error('lifetime-too-long', 20157), error('voice-lifetime-too-long', 31207)],
  },
  'Sync without service': grants({ identity: 'alice', data_sync: {} }, error('invalid-grant', 20106)),
  'Sync without identity': grants({ data_sync: { service_sid: sid('IS') } }, error('sync-identity-length', 54351)),
  'Sync, 257 characters': grants(
    { identity: 'i'.repeat(257), data_sync: { service_sid: sid('IS') } },
    error('identity-too-long', 51003),
    error('sync-identity-length', 54351),
  ),
  'Conversations without service': grants({ identity: 'alice', chat: {} }, error('invalid-grant', 20106)),
  'TaskRouter with a worker for a workspace': grants(
    { identity: 'alice', task_router: { workspace_sid: sid('WK') } },
    error('invalid-grant', 20106),
  ),

  'another secret': { token: good, secret: 'not-the-one', signature: 'mismatch', findings: [error('signature-mismatch', 20107)] },
  'altered': {
    token: token(claims({ identity: 'bob', video: {} })).split('.').with(1, good.split('.')[1]).join('.'),
    secret: SECRET,
    signature: 'mismatch',
    findings: [error('signature-mismatch', 20107)],
  },
  'secret with a line break': {
    token: good,
    secret: `${SECRET}\n`,
    signature: 'mismatch',
    findings: [error('secret-white-space', 20107)],
  },
  'signed with nothing': {
    token: good.replace(/[^.]*$/, createHmac('sha256', '').update(good.replace(/\.[^.]*$/, '')).digest('base64url')),
    secret: SECRET,
    signature: 'mismatch',
    findings: [error('empty-secret', 20107)],
  },
  'auth token as secret': {
    token: token(claims(), {}, 'd41d8cd98f00b204e9800998ecf8427e'),
    secret: 'd41d8cd98f00b204e9800998ecf8427e',
    signature: 'verified',
    findings: [warning('auth-token-as-secret', 20107)],
  },
  'Account SID as secret': {
    token: token(claims(), {}, AC),
    secret: AC,
    signature: 'verified',
    findings: [error('sid-as-secret', 20107)],
  },
};

export const FILE = fileURLToPath(new URL('inspect.json', import.meta.url));

export function generate() {
  const all = Object.entries(cases).map(([name, test]) => ({ name, signature: 'unchecked', ...test }));
  return `${JSON.stringify({ generator: 'generate-inspect.mjs', now, cases: all }, null, 1)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(FILE, generate());
