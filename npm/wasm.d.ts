// `twilio-access-token/wasm`: the package over WebAssembly alone, without Node's own modules. All of it but `ValidationToken`,
// which signs with `node:crypto`. Its classes are its own: an error of this entry is no instance of the class of another.

export * from './capability.js';
export { AccessToken, TokenError, TokenSigner, TokenVerifier, backend, inspect } from './index.js';
export type { SigningKeyOptions, TokenClaims, TokenFinding, TokenOptions, TokenReport } from './index.js';
export * from './webhooks.js';
