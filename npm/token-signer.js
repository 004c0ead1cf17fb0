'use strict';

const { signerFree, signerNew, signerSign, signerSignRoom } = require('./backend.js');
const { TokenError } = require('./errors.js');
const { own } = require('./own.js');
const { expect, expectKnown, isGiven, jsonOf, keyTexts, known, number, object, optional, quoted, string } = require('./assert-args.js');

/** The options of a token and the key of each grant's option in the claim `grants`. */
const KEYS = { voice: 'voice', video: 'video', chat: 'chat', sync: 'data_sync', taskRouter: 'task_router', playback: 'player' };
const FIELDS = known('identity', 'ttl', 'notBefore', 'region', 'custom', ...Object.keys(KEYS));
const OPTIONS = Object.fromEntries(Object.entries(KEYS).map(([option, key]) => [key, option]));

/** The fields of each grant, from which a member's name follows in snake case. */
const GRANTS = {
  voice: known('incomingAllow', 'outgoingApplicationSid', 'outgoingApplicationParams', 'pushCredentialSid', 'endpointId'),
  video: known('room'),
  chat: known('serviceSid', 'endpointId', 'deploymentRoleSid', 'pushCredentialSid'),
  sync: known('serviceSid', 'endpointId'),
  taskRouter: known('workspaceSid', 'workerSid', 'role'),
};

/** A Twilio API key, ready to sign tokens of its account. */
class TokenSigner {
  #signer;

  constructor(key) {
    const texts = keyTexts(key);
    try {
      this.#signer = own(this, signerNew(...texts), signerFree);
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
      return json ? signerSign(this.#signer, json, now) : signerSignRoom(this.#signer, identity, now, ttl ?? 0, room);
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
  for (const field in token) if (field !== 'identity' && field !== 'video' && field !== 'ttl') return false;
  for (const field in video) if (field !== 'room') return false;
  if (ttl !== undefined && !(Number.isInteger(ttl) && ttl > 0 && ttl < 2 ** 32)) return false;
  return room.isWellFormed() && identity.isWellFormed() && !Array.isArray(video);
}

/**
 * A token as JSON, which the core checks; the values beside the token were read from it. It is one expression for each grant, since
 * loops over tables of fields take as long as the signature.
 */
function jsonOfToken(token, identity, ttl, video, room) {
  expectKnown('a token', token, FIELDS);
  const { notBefore, region, voice, chat, sync, taskRouter, playback, custom } = token;
  const start = `{"identity":"${string('identity', identity)}"`;
  const times = number(',"ttl":', 'ttl', ttl) + number(',"not_before":', 'notBefore', notBefore);
  let grants = '';
  if (isGrant('voice', voice)) grants += `"voice":{${membersOfVoice(voice)}}`;
  if (isGrant('video', video)) grants += `${comma(grants)}"video":{${optional('"room":"', 'video.room', room)}}`;
  if (isGrant('chat', chat)) {
    const { serviceSid, endpointId, deploymentRoleSid, pushCredentialSid } = chat;
    const device = optional(',"endpoint_id":"', 'chat.endpointId', endpointId);
    const role = optional(',"deployment_role_sid":"', 'chat.deploymentRoleSid', deploymentRoleSid);
    const push = optional(',"push_credential_sid":"', 'chat.pushCredentialSid', pushCredentialSid);
    grants += `${comma(grants)}"chat":{"service_sid":"${string('chat.serviceSid', serviceSid)}"${device}${role}${push}}`;
  }
  if (isGrant('sync', sync)) {
    const { serviceSid, endpointId } = sync;
    const device = optional(',"endpoint_id":"', 'sync.endpointId', endpointId);
    grants += `${comma(grants)}"data_sync":{"service_sid":"${string('sync.serviceSid', serviceSid)}"${device}}`;
  }
  if (isGrant('taskRouter', taskRouter)) {
    const { workspaceSid, workerSid, role } = taskRouter;
    const worker = optional(',"worker_sid":"', 'taskRouter.workerSid', workerSid);
    const as = optional(',"role":"', 'taskRouter.role', role);
    grants += `${comma(grants)}"task_router":{"workspace_sid":"${string('taskRouter.workspaceSid', workspaceSid)}"${worker}${as}}`;
  }
  if (isGiven(playback)) grants += `${comma(grants)}"player":${object('playback', playback)}`;
  if (isGiven(custom)) grants = membersOfCustom(grants, custom);
  return `${start}${times}${optional(',"region":"', 'region', region)},"grants":{${grants}}}`;
}

/** What separates a member from those before it. */
const comma = (members) => (members === '' ? '' : ',');

/** Whether a grant is given, which must then be an object of known fields. */
function isGrant(name, grant) {
  if (!isGiven(grant)) return false;
  expect(name, grant, 'object');
  expectKnown(name, grant, GRANTS[name]);
  return true;
}

/** The members of a voice grant, the only one with objects inside. */
function membersOfVoice(grant) {
  const { incomingAllow, outgoingApplicationSid, outgoingApplicationParams, pushCredentialSid, endpointId } = grant;
  if (isGiven(incomingAllow)) expect('voice.incomingAllow', incomingAllow, 'boolean');
  let members = incomingAllow ? '"incoming":{"allow":true}' : '';
  let outgoing = optional('"application_sid":"', 'voice.outgoingApplicationSid', outgoingApplicationSid);
  if (isGiven(outgoingApplicationParams)) {
    outgoing += `${comma(outgoing)}"params":${object('voice.outgoingApplicationParams', outgoingApplicationParams)}`;
  }
  if (outgoing !== '') members += `${comma(members)}"outgoing":{${outgoing}}`;
  if (isGiven(pushCredentialSid)) {
    members += `${comma(members)}"push_credential_sid":"${string('voice.pushCredentialSid', pushCredentialSid)}"`;
  }
  if (isGiven(endpointId)) members += `${comma(members)}"endpoint_id":"${string('voice.endpointId', endpointId)}"`;
  return members;
}

/** The members of grants, and those of other grants. The name of a key is not shown, since it may be a value in its place. */
function membersOfCustom(grants, custom) {
  expect('custom', custom, 'object');
  let members = grants;
  for (const [key, value] of Object.entries(custom)) {
    expect('a key of custom', key, 'string');
    if (Object.hasOwn(OPTIONS, key)) {
      throw new TokenError('invalid-grant', `invalid grant: the key "${key}" is reserved. Use the option ${OPTIONS[key]}.`);
    }
    members += `${comma(members)}${quoted(key)}:${jsonOf('a value of custom', value)}`;
  }
  return members;
}

module.exports = { TokenSigner };
