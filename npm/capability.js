'use strict';

const { hide, keyMaterial } = require('./twilio-compat.js');
const backend = require('./backend.js');
const { TokenError } = require('./errors.js');

// The rules in this file are those of JavaScript's `twilio` package, version 6, as in access-token.js.

const DEFAULT_TTL = 3600;

/** A query inside a query: names and values are encoded twice. `encodeURIComponent` rejects lone surrogates. */
function appParams(params) {
  const query = params.map((pair) => pair.map(encodeURIComponent).join('='));
  return `appParams=${encodeURIComponent(query.join('&'))}`;
}

class EventStreamScope {
  constructor(filters) {
    this.scope = 'scope:stream:subscribe';
    this.filters = filters || {};
  }

  payload() {
    const filters = Object.entries(this.filters);
    const all = `${this.scope}?path=/2010-04-01/Events`;
    return filters.length > 0 ? `${all}&${appParams(filters)}` : all;
  }
}

class IncomingClientScope {
  constructor(clientName) {
    this.scope = 'scope:client:incoming';
    this.clientName = clientName;
  }

  payload() {
    return `${this.scope}?clientName=${encodeURIComponent(this.clientName)}`;
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
    const { scope, applicationSid, clientName, params } = this;
    const parts = [`appSid=${encodeURIComponent(applicationSid)}`];
    if (typeof clientName === 'string') parts.push(`clientName=${encodeURIComponent(clientName)}`);
    if (typeof params === 'object') parts.push(appParams(Object.entries(params)));
    return `${scope}?${parts.join('&')}`;
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

const EVENT_BRIDGE = 'https://event-bridge.twilio.com/v1/wschannels';
const TASK_ROUTER = 'https://taskrouter.twilio.com';

/** Joins the parts of a URL. Rejects lone surrogates, as `encodeURIComponent` does. */
function join(...parts) {
  const url = parts.join('/');
  if (!url.isWellFormed()) throw new URIError('URI malformed');
  return url;
}

const joinGiven = (...parts) => join(...parts.filter((part) => typeof part === 'string'));

const workspacesUrl = (workspaceSid) => joinGiven(TASK_ROUTER, 'v1', 'Workspaces', workspaceSid);
const workersUrl = (workspaceSid, workerSid) => joinGiven(workspacesUrl(workspaceSid), 'Workers', workerSid);

const util = {
  defaultWorkerPolicies(version, workspaceSid, workerSid) {
    const worker = ['Workers', workerSid];
    const resources = [['Activities'], ['Tasks', '**'], [...worker, 'Reservations', '**'], worker];
    const workspace = [TASK_ROUTER, version, 'Workspaces', workspaceSid];
    return resources.map((resource) => new Policy({ url: join(...workspace, ...resource) }));
  },
  defaultEventBridgePolicies(accountSid, channelId) {
    const url = join(EVENT_BRIDGE, accountSid, channelId);
    return [new Policy({ url, method: 'GET' }), new Policy({ url, method: 'POST' })];
  },
  workspacesUrl,
  taskQueuesUrl: (workspaceSid, taskQueueSid) => joinGiven(workspacesUrl(workspaceSid), 'TaskQueues', taskQueueSid),
  tasksUrl: (workspaceSid, taskSid) => joinGiven(workspacesUrl(workspaceSid), 'Tasks', taskSid),
  activitiesUrl: (workspaceSid, activitySid) => joinGiven(workspacesUrl(workspaceSid), 'Activities', activitySid),
  workersUrl,
  reservationsUrl: (workspaceSid, workerSid, reservationSid) =>
    joinGiven(workersUrl(workspaceSid, workerSid), 'Reservations', reservationSid),
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

/** Signs the result of `claims(exp)` under a header without the `cty` of access tokens. */
function sign({ authToken, ttl }, claims) {
  const iat = Math.floor(Date.now() / 1000);
  const exp = iat + ttl;
  if (typeof exp !== 'number') throw new TokenError('invalid-ttl', '"exp" should be a number of seconds');
  const key = keyMaterial(authToken, 'HS256', 'invalid-auth-token');
  return backend.signJwt(key, JSON.stringify({ ...claims(exp), iat }));
}

module.exports = { ClientCapability, TaskRouterCapability, taskrouter: { TaskRouterCapability, util } };
