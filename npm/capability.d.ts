/// <reference types="node" />

import type { AccessToken } from './index.js';

/**
 * A token for making and receiving calls with Twilio Client. Drop-in replacement for the class of the package `twilio`. New
 * applications use an `AccessToken` with a `VoiceGrant`.
 *
 * @example
 * const { ClientCapability } = require('twilio-access-token');
 * const capability = new ClientCapability({ accountSid, authToken });
 * capability.addScope(new ClientCapability.IncomingClientScope('alice'));
 * const jwt = capability.toJwt();
 */
export class ClientCapability {
  /** @throws {Error} If `accountSid` or `authToken` is missing. */
  constructor(options: ClientCapability.ClientCapabilityOptions);

  accountSid: string;
  /** Not enumerable, so that printing a capability does not show it. `any` when it is read, as in `AccessToken`. */
  get authToken(): any;
  set authToken(authToken: AccessToken.Secret);
  /** The lifetime in seconds. Default 3600. */
  ttl: number;
  scopes: ClientCapability.Scope[];

  addScope(scope: ClientCapability.Scope): void;

  /**
   * Signs a token with HS256, issued now, from the current properties.
   *
   * @throws {TokenError} `invalid-ttl` or `invalid-auth-token`.
   * @throws {URIError} If a name or parameter contains a lone surrogate.
   */
  toJwt(): string;
}

export namespace ClientCapability {
  interface ClientCapabilityOptions {
    /** The account, `AC…`. */
    accountSid: string;
    /** The account's auth token, which grants full access to the account. */
    authToken: AccessToken.Secret;
    /** Seconds; 0 means the default, 3600. */
    ttl?: number;
  }

  /** A permission. Any object with a `payload` method is a scope. */
  interface Scope {
    scope: string;
    /** Returns the scope as the token contains it. */
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
    /** The name of the calling client. */
    clientName?: string;
    /** The parameters that Twilio passes to the TwiML App. */
    params?: object;
  }

  /** Permission to make calls. */
  class OutgoingClientScope implements Scope {
    /** @throws {Error} If `applicationSid` is missing. */
    constructor(options: OutgoingClientScopeOptions);
    scope: string;
    applicationSid: string;
    clientName?: string;
    params?: object;
    payload(): string;
  }
}

/**
 * A token for TaskRouter in a browser, as a worker, on a task queue or in a workspace. Drop-in replacement for the class of the
 * package `twilio`. A token has no policies by default; `taskrouter.util` builds the usual ones.
 *
 * @example
 * const { TaskRouterCapability, taskrouter } = require('twilio-access-token');
 * const capability = new TaskRouterCapability({ accountSid, authToken, workspaceSid, channelId: workerSid });
 * for (const policy of taskrouter.util.defaultWorkerPolicies('v1', workspaceSid, workerSid)) capability.addPolicy(policy);
 * const jwt = capability.toJwt();
 */
export class TaskRouterCapability {
  /** @throws {Error} If `accountSid`, `authToken`, `workspaceSid` or `channelId` is missing. */
  constructor(options: TaskRouterCapability.TaskRouterCapabilityOptions);

  accountSid: string;
  /** Not enumerable, so that printing a capability does not show it. `any` when it is read, as in `AccessToken`. */
  get authToken(): any;
  set authToken(authToken: AccessToken.Secret);
  workspaceSid: string;
  channelId: string;
  friendlyName?: string;
  /** The lifetime in seconds. Default 3600. */
  ttl: number;
  version: string;
  policies: TaskRouterCapability.Policy[];

  addPolicy(policy: TaskRouterCapability.Policy): void;

  /**
   * Signs a token with HS256, issued now, from the current properties.
   *
   * @throws {TokenError} `invalid-ttl` or `invalid-auth-token`.
   */
  toJwt(): string;
}

export namespace TaskRouterCapability {
  interface TaskRouterCapabilityOptions {
    /** The account, `AC…`. */
    accountSid: string;
    /** The account's auth token, which grants full access to the account. */
    authToken: AccessToken.Secret;
    /** The workspace, `WS…`. */
    workspaceSid: string;
    /** The SID of the worker (`WK…`), task queue (`WQ…`) or workspace (`WS…`). */
    channelId: string;
    /** A display name. */
    friendlyName?: string;
    /** Seconds; 0 means the default, 3600. */
    ttl?: number;
    /** Default `v1`. */
    version?: string;
  }

  interface PolicyOptions {
    /** The URL. `*` matches one path segment; a final `**` matches the rest. */
    url?: string;
    /** Default `GET`. */
    method?: string;
    /** The required query parameters. Default: any. */
    queryFilter?: object;
    /** The required form fields. Default: any. */
    postFilter?: object;
    /** Default true. In `twilio`, false also allows. */
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

/** The `jwt.taskrouter` of the package `twilio`. */
export namespace taskrouter {
  export { TaskRouterCapability };
  export const util: TaskRouterUtil;
}

/** Builds the usual policies and the URLs of resources. `**` matches every resource; an omitted SID is not in the URL. */
export interface TaskRouterUtil {
  /** Allows a worker to read the activities, the tasks, its reservations and itself. */
  defaultWorkerPolicies(version: string, workspaceSid: string, workerSid: string): TaskRouterCapability.Policy[];
  /** Allows a channel to receive the events of a worker, a task queue or a workspace. */
  defaultEventBridgePolicies(accountSid: string, channelId: string): TaskRouterCapability.Policy[];
  workspacesUrl(workspaceSid?: string): string;
  taskQueuesUrl(workspaceSid: string, taskQueueSid?: string): string;
  tasksUrl(workspaceSid: string, taskSid?: string): string;
  activitiesUrl(workspaceSid: string, activitySid?: string): string;
  workersUrl(workspaceSid: string, workerSid?: string): string;
  reservationsUrl(workspaceSid: string, workerSid: string, reservationSid?: string): string;
}
