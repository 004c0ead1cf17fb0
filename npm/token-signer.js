'use strict';

const native = require('./native.js');
const { TokenError } = require('./token-error.js');
const { expect, expectKnown, fieldOf, isGiven, jsonOf, keyTexts } = require('./types.js');

/** The fields of each grant, by the type that each must have, in the order in which the addon takes them. */
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
const FIELDS = {
  identity: 'string',
  ttl: 'number',
  notBefore: 'number',
  region: 'string',
  playback: 'object',
  custom: 'object',
  ...GRANTS,
};

/** A Twilio API key, ready to sign tokens of its account. */
class TokenSigner {
  #sign;

  constructor(key) {
    const texts = keyTexts(key);
    try {
      this.#sign = native.signer(...texts);
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
    const values = isForRoom(token, identity, ttl, video, room) ? undefined : argumentsOf(token, identity, now, ttl, video, room);
    try {
      return values ? this.#sign(...values) : this.#sign(identity, now, ttl, room);
    } catch (error) {
      throw TokenError.from(error);
    }
  }
}

/**
 * Whether a token is for one room, and has no more than an identity and a lifetime: the token that most ask for. What all others are
 * put through would take as long as the signature.
 */
function isForRoom(token, identity, ttl, video, room) {
  if (typeof room !== 'string' || typeof identity !== 'string' || (ttl !== undefined && typeof ttl !== 'number')) return false;
  if (!room.isWellFormed() || !identity.isWellFormed() || Array.isArray(video)) return false;
  for (const field in video) if (field !== 'room') return false;
  for (const field in token) if (field !== 'identity' && field !== 'video' && field !== 'ttl') return false;
  return true;
}

/** What the addon takes for a token that is issued at `now`; what is given beside the token was read of it. */
function argumentsOf(token, identity, now, ttl, video, room) {
  expectKnown('a token', token, FIELDS);
  const { notBefore, region, voice, chat, sync, taskRouter, playback, custom } = token;
  expect('identity', identity, 'string');
  if (isGiven(video)) expectGrant('video', video);
  const values = [identity, now, fieldOf('', 'ttl', ttl, 'number'), fieldOf('video', 'room', room, 'string'), isGiven(video)];
  values.push(fieldOf('', 'notBefore', notBefore, 'number'), fieldOf('', 'region', region, 'string'));
  const incomingAllow = values.length;
  pushFields(values, 'voice', voice);
  if (isGiven(voice)) values[incomingAllow] ??= false;
  pushFields(values, 'chat', chat);
  pushFields(values, 'sync', sync);
  pushFields(values, 'taskRouter', taskRouter);
  values.push(fieldOf('', 'playback', playback, 'json'));
  if (isGiven(custom)) values.push(customOf(custom));
  // What is undefined takes time, too.
  while (values.at(-1) === undefined) values.pop();
  return values;
}

function expectGrant(name, grant) {
  expect(name, grant, 'object');
  expectKnown(name, grant, GRANTS[name]);
}

/** The fields of a grant in the order in which the addon takes them; all undefined where there is no grant. */
function pushFields(values, name, grant) {
  const types = GRANTS[name];
  const given = isGiven(grant);
  if (given) expectGrant(name, grant);
  for (const field in types) values.push(given ? fieldOf(name, field, grant[field], types[field]) : undefined);
}

/** Keys and JSON texts of other grants, in turn. The name of a key is not shown, since it may be a value in the place of one. */
function customOf(custom) {
  expect('custom', custom, 'object');
  return Object.entries(custom).flatMap(([key, value]) => {
    expect('a key of custom', key, 'string');
    return [key, jsonOf('a value of custom', value)];
  });
}

module.exports = { TokenSigner };
