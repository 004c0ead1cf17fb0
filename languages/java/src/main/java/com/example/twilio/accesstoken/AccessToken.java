package com.example.twilio.accesstoken;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** What a token is to say. It does not change; a {@link TokenSigner} makes tokens of it. */
public final class AccessToken {
    private final String json;

    private AccessToken(Builder builder) {
        List<String> members = new ArrayList<>();
        members.add("\"identity\":" + Json.GSON.toJson(builder.identity));
        if (builder.ttl != null) {
            members.add("\"ttl\":" + secondsOf(builder.ttl));
        }
        if (builder.notBefore != null) {
            members.add("\"not_before\":" + builder.notBefore.getEpochSecond());
        }
        if (builder.region != null) {
            members.add("\"region\":" + Json.GSON.toJson(builder.region));
        }
        if (!builder.grants.isEmpty()) {
            members.add(builder.grants.stream()
                    .map(grant -> Json.GSON.toJson(grant.key()) + ":" + grant.toJson())
                    .collect(Collectors.joining(",", "\"grants\":{", "}")));
        }
        json = "{" + String.join(",", members) + "}";
    }

    private static String secondsOf(Duration ttl) {
        return ttl.getNano() == 0 ? Long.toString(ttl.getSeconds()) : Double.toString(ttl.toNanos() / 1e9);
    }

    /**
     * A token that permits nothing yet and lives for an hour.
     *
     * @param identity whose token it is, such as a user's name: 1 to 256 characters
     * @return what the rest is set with
     */
    public static Builder builder(String identity) {
        return new Builder(Objects.requireNonNull(identity, "identity"));
    }

    /**
     * What {@link TokenSigner#signJson} takes.
     *
     * @return one line of JSON
     */
    public String toJson() {
        return json;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AccessToken token && token.json.equals(json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    /** As {@link #toJson}. */
    @Override
    public String toString() {
        return json;
    }

    /** Sets what a token is to say. */
    public static final class Builder {
        private final String identity;
        private Duration ttl;
        private Instant notBefore;
        private String region;
        private final List<Grant> grants = new ArrayList<>();

        private Builder(String identity) {
            this.identity = identity;
        }

        /**
         * Sets how long the token lives.
         *
         * @param ttl whole seconds, from 1 s to 24 h
         * @return this
         */
        public Builder ttl(Duration ttl) {
            this.ttl = Objects.requireNonNull(ttl, "ttl");
            return this;
        }

        /**
         * Sets when the token becomes valid, if not at once.
         *
         * @param notBefore the time, to the second
         * @return this
         */
        public Builder notBefore(Instant notBefore) {
            this.notBefore = Objects.requireNonNull(notBefore, "notBefore");
            return this;
        }

        /**
         * Sets the region of the API key, if it is not us1.
         *
         * @param region such as {@code ie1}
         * @return this
         */
        public Builder region(String region) {
            this.region = Objects.requireNonNull(region, "region");
            return this;
        }

        /**
         * Adds a grant, one of each product.
         *
         * @param grant what the token permits as well
         * @return this
         */
        public Builder grant(Grant grant) {
            grants.add(Objects.requireNonNull(grant, "grant"));
            return this;
        }

        /**
         * The token. Whether Twilio would take it is known when it is signed.
         *
         * @return a token as set so far
         */
        public AccessToken build() {
            return new AccessToken(this);
        }
    }
}
