package com.example.twilio.accesstoken;

import java.util.Objects;

/** The parts of an API key. */
final class ApiKey {
    private ApiKey() {}

    /** They in the order in which the module takes them, none of them null. */
    static Object[] arguments(String accountSid, String apiKeySid, String apiKeySecret) {
        return new Object[] {
            Objects.requireNonNull(accountSid, "accountSid"),
            Objects.requireNonNull(apiKeySid, "apiKeySid"),
            Objects.requireNonNull(apiKeySecret, "apiKeySecret")
        };
    }
}
