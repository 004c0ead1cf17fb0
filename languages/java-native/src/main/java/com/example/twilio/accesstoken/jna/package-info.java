/**
 * Mints <a href="https://www.twilio.com/docs/iam/access-tokens">Twilio access tokens</a>, the short-lived JWTs with which a
 * browser or phone joins a Twilio video room, a call or a chat; verifies tokens, says why Twilio would refuse one, and validates
 * webhooks.
 *
 * <p>The rules are those of the Rust library twilio-access-token, which JNA calls as the C library {@code twilio_access_token}.
 * Signers, verifiers and webhook keys may be used by many threads at once, and are to be closed; what is forgotten is freed
 * when it is collected. A null argument that is not said to be allowed is a {@link java.lang.NullPointerException}; everything
 * else that is wrong is a {@link com.example.twilio.accesstoken.jna.TokenException}.
 */
package com.example.twilio.accesstoken.jna;
