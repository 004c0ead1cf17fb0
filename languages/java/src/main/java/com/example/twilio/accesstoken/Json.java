package com.example.twilio.accesstoken;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.ToNumberPolicy;

/** How values and JSON are brought to each other. */
final class Json {
    /** Without escapes for HTML, since grants are written into tokens as their JSON stands. */
    static final Gson GSON = new GsonBuilder()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
            .setStrictness(Strictness.STRICT)
            .disableHtmlEscaping()
            .create();

    private Json() {}

    /** A text that is one value of JSON, and so cannot add members to the object into which it is written. */
    static String value(String json) {
        try {
            if (GSON.fromJson(json, JsonElement.class) != null) {
                return json;
            }
        } catch (JsonParseException e) {
            // The parser's message is about its own settings.
        }
        throw new TokenException("invalid-json", "a grant is not one JSON value", "Pass one JSON value, such as an object.");
    }

    static TokenException refusal(String json) {
        JsonObject error = GSON.fromJson(json, JsonObject.class);
        return new TokenException(
                error.get("code").getAsString(), error.get("message").getAsString(), error.get("hint").getAsString());
    }
}
