'use strict';

const native = require('./native.js');
const { TokenError } = require('./token-error.js');

/** A Twilio API key, ready to sign tokens of its account. */
class TokenSigner {
  #key;

  constructor({ accountSid, apiKeySid, apiKeySecret }) {
    for (const [name, value] of Object.entries({ accountSid, apiKeySid, apiKeySecret })) expect(name, value, 'string');
    try {
      this.#key = new native.Signer(accountSid, apiKeySid, apiKeySecret);
    } catch (error) {
      throw TokenError.from(error);
    }
  }

  sign({ identity, ttl, notBefore, region, video }) {
    expect('identity', identity, 'string');
    expectIfGiven('ttl', ttl, 'number');
    expectIfGiven('notBefore', notBefore, 'number');
    expectIfGiven('region', region, 'string');
    expectIfGiven('video', video, 'object');
    const room = video?.room;
    expectIfGiven('video.room', room, 'string');
    // The addon takes an absent field for one that is not given, but not null.
    const options = {
      identity,
      ttl: ttl ?? undefined,
      notBefore: notBefore ?? undefined,
      region: region ?? undefined,
      video: video ? { room: room ?? undefined } : undefined,
    };
    try {
      return this.#key.sign(options, Math.floor(Date.now() / 1000));
    } catch (error) {
      throw TokenError.from(error);
    }
  }
}

/** The message names the type that was found, never the value, which may be a secret. */
function expect(name, value, type) {
  if (typeof value !== type) {
    const found = value === null ? 'null' : typeof value;
    throw new TokenError('invalid-type', `${name} must be of type ${type}, not ${found}.`);
  }
}

function expectIfGiven(name, value, type) {
  if (value !== undefined && value !== null) expect(name, value, type);
}

module.exports = { TokenSigner };
