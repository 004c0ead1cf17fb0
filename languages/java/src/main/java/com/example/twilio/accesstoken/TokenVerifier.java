package com.example.twilio.accesstoken;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Checks tokens that were minted with known keys. */
public final class TokenVerifier implements AutoCloseable {
    private final CoreObject core;

    private TokenVerifier(Builder builder) {
        List<Object[]> keys = List.copyOf(builder.keys);
        long leeway = builder.leeway;
        core = new CoreObject("TokenVerifier", instance -> {
            int verifier = instance.make("tat_verifier_new", keys.get(0));
            for (Object[] key : keys.subList(1, keys.size())) {
                Object[] arguments = Stream.concat(Stream.of(verifier), Stream.of(key)).toArray();
                instance.text("tat_verifier_add_key", arguments);
            }
            instance.run("tat_verifier_set_leeway", verifier, leeway);
            return verifier;
        });
    }

    /**
     * A verifier of tokens of one key.
     *
     * @param accountSid the key's account
     * @param apiKeySid the key's SID
     * @param apiKeySecret its secret
     * @return what the rest is set with
     */
    public static Builder builder(String accountSid, String apiKeySid, String apiKeySecret) {
        return new Builder().key(accountSid, apiKeySid, apiKeySecret);
    }

    /**
     * Checks a token: its form, its signature, whose key signed it, and whether it is valid.
     *
     * @param token the JWT
     * @param at the time to go by
     * @return what it says
     * @throws TokenException if it is not to be trusted
     */
    public Claims verify(String token, Instant at) {
        return Claims.of(core.call("tat_verifier_verify", Objects.requireNonNull(token, "token"), Objects.requireNonNull(at, "at")));
    }

    /** Waits for the calls that are under way. What is called afterwards throws. */
    @Override
    public void close() {
        core.close();
    }

    /** The name of the class, and nothing of the keys. */
    @Override
    public String toString() {
        return core.toString();
    }

    /** Sets what a verifier goes by. */
    public static final class Builder {
        private static final long MAX_LEEWAY = 0xffff_ffffL;

        /** Out of reach of what maps objects by their fields. */
        private final transient List<Object[]> keys = new ArrayList<>();
        private long leeway;

        private Builder() {}

        /**
         * Adds a key, so that tokens of either are taken while keys are changed.
         *
         * @param accountSid the key's account
         * @param apiKeySid the key's SID
         * @param apiKeySecret its secret
         * @return this
         */
        public Builder key(String accountSid, String apiKeySid, String apiKeySecret) {
            keys.add(ApiKey.arguments(accountSid, apiKeySid, apiKeySecret));
            return this;
        }

        /**
         * Takes tokens for that much longer, and before they are valid, for clocks that differ.
         *
         * @param leeway whole seconds count, from 0 to 4294967295
         * @return this
         * @throws TokenException if it is not in that range
         */
        public Builder leeway(Duration leeway) {
            if (leeway.isNegative() || leeway.getSeconds() > MAX_LEEWAY) {
                throw new TokenException("invalid-argument", "the leeway is " + leeway, "Pass 0 to 4294967295 seconds.");
            }
            this.leeway = leeway.getSeconds();
            return this;
        }

        /**
         * The verifier.
         *
         * @return a verifier as set so far
         * @throws TokenException if a key is not what it must be
         */
        public TokenVerifier build() {
            return new TokenVerifier(this);
        }
    }
}
