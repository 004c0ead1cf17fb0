package com.example.twilio.accesstoken;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a token says.
 *
 * @param id what is unique to the token ({@code jti})
 * @param identity whose token it is, or null
 * @param grants what the token permits: the JSON of each grant by its key
 * @param issuedAt {@code iat}, or null
 * @param notBefore {@code nbf}, or null
 * @param expiresAt when it is not valid any more ({@code exp})
 * @param apiKeySid the key that signed it ({@code iss})
 * @param accountSid the key's account ({@code sub})
 * @param toJson all of it, as in the token
 */
public record Claims(
        String id,
        String identity,
        Map<String, String> grants,
        Instant issuedAt,
        Instant notBefore,
        Instant expiresAt,
        String apiKeySid,
        String accountSid,
        String toJson) {
    static Claims of(String json) {
        JsonObject payload = Json.GSON.fromJson(json, JsonObject.class);
        Map<String, String> grants = new LinkedHashMap<>();
        payload.getAsJsonObject("grants").asMap().forEach((key, value) -> grants.put(key, value.toString()));
        String identity = Json.GSON.fromJson(grants.remove("identity"), String.class);
        return new Claims(
                text(payload, "jti"),
                identity,
                Collections.unmodifiableMap(grants),
                time(payload, "iat"),
                time(payload, "nbf"),
                time(payload, "exp"),
                text(payload, "iss"),
                text(payload, "sub"),
                json);
    }

    private static String text(JsonObject payload, String claim) {
        return Optional.ofNullable(payload.get(claim)).map(JsonElement::getAsString).orElse(null);
    }

    private static Instant time(JsonObject payload, String claim) {
        return Optional.ofNullable(payload.get(claim)).map(JsonElement::getAsLong).map(Instant::ofEpochSecond).orElse(null);
    }
}
