'use strict';

const { hide, keyMaterial } = require('./twilio-compat.js');
const backend = require('./backend.js');
const { TokenError } = require('./errors.js');

// The rules in this file are those of JavaScript's `twilio` package, version 6, as in access-token.js.

const DEFAULT_TTL = 3600;

/** A text to be escaped: anything is made one, but for half a surrogate pair, which UTF-8 does not have. */
function text(value) {
  const string = `${value}`;
  if (!string.isWellFormed()) throw new URIError('URI malformed');
  return string;
}

function entries(object) {
  return Object.entries(object).map(([name, value]) => [text(name), text(value)]);
}

class EventStreamScope {
  constructor(filters) {
    this.scope = 'scope:stream:subscribe';
    this.filters = filters || {};
  }

  payload() {
    return backend.eventStreamScope(entries(this.filters));
  }
}

class IncomingClientScope {
  constructor(clientName) {
    this.scope = 'scope:client:incoming';
    this.clientName = clientName;
  }

  payload() {
    return backend.incomingClientScope(text(this.clientName));
  }
}

class OutgoingClientScope {
  constructor(options) {
    checkOptions(options);
    const { applicationSid, clientName, params } = options;
    checkGiven({ applicationSid });
    this.scope = 'scope:client:outgoing';
    this.applicationSid = applicationSid;
    this.clientName = clientName;
    this.params = params;
  }

  payload() {
    const { applicationSid, params } = this;
    const given = typeof params === 'object' ? entries(params) : undefined;
    return backend.outgoingClientScope(text(applicationSid), optional(this.clientName), given);
  }
}

class ClientCapability {
  constructor(options) {
    checkOptions(options);
    const { accountSid, authToken, ttl } = options;
    checkGiven({ accountSid, authToken });
    this.accountSid = accountSid;
    hide(this, 'authToken', authToken);
    this.ttl = ttl || DEFAULT_TTL;
    this.scopes = [];
  }

  addScope(scope) {
    this.scopes.push(scope);
  }

  toJwt() {
    const scope = this.scopes.map((scope) => scope.payload()).join(' ');
    return sign(this, (exp) => ({ scope, iss: this.accountSid, exp }));
  }
}

Object.assign(ClientCapability, { EventStreamScope, IncomingClientScope, OutgoingClientScope });

class Policy {
  constructor(options) {
    this.url = options?.url || '';
    this.method = options?.method || 'GET';
    this.queryFilter = options?.queryFilter || {};
    this.postFilter = options?.postFilter || {};
    // `twilio` has true for false as well.
    this.allow = options?.allow === false ? false : options?.allow || true;
  }

  payload() {
    return {
      url: this.url,
      method: this.method,
      query_filter: this.queryFilter,
      post_filter: this.postFilter,
      allow: this.allow,
    };
  }
}

class TaskRouterCapability {
  constructor(options) {
    if (!options) throw optionsMissing();
    const { accountSid, authToken, workspaceSid, channelId, friendlyName, ttl, version } = options;
    checkGiven({ accountSid, authToken, workspaceSid, channelId });
    this.accountSid = accountSid;
    hide(this, 'authToken', authToken);
    this.workspaceSid = workspaceSid;
    this.channelId = channelId;
    this.friendlyName = friendlyName;
    this.ttl = ttl || DEFAULT_TTL;
    this.version = version || 'v1';
    this.policies = [];
  }

  addPolicy(policy) {
    this.policies.push(policy);
  }

  toJwt() {
    const policies = this.policies.map((policy) => policy.payload());
    const worker = this.channelId.startsWith('WK');
    const taskQueue = this.channelId.startsWith('WQ');
    return sign(this, (exp) => ({
      iss: this.accountSid,
      exp,
      version: this.version,
      friendly_name: this.friendlyName,
      account_sid: this.accountSid,
      channel: this.channelId,
      workspace_sid: this.workspaceSid,
      policies,
      worker_sid: worker ? this.channelId : undefined,
      taskqueue_sid: taskQueue ? this.channelId : undefined,
    }));
  }
}

TaskRouterCapability.Policy = Policy;

/** Policies that allow to read each of the URLs. */
const readable = (urls) => urls.map((url) => new Policy({ url, method: 'GET' }));

/** A part of a URL that is always written, as `Array.prototype.join` writes it. */
const part = (value) => text(value ?? '');

/** A part of a URL that is left out unless it is a string. */
const optional = (value) => (typeof value === 'string' ? text(value) : undefined);

const util = {
  defaultWorkerPolicies: (version, workspaceSid, workerSid) =>
    readable(backend.defaultWorkerUrls(part(version), part(workspaceSid), part(workerSid))),
  defaultEventBridgePolicies(accountSid, channelId) {
    const url = backend.eventBridgeUrl(part(accountSid), part(channelId));
    return [new Policy({ url, method: 'GET' }), new Policy({ url, method: 'POST' })];
  },
  workspacesUrl: (workspaceSid) => backend.workspacesUrl(optional(workspaceSid)),
  taskQueuesUrl: (workspaceSid, taskQueueSid) => backend.taskQueuesUrl(optional(workspaceSid), optional(taskQueueSid)),
  tasksUrl: (workspaceSid, taskSid) => backend.tasksUrl(optional(workspaceSid), optional(taskSid)),
  activitiesUrl: (workspaceSid, activitySid) => backend.activitiesUrl(optional(workspaceSid), optional(activitySid)),
  workersUrl: (workspaceSid, workerSid) => backend.workersUrl(optional(workspaceSid), optional(workerSid)),
  reservationsUrl: (workspaceSid, workerSid, reservationSid) =>
    backend.reservationsUrl(optional(workspaceSid), optional(workerSid), optional(reservationSid)),
};

function checkOptions(options) {
  if (!options) throw optionsMissing();
  if (typeof options !== 'object') throw new TypeError('Parameter "options" must be a type Object');
}

const optionsMissing = () => new Error('Required parameter "options" missing.');

/** The values are those that were read: a getter could give another to what uses them. */
function checkGiven(values) {
  for (const name in values) {
    if (!values[name]) throw new Error(`Required parameter "options.${name}" missing.`);
  }
}

/** Signs the claims that `claims` makes, given when they expire. */
function sign({ authToken, ttl }, claims) {
  const iat = Math.floor(Date.now() / 1000);
  const exp = iat + ttl;
  if (typeof exp !== 'number') throw new TokenError('invalid-ttl', '"exp" should be a number of seconds');
  const key = keyMaterial(authToken, 'HS256', 'invalid-auth-token');
  return backend.signCapabilityPayload(key, JSON.stringify({ ...claims(exp), iat }));
}

module.exports = { ClientCapability, TaskRouterCapability, taskrouter: { TaskRouterCapability, util } };
