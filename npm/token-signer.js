'use strict';

const native = require('./native.js');
const { TokenError } = require('./token-error.js');
const { expect, expectIfGiven, expectKnown, fieldsOf, isGiven, keyTexts } = require('./types.js');

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
    const room = loneRoom(token);
    try {
      const now = Math.floor(Date.now() / 1000);
      if (room !== undefined) return this.#sign(token.identity, now, token.ttl, room);
      const [identity, ttl, ...rest] = argumentsOf(token);
      return this.#sign(identity, now, ttl, ...rest);
    } catch (error) {
      throw error instanceof TokenError ? error : TokenError.from(error);
    }
  }
}

/**
 * The room of a token that is for one room and says nothing else but an identity and a lifetime. It is the token that most ask for,
 * and what is said here of others would take longer than to sign it.
 */
function loneRoom(token) {
  const room = token.video?.room;
  if (typeof room !== 'string' || typeof token.identity !== 'string') return undefined;
  for (const field in token.video) if (field !== 'room') return undefined;
  for (const field in token) {
    if (field === 'identity' || field === 'video') continue;
    if (field !== 'ttl' || typeof token.ttl !== 'number') return undefined;
  }
  return room;
}

/** What the addon takes for a token, but for the time. */
function argumentsOf(token) {
  expectKnown('a token', token, FIELDS);
  const { identity, ttl, notBefore, region, voice, video, playback, custom } = token;
  expect('identity', identity, 'string');
  for (const name of ['ttl', 'notBefore', 'region', 'playback', 'custom']) expectIfGiven(name, token[name], FIELDS[name]);
  const grant = (name) => fieldsOf(name, token[name], GRANTS[name]);
  const [room] = grant('video');
  const [incomingAllow, ...outgoing] = grant('voice');
  const list = [
    identity,
    ttl ?? undefined,
    room,
    isGiven(video) || undefined,
    notBefore ?? undefined,
    region ?? undefined,
    isGiven(voice) ? (incomingAllow ?? false) : undefined,
    ...outgoing,
    ...grant('chat'),
    ...grant('sync'),
    ...grant('taskRouter'),
    playback ? JSON.stringify(playback) : undefined,
    custom ? Object.entries(custom).flatMap(([key, value]) => [key, JSON.stringify(value) ?? 'null']) : undefined,
  ];
  // What is undefined takes time too.
  return list.slice(0, list.findLastIndex((value) => value !== undefined) + 1);
}

module.exports = { TokenSigner };
