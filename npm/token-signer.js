'use strict';

const native = require('./native.js');
const { TokenError } = require('./token-error.js');
const { expect, expectIfGiven, expectKnown, fieldOf, isGiven, keyTexts } = require('./types.js');

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
    const room = loneRoom(token);
    const values = room === undefined ? argumentsOf(token, now) : undefined;
    try {
      return values ? this.#sign(...values) : this.#sign(token.identity, now, token.ttl, room);
    } catch (error) {
      throw TokenError.from(error);
    }
  }
}

/**
 * The room of a token that is for one room, and has no more than an identity and a lifetime: the token that most ask for. What all
 * others are put through would take as long as the signature.
 */
function loneRoom(token) {
  const room = token?.video?.room;
  if (typeof room !== 'string' || typeof token.identity !== 'string') return undefined;
  for (const field in token.video) if (field !== 'room') return undefined;
  for (const field in token) {
    if (field === 'identity' || field === 'video') continue;
    if (field !== 'ttl' || typeof token.ttl !== 'number') return undefined;
  }
  return room;
}

/** What the addon takes for a token that is issued at `now`. */
function argumentsOf(token, now) {
  expect('a token', token, 'object');
  expectKnown('a token', token, FIELDS);
  const { identity, ttl, notBefore, region, voice, video, chat, sync, taskRouter, playback, custom } = token;
  expect('identity', identity, 'string');
  const values = [identity, now, fieldOf('', 'ttl', ttl, 'number')];
  pushFields(values, 'video', video);
  values.push(isGiven(video), fieldOf('', 'notBefore', notBefore, 'number'), fieldOf('', 'region', region, 'string'));
  const incomingAllow = values.length;
  pushFields(values, 'voice', voice);
  if (isGiven(voice)) values[incomingAllow] ??= false;
  pushFields(values, 'chat', chat);
  pushFields(values, 'sync', sync);
  pushFields(values, 'taskRouter', taskRouter);
  expectIfGiven('custom', custom, 'object');
  values.push(fieldOf('', 'playback', playback, 'json'));
  values.push(custom ? Object.entries(custom).flatMap(([key, value]) => [key, JSON.stringify(value) ?? 'null']) : undefined);
  // What is undefined takes time, too.
  while (values.at(-1) === undefined) values.pop();
  return values;
}

/** The fields of a grant in the order in which the addon takes them; all undefined where there is no grant. */
function pushFields(values, name, grant) {
  const types = GRANTS[name];
  const given = isGiven(grant);
  if (given) {
    expect(name, grant, 'object');
    expectKnown(name, grant, types);
  }
  for (const field in types) values.push(given ? fieldOf(name, field, grant[field], types[field]) : undefined);
}

module.exports = { TokenSigner };
