'use strict';

const { expiry, hide, illFormed, keyMaterial, tokenError } = require('./twilio-compat.js');
const { quoted } = require('./assert-args.js');
const backend = require('./backend.js');
const { own } = require('./own.js');

// The rules in this file are those of JavaScript's `twilio` package, version 6, whose class this one replaces: what counts
// as given, what is converted, what is left out, and the wording of errors. The core has the token's format.

const DEFAULT_TTL = 3600;

/** The code of what is wrong with a secret. */
const CODE = 'invalid-api-key-secret';

/** Permission for one product, the value of the claim `grants` under `key`. */
class Grant {
  constructor(key) {
    this.key = key;
  }
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
    const payload = {};
    if (this.incomingAllow === true) payload.incoming = { allow: true };
    if (this.outgoingApplicationSid) {
      payload.outgoing = { application_sid: this.outgoingApplicationSid };
      if (this.outgoingApplicationParams) payload.outgoing.params = this.outgoingApplicationParams;
    }
    if (this.pushCredentialSid) payload.push_credential_sid = this.pushCredentialSid;
    if (this.endpointId) payload.endpoint_id = this.endpointId;
    return payload;
  }
}

class VideoGrant extends Grant {
  constructor(options) {
    super('video');
    this.room = options?.room;
  }

  toPayload() {
    return this.room ? { room: this.room } : {};
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
    const payload = {};
    if (this.serviceSid) payload.service_sid = this.serviceSid;
    if (this.endpointId) payload.endpoint_id = this.endpointId;
    if (this.deploymentRoleSid) payload.deployment_role_sid = this.deploymentRoleSid;
    if (this.pushCredentialSid) payload.push_credential_sid = this.pushCredentialSid;
    return payload;
  }
}

class SyncGrant extends Grant {
  constructor(options) {
    super('data_sync');
    this.serviceSid = options?.serviceSid;
    this.endpointId = options?.endpointId;
  }

  toPayload() {
    const payload = {};
    if (this.serviceSid) payload.service_sid = this.serviceSid;
    if (this.endpointId) payload.endpoint_id = this.endpointId;
    return payload;
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
    const payload = {};
    if (this.workspaceSid) payload.workspace_sid = this.workspaceSid;
    if (this.workerSid) payload.worker_sid = this.workerSid;
    if (this.role) payload.role = this.role;
    return payload;
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

/** The property of a token whose identity may come after construction: it is then asked for when the token is made. */
const IDENTITY_MAY_FOLLOW = Symbol('identityMayFollow');

class AccessToken {
  constructor(accountSid, keySid, secret, options) {
    if (!accountSid) throw new Error('accountSid is required');
    if (!keySid) throw new Error('keySid is required');
    if (!secret) throw new Error('secret is required');
    // Each option is read once: a getter could give the check one value and the token another.
    const { identity, ttl, nbf, region } = options ?? {};
    if (arguments.length !== 3 && !identity) throw identityRequired('missing-identity');
    if (arguments.length === 3) hide(this, IDENTITY_MAY_FOLLOW, true);

    this.accountSid = accountSid;
    this.keySid = keySid;
    hide(this, 'secret', secret);
    this.ttl = ttl || DEFAULT_TTL;
    this.identity = textOfInteger(identity);
    this.nbf = nbf;
    this.region = region;
    this.grants = [];
  }

  addGrant(grant) {
    this.grants.push(grant);
  }

  toJwt(algorithm) {
    const { ALGORITHMS, DEFAULT_ALGORITHM } = AccessToken;
    const alg = algorithm || DEFAULT_ALGORITHM;
    if (!ALGORITHMS.includes(alg)) {
      throw tokenError('unsupported-algorithm', `Algorithm not supported. Allowed values are ${ALGORITHMS.join(', ')}`);
    }
    const { accountSid, keySid, secret, identity, ttl, nbf, region: given, grants } = this;
    if (this[IDENTITY_MAY_FOLLOW]) checkIdentity(identity);
    const now = Math.floor(Date.now() / 1000);
    const exp = expiry(now, ttl);
    if (typeof keySid !== 'string') throw tokenError('invalid-api-key-sid', '"issuer" must be a string');
    if (typeof accountSid !== 'string') throw tokenError('invalid-account-sid', '"subject" must be a string');
    const sign = prepared(secret, alg);
    const region = typeof given === 'string' && given ? given : undefined;
    if (region && !region.isWellFormed()) throw tokenError('invalid-type', illFormed('region'));
    const payload = payloadOf(accountSid, keySid, identity, nbf, grants, now, exp);
    if (sign) return sign(payload, region);
    return backend.signPayload(keyMaterial(secret, alg, CODE), payload, region, alg === 'HS256' ? undefined : alg);
  }
}

/** What signs with keys that are objects of `node:crypto`, by algorithm. It is kept for as long as the key is, and no text ever is. */
const PREPARED = new WeakMap();

function prepared(key, alg) {
  if (key?.type !== 'secret') return undefined;
  let byAlgorithm = PREPARED.get(key);
  if (!byAlgorithm) PREPARED.set(key, (byAlgorithm = {}));
  return (byAlgorithm[alg] ??= signerOf(key, alg));
}

/** Signs payloads with a key object. */
function signerOf(key, alg) {
  const handle = own(key, backend.payloadKeyNew(keyMaterial(key, alg, CODE), alg), backend.payloadKeyFree);
  return (payload, region) => backend.payloadKeySign(handle, payload, region);
}

/** The claims as `JSON.stringify` would write them, which takes twice as long for all of them together. */
function payloadOf(accountSid, keySid, identity, nbf, grants, now, exp) {
  const payloads = {};
  const name = textOfInteger(identity);
  if (typeof name === 'string') payloads.identity = name;
  for (const grant of grants) payloads[grant.key] = grant.toPayload();

  const iss = quoted(keySid);
  const jti = `${iss.slice(0, -1)}-${now}"`;
  const notBefore = typeof nbf === 'number' ? `"nbf":${JSON.stringify(nbf)},` : '';
  const times = `${notBefore}"iat":${now},"exp":${exp}`;
  return `{"jti":${jti},"grants":${JSON.stringify(payloads)},${times},"iss":${iss},"sub":${quoted(accountSid)}}`;
}

/** An integer as its digits, as the identity of users who are known by number; anything else as it is. */
function textOfInteger(value) {
  return Number.isInteger(value) ? String(value) : value;
}

/** Holds an identity that was set after construction to what the constructor asks of one that it is given. */
function checkIdentity(identity) {
  if (!identity) throw identityRequired(identity === '' ? 'empty-identity' : 'missing-identity');
  if (typeof identity !== 'string' && !Number.isInteger(identity)) {
    throw tokenError('invalid-type', `identity must be a string or an integer, not ${typeof identity}`);
  }
}

function identityRequired(code) {
  return tokenError(code, 'identity is required to be specified in options');
}

Object.assign(AccessToken, {
  DEFAULT_ALGORITHM: 'HS256',
  ALGORITHMS: ['HS256', 'HS384', 'HS512'],
  Grant,
  TaskRouterGrant,
  ChatGrant,
  VideoGrant,
  SyncGrant,
  VoiceGrant,
  PlaybackGrant,
});

module.exports = { AccessToken };
