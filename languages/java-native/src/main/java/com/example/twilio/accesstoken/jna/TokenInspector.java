package com.example.twilio.accesstoken.jna;

import com.google.gson.JsonObject;
import java.time.Instant;

/** Says why Twilio would refuse a token. */
public final class TokenInspector {
    private TokenInspector() {}

    /**
     * Inspects a token without its key.
     *
     * @param token any text
     * @param at the time to go by
     * @return as {@link #inspect(String, Instant, String, String)}
     */
    public static JsonObject inspect(String token, Instant at) {
        return inspect(token, at, null, null);
    }

    /**
     * Inspects a token.
     *
     * @param token any text
     * @param at the time to go by
     * @param apiKeySecret the secret of its key, to check the signature with, or null
     * @param region the region of its key, to compare with the token's, or null; {@code us1} for keys that name none
     * @return {@code header} and {@code payload}, {@code signature} ({@code verified}, {@code mismatch} or {@code unchecked}) and
     *     {@code findings}, each with {@code code}, {@code twilio_code} or null, {@code severity}, {@code message} and {@code hint}
     */
    public static JsonObject inspect(String token, Instant at, String apiKeySecret, String region) {
        byte[] text = CLibrary.utf8(token);
        byte[] secret = apiKeySecret == null ? null : CLibrary.utf8(apiKeySecret);
        byte[] keyRegion = region == null ? null : CLibrary.utf8(region);
        try {
            String report = CLibrary.text(out -> CLibrary.tat_inspect(
                    text, text.length, secret, CLibrary.length(secret), keyRegion, CLibrary.length(keyRegion),
                    at.getEpochSecond(), out));
            return CLibrary.GSON.fromJson(report, JsonObject.class);
        } finally {
            CLibrary.wipe(secret);
        }
    }
}
