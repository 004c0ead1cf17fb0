/**
 * Mints <a href="https://www.twilio.com/docs/iam/access-tokens">Twilio access tokens</a>, the short-lived JWTs with which a
 * browser or phone joins a Twilio video room, a call or a chat; verifies tokens, says why Twilio would refuse one, and validates
 * webhooks.
 *
 * <p>The rules are those of the Rust library twilio-access-token, of whose WebAssembly module the bytecode in this library was
 * made: there is no native code. What lives there ({@link com.example.twilio.accesstoken.TokenSigner}, {@link
 * com.example.twilio.accesstoken.TokenVerifier}, {@link com.example.twilio.accesstoken.TokenInspector}, {@link
 * com.example.twilio.accesstoken.WebhookKey}) may be used by many threads at once, and is to be closed. A null argument is a
 * {@link java.lang.NullPointerException}; everything else that is wrong is a {@link
 * com.example.twilio.accesstoken.TokenException}.
 */
package com.example.twilio.accesstoken;
