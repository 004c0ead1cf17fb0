package com.example.twilio.accesstoken;

/**
 * For what has no type here.
 *
 * @param key the member of the claim {@code grants}
 * @param toJson its value, which is written into the token as it stands
 */
public record CustomGrant(String key, String toJson) implements Grant {
    /**
     * For anything.
     *
     * @param key the member of the claim {@code grants}
     * @param toJson its value
     * @throws TokenException if the value is not JSON
     */
    public CustomGrant {
        Json.value(toJson);
    }
}
