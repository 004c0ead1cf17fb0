/// <reference types="node" />

import type { AccessToken } from './index.js';

/**
 * A token with which a Twilio Client makes and receives calls, in the manner of the class of the same name in the package
 * `twilio`. New applications use an `AccessToken` with a `VoiceGrant`.
 *
 * @example
 * const { ClientCapability } = require('twilio-access-token');
 * const capability = new ClientCapability({ accountSid, authToken });
 * capability.addScope(new ClientCapability.IncomingClientScope('alice'));
 * const jwt = capability.toJwt();
 */
export class ClientCapability {
  /** @throws {Error} Where `accountSid` or `authToken` is missing. */
  constructor(options: ClientCapability.ClientCapabilityOptions);

  accountSid: string;
  /** Not enumerable, so that printing a capability does not show it. `any` when it is read, as in `AccessToken`. */
  get authToken(): any;
  set authToken(authToken: AccessToken.Secret);
  /** How long the token lives, in seconds; 3600 unless set. */
  ttl: number;
  scopes: ClientCapability.Scope[];

  addScope(scope: ClientCapability.Scope): void;

  /**
   * Signs the token by HS256, issued now. Each call makes a new one of the properties as they are.
   *
   * @throws {TokenError} `invalid-ttl` or `invalid-auth-token`.
   * @throws {URIError} Where a name or parameter holds half a surrogate pair.
   */
  toJwt(): string;
}

export namespace ClientCapability {
  interface ClientCapabilityOptions {
    /** The account, `AC…`. */
    accountSid: string;
    /** The account's own auth token, the key to all of it. */
    authToken: AccessToken.Secret;
    /** Seconds; 0 means the default, 3600. */
    ttl?: number;
  }

  /** Anything with a payload is a scope. */
  interface Scope {
    scope: string;
    /** The scope as it stands in the token. */
    payload(): string;
  }

  /** Permission to watch the account's events. */
  class EventStreamScope implements Scope {
    constructor(filters?: object);
    scope: string;
    filters: object;
    payload(): string;
  }

  /** Permission to receive the calls for a client. */
  class IncomingClientScope implements Scope {
    constructor(clientName: string);
    scope: string;
    clientName: string;
    payload(): string;
  }

  interface OutgoingClientScopeOptions {
    /** The TwiML App that handles the calls, `AP…`. */
    applicationSid: string;
    /** The client from which the calls come. */
    clientName?: string;
    /** What Twilio hands to the TwiML App. */
    params?: object;
  }

  /** Permission to make calls. */
  class OutgoingClientScope implements Scope {
    /** @throws {Error} Where `applicationSid` is missing. */
    constructor(options: OutgoingClientScopeOptions);
    scope: string;
    applicationSid: string;
    clientName?: string;
    params?: object;
    payload(): string;
  }
}

/**
 * A token with which a browser acts in TaskRouter: as a worker, on a task queue or in a whole workspace, in the manner of the
 * class of the same name in the package `twilio`. It has no policies but those that are added; `taskrouter.util` has the usual
 * ones.
 *
 * @example
 * const { TaskRouterCapability, taskrouter } = require('twilio-access-token');
 * const capability = new TaskRouterCapability({ accountSid, authToken, workspaceSid, channelId: workerSid });
 * for (const policy of taskrouter.util.defaultWorkerPolicies('v1', workspaceSid, workerSid)) capability.addPolicy(policy);
 * const jwt = capability.toJwt();
 */
export class TaskRouterCapability {
  /** @throws {Error} Where `accountSid`, `authToken`, `workspaceSid` or `channelId` is missing. */
  constructor(options: TaskRouterCapability.TaskRouterCapabilityOptions);

  accountSid: string;
  /** Not enumerable, so that printing a capability does not show it. `any` when it is read, as in `AccessToken`. */
  get authToken(): any;
  set authToken(authToken: AccessToken.Secret);
  workspaceSid: string;
  channelId: string;
  friendlyName?: string;
  /** How long the token lives, in seconds; 3600 unless set. */
  ttl: number;
  version: string;
  policies: TaskRouterCapability.Policy[];

  addPolicy(policy: TaskRouterCapability.Policy): void;

  /**
   * Signs the token by HS256, issued now. Each call makes a new one of the properties as they are.
   *
   * @throws {TokenError} `invalid-ttl` or `invalid-auth-token`.
   */
  toJwt(): string;
}

export namespace TaskRouterCapability {
  interface TaskRouterCapabilityOptions {
    /** The account, `AC…`. */
    accountSid: string;
    /** The account's own auth token, the key to all of it. */
    authToken: AccessToken.Secret;
    /** The workspace, `WS…`. */
    workspaceSid: string;
    /** The worker (`WK…`), task queue (`WQ…`) or workspace (`WS…`) that the token is for. */
    channelId: string;
    /** A name of the token, for people. */
    friendlyName?: string;
    /** Seconds; 0 means the default, 3600. */
    ttl?: number;
    /** `v1` unless given. */
    version?: string;
  }

  interface PolicyOptions {
    /** In which `*` stands for one part of the path and `**` at the end for all that follows. */
    url?: string;
    /** `GET` unless given. */
    method?: string;
    /** What the query must hold; anything unless given. */
    queryFilter?: object;
    /** What the form in the body must hold; anything unless given. */
    postFilter?: object;
    /** True unless given. `twilio` has true for false as well. */
    allow?: boolean;
  }

  interface PolicyPayload {
    url: string;
    method: string;
    query_filter: object;
    post_filter: object;
    allow: boolean;
  }

  /** A rule for requests to TaskRouter. */
  class Policy {
    constructor(options?: PolicyOptions);
    url: string;
    method: string;
    queryFilter: object;
    postFilter: object;
    allow: boolean;
    payload(): PolicyPayload;
  }
}

/** What the package `twilio` has under `jwt.taskrouter`. */
export namespace taskrouter {
  export { TaskRouterCapability };
  export const util: TaskRouterUtil;
}

/** The usual policies, and the URLs of resources, in which `**` stands for all of them; what is left out is not in the URL. */
export interface TaskRouterUtil {
  /** To read the activities, the tasks, the worker's own reservations and the worker itself. */
  defaultWorkerPolicies(version: string, workspaceSid: string, workerSid: string): TaskRouterCapability.Policy[];
  /** To receive the events of a worker, a task queue or a workspace. */
  defaultEventBridgePolicies(accountSid: string, channelId: string): TaskRouterCapability.Policy[];
  workspacesUrl(workspaceSid?: string): string;
  taskQueuesUrl(workspaceSid: string, taskQueueSid?: string): string;
  tasksUrl(workspaceSid: string, taskSid?: string): string;
  activitiesUrl(workspaceSid: string, activitySid?: string): string;
  workersUrl(workspaceSid: string, workerSid?: string): string;
  reservationsUrl(workspaceSid: string, workerSid: string, reservationSid?: string): string;
}
