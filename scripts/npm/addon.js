// The component's functions in the form of the addon's: what differs is how bytes, getters and what is not there are written.

import { instantiate } from 'component';

const encoder = new TextEncoder();
const bytes = (value) => (typeof value === 'string' ? encoder.encode(value) : value);

/** What `use` makes of a secret's bytes. Those of a string are a copy, which is wiped. */
function withSecret(secret, use) {
  const copy = bytes(secret);
  try {
    return use(copy);
  } finally {
    if (copy !== secret) copy.fill(0);
  }
}

/** What npm/native.js gives where the addon loads, out of compiled core modules by their names. */
export default function addon(modules) {
  const { api } = instantiate((name) => modules[name], {});

  // The constructors of jco's classes give objects of their own, so that extending them is of no use.

  class Endpoint {
    #endpoint;

    constructor(variables) {
      this.#endpoint = new api.Endpoint(variables);
    }

    get maxBodyBytes() {
      return this.#endpoint.maxBodyBytes();
    }

    get bodyTimeoutSeconds() {
      return this.#endpoint.bodyTimeoutSeconds();
    }

    check() {
      this.#endpoint.check();
    }

    handle(request, now) {
      return this.#endpoint.handle(request, now);
    }

    timedOut(head, now) {
      return this.#endpoint.timedOut(head, now);
    }
  }

  class UnsignedToken {
    #token;

    constructor(...parts) {
      this.#token = new api.UnsignedToken(...parts);
    }

    get signingInput() {
      return this.#token.signingInput();
    }

    withSignature(signature) {
      return this.#token.withSignature(signature);
    }
  }

  class WebhookKey {
    #key;

    constructor(secret, algorithm) {
      this.#key = withSecret(secret, (bytes) => new api.WebhookKey(bytes, algorithm));
    }

    get algorithm() {
      return this.#key.algorithm();
    }

    sign(url, params) {
      return this.#key.sign(url, params);
    }

    refuseForm(...request) {
      return this.#key.refuseForm(...request) ?? null;
    }

    refuseBody(...request) {
      return this.#key.refuseBody(...request) ?? null;
    }
  }

  /** Its arguments are those of `signer` in crates/node. */
  function signer(...key) {
    const prepared = new api.Signer(...key);
    return (
      identity,
      now,
      ttl,
      room,
      everyRoom,
      notBefore,
      region,
      incomingAllow,
      outgoingApplicationSid,
      outgoingApplicationParams,
      pushCredentialSid,
      endpointId,
      chatServiceSid,
      chatEndpointId,
      deploymentRoleSid,
      chatPushCredentialSid,
      syncServiceSid,
      syncEndpointId,
      workspaceSid,
      workerSid,
      role,
      playback,
      custom,
    ) => {
      const voice = { incomingAllow, outgoingApplicationSid, outgoingApplicationParams, pushCredentialSid, endpointId };
      const chat = {
        serviceSid: chatServiceSid,
        endpointId: chatEndpointId,
        deploymentRoleSid,
        pushCredentialSid: chatPushCredentialSid,
      };
      const token = {
        identity,
        ttl,
        notBefore,
        region,
        voice: incomingAllow === undefined ? undefined : voice,
        video: room === undefined && !everyRoom ? undefined : { room },
        chat: chatServiceSid === undefined ? undefined : chat,
        sync: syncServiceSid === undefined ? undefined : { serviceSid: syncServiceSid, endpointId: syncEndpointId },
        taskRouter: workspaceSid === undefined ? undefined : { workspaceSid, workerSid, role },
        playback,
        custom,
      };
      return prepared.sign(token, now);
    };
  }

  function payloadSigner(secret, algorithm) {
    const prepared = withSecret(secret, (bytes) => new api.PayloadSigner(bytes, algorithm));
    return (payload, region) => prepared.sign(payload, region);
  }

  return {
    ...api,
    Endpoint,
    UnsignedToken,
    WebhookKey,
    backend: 'wasm',
    payloadSigner,
    signer,
    canonicalize: (request) => api.canonicalize({ ...request, body: bytes(request.body) }),
    signPayload: (secret, ...rest) => withSecret(secret, (bytes) => api.signPayload(bytes, ...rest)),
  };
}
