// `twilio-access-token/wasm`: the package over WebAssembly alone, without Node's own modules. All of it but `ValidationToken`,
// which signs with `node:crypto`. Its classes are its own: an error of this entry is no instance of the class of another.

import type { jwt as twilio } from './twilio.js';

export * from './capability.js';
export { AccessToken, TokenError, TokenSigner, TokenVerifier, backend, inspect } from './index.js';
export type { SigningKeyOptions, TokenClaims, TokenFinding, TokenOptions, TokenReport } from './index.js';
export * from './webhooks.js';

/** As the `jwt` of the package, without `ValidationToken`. */
export const jwt: Omit<typeof twilio, 'ValidationToken'>;
