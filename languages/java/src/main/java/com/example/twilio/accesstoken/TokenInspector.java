package com.example.twilio.accesstoken;

import java.time.Instant;
import java.util.Objects;

/** Says why Twilio would refuse a token. */
public final class TokenInspector implements AutoCloseable {
    private final CoreObject core = new CoreObject("TokenInspector", instance -> 0);

    /** An inspector. */
    public TokenInspector() {}

    /**
     * Inspects a token without its key.
     *
     * @param token the JWT
     * @param at the time to go by
     * @return what is wrong with it
     */
    public InspectionReport inspect(String token, Instant at) {
        return inspect(token, at, null, null);
    }

    /**
     * Inspects a token.
     *
     * @param token the JWT
     * @param at the time to go by
     * @param apiKeySecret the secret of its key, to check the signature with, or null
     * @param region the region of its key, to compare with the token's, or null; {@code us1} for keys that name none
     * @return what is wrong with it
     */
    public InspectionReport inspect(String token, Instant at, String apiKeySecret, String region) {
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(at, "at");
        return InspectionReport.of(core.callFree("tat_inspect", token, apiKeySecret, region, at));
    }

    /** Waits for the calls that are under way. What is called afterwards throws. */
    @Override
    public void close() {
        core.close();
    }
}
