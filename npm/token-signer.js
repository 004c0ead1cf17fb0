'use strict';

const backend = require('./backend.js');
const { TokenError } = require('./errors.js');
const { own } = require('./own.js');
const { expect, expectKnown, fieldOf, isGiven, jsonOf, keyTexts, quoted } = require('./assert-args.js');

/** The fields of each grant, by the type of each. A member of the grant's JSON has the same name in snake case. */
const GRANTS = {
  voice: {
    incomingAllow: 'boolean',
    outgoingApplicationSid: 'string',
    outgoingApplicationParams: 'json',
    pushCredentialSid: 'string',
    endpointId: 'string',
  },
  video: { room: 'string' },
  chat: { serviceSid: 'string!', endpointId: 'string', deploymentRoleSid: 'string', pushCredentialSid: 'string' },
  sync: { serviceSid: 'string!', endpointId: 'string' },
  taskRouter: { workspaceSid: 'string!', workerSid: 'string', role: 'string' },
};

/** The key in the token of each grant that has an option of its own. */
const KEYS = { voice: 'voice', video: 'video', chat: 'chat', sync: 'data_sync', taskRouter: 'task_router', playback: 'player' };

/** The options by those keys. */
const OPTIONS = Object.fromEntries(Object.entries(KEYS).map(([option, key]) => [key, option]));

const FIELDS = {
  identity: 'string',
  ttl: 'number',
  notBefore: 'number',
  region: 'string',
  playback: 'object',
  custom: 'object',
  ...GRANTS,
};

const snakeCase = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** For each grant its key and, for each field, its name and type and the start of its member. */
const MEMBERS = Object.entries(GRANTS).map(([name, types]) => ({
  name,
  key: `,"${KEYS[name]}":`,
  fields: Object.entries(types).map(([field, type]) => [field, type, `,"${snakeCase(field)}":`]),
}));

/** A Twilio API key, ready to sign tokens of its account. */
class TokenSigner {
  #signer;

  constructor(key) {
    const texts = keyTexts(key);
    try {
      this.#signer = own(this, backend.signerNew(...texts), backend.signerFree);
    } catch (error) {
      throw TokenError.from(error);
    }
  }

  sign(token) {
    const now = Math.floor(Date.now() / 1000);
    expect('a token', token, 'object');
    // Each property is read once: a getter could give the check one value and the token another.
    const { identity, ttl, video } = token;
    const room = isGiven(video) ? video.room : undefined;
    const json = isForRoom(token, identity, ttl, video, room) ? undefined : jsonOfToken(token, identity, ttl, video, room);
    try {
      return json ? backend.signerSign(this.#signer, json, now) : backend.signerSignRoom(this.#signer, identity, now, ttl ?? 0, room);
    } catch (error) {
      throw TokenError.from(error);
    }
  }
}

/**
 * Whether a token is for one room, and has no more than an identity and a lifetime: the token that most callers ask for, which has a
 * call of its own.
 */
function isForRoom(token, identity, ttl, video, room) {
  if (typeof room !== 'string' || typeof identity !== 'string') return false;
  if (ttl !== undefined && !(Number.isInteger(ttl) && ttl > 0 && ttl < 2 ** 32)) return false;
  if (!room.isWellFormed() || !identity.isWellFormed() || Array.isArray(video)) return false;
  for (const field in video) if (field !== 'room') return false;
  for (const field in token) if (field !== 'identity' && field !== 'video' && field !== 'ttl') return false;
  return true;
}

/** A token as JSON, which the core checks; the values beside the token were read from it. */
function jsonOfToken(token, identity, ttl, video, room) {
  expectKnown('a token', token, FIELDS);
  const { notBefore, region, voice, chat, sync, taskRouter, playback, custom } = token;
  expect('identity', identity, 'string');
  const given = { voice, video, chat, sync, taskRouter };
  let grants = '';
  for (const { name, key, fields } of MEMBERS) {
    const grant = given[name];
    if (!isGiven(grant)) continue;
    expect(name, grant, 'object');
    expectKnown(name, grant, GRANTS[name]);
    grants += key + (name === 'voice' ? jsonOfVoice(grant) : jsonOfGrant(name, grant, fields, room));
  }
  if (isGiven(playback)) grants += `,"${KEYS.playback}":${fieldOf('', 'playback', playback, 'json')}`;
  if (isGiven(custom)) grants += jsonOfCustom(custom);
  const times = member(',"ttl":', fieldOf('', 'ttl', ttl, 'number')) + member(',"not_before":', fieldOf('', 'notBefore', notBefore, 'number'));
  const place = member(',"region":', fieldOf('', 'region', region, 'string'));
  return `{"identity":${quoted(identity)}${times}${place},"grants":{${grants.slice(1)}}}`;
}

const member = (start, json) => (json === undefined ? '' : start + json);

/** A grant as JSON. The room of a video grant was read before. */
function jsonOfGrant(name, grant, fields, room) {
  let json = '';
  for (const [field, type, start] of fields) json += member(start, fieldOf(name, field, field === 'room' ? room : grant[field], type));
  return `{${json.slice(1)}}`;
}

/** A voice grant as JSON, the only one with objects inside. */
function jsonOfVoice(grant) {
  const { incomingAllow, outgoingApplicationSid, outgoingApplicationParams, pushCredentialSid, endpointId } = grant;
  const field = (name, value) => fieldOf('voice', name, value, GRANTS.voice[name]);
  const incoming = field('incomingAllow', incomingAllow) === 'true' ? ',"incoming":{"allow":true}' : '';
  const application = member(',"application_sid":', field('outgoingApplicationSid', outgoingApplicationSid));
  const outgoing = application + member(',"params":', field('outgoingApplicationParams', outgoingApplicationParams));
  const push = member(',"push_credential_sid":', field('pushCredentialSid', pushCredentialSid));
  const json = incoming + (outgoing && `,"outgoing":{${outgoing.slice(1)}}`) + push + member(',"endpoint_id":', field('endpointId', endpointId));
  return `{${json.slice(1)}}`;
}

/** The members of other grants. The name of a key is not shown, since it may be a value in the place of a name. */
function jsonOfCustom(custom) {
  expect('custom', custom, 'object');
  let json = '';
  for (const [key, value] of Object.entries(custom)) {
    expect('a key of custom', key, 'string');
    if (Object.hasOwn(OPTIONS, key)) {
      throw new TokenError('invalid-grant', `invalid grant: the key "${key}" is reserved. Use the option ${OPTIONS[key]}.`);
    }
    json += `,${quoted(key)}:${jsonOf('a value of custom', value)}`;
  }
  return json;
}

module.exports = { TokenSigner };
