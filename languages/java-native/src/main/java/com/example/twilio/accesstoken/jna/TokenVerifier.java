package com.example.twilio.accesstoken.jna;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;

/** Checks tokens that were minted with known keys. */
public final class TokenVerifier extends NativeObject {
    private static final long MAX_LEEWAY = 0xffff_ffffL;

    /**
     * A verifier of tokens of one key, on clocks that do not differ. The arguments are those of {@link TokenSigner}.
     *
     * @param accountSid the key's account
     * @param apiKeySid the key's SID
     * @param apiKeySecret its secret
     * @throws TokenException if one of these is not that
     */
    public TokenVerifier(String accountSid, String apiKeySid, String apiKeySecret) {
        super(
                ApiKey.use(accountSid, apiKeySid, apiKeySecret, (account, key, secret) -> CLibrary.make((out, error) ->
                        CLibrary.tat_verifier_new(
                                account, account.length, key, key.length, secret, secret.length, out, error))),
                CLibrary::tat_verifier_free);
    }

    /**
     * Takes tokens of another key as well, while keys are changed.
     *
     * @param accountSid the key's account
     * @param apiKeySid the key's SID
     * @param apiKeySecret its secret
     * @return this
     * @throws TokenException if one of these is not that
     */
    public TokenVerifier withKey(String accountSid, String apiKeySid, String apiKeySecret) {
        ApiKey.use(accountSid, apiKeySid, apiKeySecret, (account, key, secret) -> change((verifier, error) ->
                CLibrary.tat_verifier_add_key(
                        verifier, account, account.length, key, key.length, secret, secret.length, error)));
        return this;
    }

    /**
     * Takes tokens for that much longer, and before they are valid, for clocks that differ.
     *
     * @param leeway whole seconds count, from 0 to 4294967295
     * @return this
     * @throws TokenException if it is not in that range
     */
    public TokenVerifier withLeeway(Duration leeway) {
        if (leeway.isNegative() || leeway.getSeconds() > MAX_LEEWAY) {
            throw new TokenException("invalid-argument", "the leeway is " + leeway, "Pass 0 to 4294967295 seconds.");
        }
        change((verifier, none) -> CLibrary.tat_verifier_set_leeway(verifier, (int) leeway.getSeconds()));
        return this;
    }

    /**
     * Checks a token: its form, its signature, whose key signed it, and whether it is valid.
     *
     * @param token the JWT
     * @param at the time to go by
     * @return its claims
     * @throws TokenException if it is not to be trusted
     */
    public JsonObject verify(String token, Instant at) {
        byte[] text = CLibrary.utf8(token);
        String claims = call((verifier, out) ->
                CLibrary.tat_verifier_verify(verifier, text, text.length, at.getEpochSecond(), out));
        return CLibrary.GSON.fromJson(claims, JsonObject.class);
    }
}
