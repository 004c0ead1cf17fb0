package com.example.twilio.accesstoken;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.annotations.SerializedName;
import java.util.List;

/**
 * What an inspection finds out about a token.
 *
 * @param header the JSON of the token's header, or null if it cannot be read
 * @param payload the JSON of the token's payload, or null if it cannot be read
 * @param signature whether the signature is that of the secret that was given
 * @param findings what is wrong; empty if nothing is
 */
public record InspectionReport(String header, String payload, Signature signature, List<Finding> findings) {
    static InspectionReport of(String json) {
        JsonObject report = Json.GSON.fromJson(json, JsonObject.class);
        return new InspectionReport(
                text(report.get("header")),
                text(report.get("payload")),
                Json.GSON.fromJson(report.get("signature"), Signature.class),
                List.of(Json.GSON.fromJson(report.get("findings"), Finding[].class)));
    }

    private static String text(JsonElement part) {
        return part.isJsonNull() ? null : part.toString();
    }

    /** Whether a signature is that of the secret. */
    public enum Signature {
        /** It is. */
        @SerializedName("verified")
        VERIFIED,
        /** It is not. */
        @SerializedName("mismatch")
        MISMATCH,
        /** No secret was given, or the token cannot be read far enough to tell. */
        @SerializedName("unchecked")
        UNCHECKED
    }

    /** How sure it is that Twilio refuses the token. */
    public enum Severity {
        /** It does. */
        @SerializedName("error")
        ERROR,
        /** It may, or the token does not do what was probably meant. */
        @SerializedName("warning")
        WARNING
    }

    /**
     * One thing that is wrong.
     *
     * @param code the stable name of the finding
     * @param twilioCode the <a href="https://www.twilio.com/docs/api/errors">error</a> with which Twilio answers, or null
     * @param severity how sure it is
     * @param message what is wrong
     * @param hint what to do about it
     */
    public record Finding(String code, Integer twilioCode, Severity severity, String message, String hint) {}
}
