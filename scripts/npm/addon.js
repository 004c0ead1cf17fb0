// The component's functions in the form of the addon's: what differs is how bytes, getters and what is not there are written.

import { instantiate } from 'component';

const encoder = new TextEncoder();
const bytes = (value) => (typeof value === 'string' ? encoder.encode(value) : value);

/** What npm/native.js gives where the addon loads, out of compiled core modules by their names. */
export default function addon(modules) {
  const { api } = instantiate((name) => modules[name], {});

  // The constructors of jco's classes give objects of their own, so that extending them is of no use.

  class Endpoint {
    #endpoint;

    constructor(variables) {
      this.#endpoint = new api.Endpoint(Object.entries(variables));
    }

    get maxBodyBytes() {
      return this.#endpoint.maxBodyBytes();
    }

    check() {
      this.#endpoint.check();
    }

    handle(request, now) {
      return this.#endpoint.handle(request, now);
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
      this.#key = new api.WebhookKey(bytes(secret), algorithm);
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

  return {
    ...api,
    Endpoint,
    UnsignedToken,
    WebhookKey,
    backend: 'wasm',
    canonicalize: (request) => api.canonicalize({ ...request, body: bytes(request.body) }),
    signCapabilityPayload: (authToken, payload) => api.signCapabilityPayload(bytes(authToken), payload),
    signPayload: (secret, ...rest) => api.signPayload(bytes(secret), ...rest),
  };
}
