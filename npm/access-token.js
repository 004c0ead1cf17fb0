'use strict';

const { checkTtl, keyMaterial } = require('./twilio-rules.js');
const native = require('./native.js');
const { TokenError } = require('./token-error.js');

// The rules in this file are those of JavaScript's `twilio` package, version 6, whose class this one replaces: what counts
// as given, what is converted, what is left out, and the wording of errors. The token's format is the addon's.

const ALGORITHMS = ['HS256', 'HS384', 'HS512'];
const DEFAULT_ALGORITHM = 'HS256';
const DEFAULT_TTL = 3600;

/** Permission for one product, the value of the claim `grants` under `key`. */
class Grant {
  constructor(key) {
    this.key = key;
  }
}

/** The entries of an object whose values count as given in `twilio`. */
function given(payload) {
  return Object.fromEntries(Object.entries(payload).filter(([, value]) => value));
}

class VoiceGrant extends Grant {
  constructor(options) {
    super('voice');
    this.incomingAllow = options?.incomingAllow;
    this.outgoingApplicationSid = options?.outgoingApplicationSid;
    this.outgoingApplicationParams = options?.outgoingApplicationParams;
    this.pushCredentialSid = options?.pushCredentialSid;
    this.endpointId = options?.endpointId;
  }

  toPayload() {
    const outgoing = given({ application_sid: this.outgoingApplicationSid, params: this.outgoingApplicationParams });
    return given({
      incoming: this.incomingAllow === true && { allow: true },
      outgoing: this.outgoingApplicationSid && outgoing,
      push_credential_sid: this.pushCredentialSid,
      endpoint_id: this.endpointId,
    });
  }
}

class VideoGrant extends Grant {
  constructor(options) {
    super('video');
    this.room = options?.room;
  }

  toPayload() {
    return given({ room: this.room });
  }
}

class ChatGrant extends Grant {
  constructor(options) {
    super('chat');
    this.serviceSid = options?.serviceSid;
    this.endpointId = options?.endpointId;
    this.deploymentRoleSid = options?.deploymentRoleSid;
    this.pushCredentialSid = options?.pushCredentialSid;
  }

  toPayload() {
    return given({
      service_sid: this.serviceSid,
      endpoint_id: this.endpointId,
      deployment_role_sid: this.deploymentRoleSid,
      push_credential_sid: this.pushCredentialSid,
    });
  }
}

class SyncGrant extends Grant {
  constructor(options) {
    super('data_sync');
    this.serviceSid = options?.serviceSid;
    this.endpointId = options?.endpointId;
  }

  toPayload() {
    return given({ service_sid: this.serviceSid, endpoint_id: this.endpointId });
  }
}

class TaskRouterGrant extends Grant {
  constructor(options) {
    super('task_router');
    this.workspaceSid = options?.workspaceSid;
    this.workerSid = options?.workerSid;
    this.role = options?.role;
  }

  toPayload() {
    return given({ workspace_sid: this.workspaceSid, worker_sid: this.workerSid, role: this.role });
  }
}

class PlaybackGrant extends Grant {
  constructor(options) {
    super('player');
    this.grant = options?.grant;
  }

  toPayload() {
    return this.grant || {};
  }
}

class AccessToken {
  /** Set where the identity may come after construction: it is then asked for when the token is made. */
  #identityMayFollow;

  constructor(accountSid, keySid, secret, options) {
    if (!accountSid) throw new Error('accountSid is required');
    if (!keySid) throw new Error('keySid is required');
    if (!secret) throw new Error('secret is required');
    this.#identityMayFollow = arguments.length === 3;
    if (!this.#identityMayFollow && !options?.identity) throw identityRequired('missing-identity');

    this.accountSid = accountSid;
    this.keySid = keySid;
    // Not enumerable, so that neither console.log nor JSON.stringify shows it.
    Object.defineProperty(this, 'secret', { value: secret, writable: true, configurable: true });
    this.ttl = options?.ttl || DEFAULT_TTL;
    this.identity = textOfInteger(options?.identity);
    this.nbf = options?.nbf;
    this.region = options?.region;
    this.grants = [];
  }

  addGrant(grant) {
    this.grants.push(grant);
  }

  toJwt(algorithm) {
    const alg = algorithm || DEFAULT_ALGORITHM;
    if (!ALGORITHMS.includes(alg)) {
      throw new TokenError('unsupported-algorithm', `Algorithm not supported. Allowed values are ${ALGORITHMS.join(', ')}`);
    }
    if (this.#identityMayFollow) checkIdentity(this.identity);
    checkTtl(this.ttl);
    if (typeof this.keySid !== 'string') throw new TokenError('invalid-api-key-sid', '"issuer" must be a string');
    if (typeof this.accountSid !== 'string') throw new TokenError('invalid-account-sid', '"subject" must be a string');
    const region = typeof this.region === 'string' && this.region ? this.region : undefined;
    return native.signPayload(keyMaterial(this.secret, alg, 'invalid-api-key-secret'), alg, region, JSON.stringify(this.#payload()));
  }

  #payload() {
    const now = Math.floor(Date.now() / 1000);
    const grants = {};
    const identity = textOfInteger(this.identity);
    if (typeof identity === 'string') grants.identity = identity;
    for (const grant of this.grants) grants[grant.key] = grant.toPayload();

    const payload = { jti: `${this.keySid}-${now}`, grants };
    if (typeof this.nbf === 'number') payload.nbf = this.nbf;
    payload.iat = now;
    payload.exp = now + this.ttl;
    payload.iss = this.keySid;
    payload.sub = this.accountSid;
    return payload;
  }
}

/** An integer as its digits, as the identity of users who are known by number; anything else as it is. */
function textOfInteger(value) {
  return Number.isInteger(value) ? String(value) : value;
}

/** Holds an identity that was set after construction to what the constructor asks of one that it is given. */
function checkIdentity(identity) {
  if (!identity) throw identityRequired(identity === '' ? 'empty-identity' : 'missing-identity');
  if (typeof identity !== 'string' && !Number.isInteger(identity)) {
    throw new TokenError('invalid-type', `identity must be a string or an integer, not ${typeof identity}`);
  }
}

function identityRequired(code) {
  return new TokenError(code, 'identity is required to be specified in options');
}

Object.assign(AccessToken, {
  ALGORITHMS,
  DEFAULT_ALGORITHM,
  Grant,
  TaskRouterGrant,
  ChatGrant,
  VideoGrant,
  SyncGrant,
  VoiceGrant,
  PlaybackGrant,
});

module.exports = { AccessToken };
