'use strict';

const native = require('./native.js');
const { TokenError } = require('./token-error.js');
const { expect, expectIfGiven, expectKnown, fieldsOf, keyTexts } = require('./types.js');

/** The fields of each grant, by the type that each must have. */
const GRANTS = {
  voice: {
    incomingAllow: 'boolean',
    outgoingApplicationSid: 'string',
    outgoingApplicationParams: 'json',
    pushCredentialSid: 'string',
    endpointId: 'string',
  },
  video: { room: 'string' },
  chat: { serviceSid: 'string', endpointId: 'string', deploymentRoleSid: 'string', pushCredentialSid: 'string' },
  sync: { serviceSid: 'string', endpointId: 'string' },
  taskRouter: { workspaceSid: 'string', workerSid: 'string', role: 'string' },
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
const REQUIRED = { chat: 'serviceSid', sync: 'serviceSid', taskRouter: 'workspaceSid' };

/** A Twilio API key, ready to sign tokens of its account. */
class TokenSigner {
  #key;

  constructor(key) {
    const texts = keyTexts(key);
    try {
      this.#key = new native.Signer(...texts);
    } catch (error) {
      throw TokenError.from(error);
    }
  }

  sign(token) {
    const { identity, ttl, notBefore, region, playback, custom } = token;
    expectKnown('a token', token, FIELDS);
    expect('identity', identity, 'string');
    for (const name of ['ttl', 'notBefore', 'region', 'playback', 'custom']) expectIfGiven(name, token[name], FIELDS[name]);
    // The addon takes an absent field for one that is not given, but not null.
    const options = {
      identity,
      ttl: ttl ?? undefined,
      notBefore: notBefore ?? undefined,
      region: region ?? undefined,
      playback: playback ? JSON.stringify(playback) : undefined,
      custom: custom ? Object.entries(custom).flatMap(([key, value]) => [key, JSON.stringify(value) ?? 'null']) : undefined,
    };
    for (const name in GRANTS) {
      const grant = token[name];
      if (grant === undefined || grant === null) continue;
      options[name] = fieldsOf(name, grant, GRANTS[name]);
      const required = REQUIRED[name];
      if (required) expect(`${name}.${required}`, grant[required], 'string');
    }
    try {
      return this.#key.sign(options, Math.floor(Date.now() / 1000));
    } catch (error) {
      throw TokenError.from(error);
    }
  }
}

module.exports = { TokenSigner };
