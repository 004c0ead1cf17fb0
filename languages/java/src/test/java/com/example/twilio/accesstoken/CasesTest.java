package com.example.twilio.accesstoken;

import static com.example.twilio.accesstoken.Keys.assertRefused;
import static com.example.twilio.accesstoken.Keys.assertUnmarked;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The cases of all embeddings; tests/vectors/generate-embeddings.mjs says which call has what. */
class CasesTest {
    private static final Set<String> CALLS = Set.of("sign", "verify", "inspect", "webhook");

    private static List<JsonObject> cases() throws IOException {
        String text = Files.readString(Path.of("../../tests/vectors/embeddings.json"));
        return JsonParser.parseString(text).getAsJsonObject().getAsJsonArray("cases").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    @Test
    void areAll() throws IOException {
        Set<String> calls = new HashSet<>();
        cases().forEach(one -> calls.add(one.get("call").getAsString()));
        assertEquals(CALLS, calls);
        assertTrue(cases().size() > 290);
    }

    @TestFactory
    Stream<DynamicTest> each() throws IOException {
        return cases().stream().map(one -> DynamicTest.dynamicTest(text(one, "name"), () -> {
            if (one.has("error")) {
                assertRefused(text(one, "error"), () -> outcome(one));
            } else {
                assertEquals(read(one.get("result")), read(outcome(one)));
            }
        }));
    }

    private static JsonElement outcome(JsonObject one) {
        return switch (text(one, "call")) {
            case "sign" -> Json.GSON.toJsonTree(sign(one));
            case "verify" -> Json.GSON.toJsonTree(verify(one));
            case "inspect" -> inspect(one);
            case "webhook" -> webhook(one);
            default -> throw new AssertionError(one);
        };
    }

    private static String sign(JsonObject one) {
        String json = text(one, "token");
        try (TokenSigner signer = new TokenSigner(text(one, "account_sid"), text(one, "api_key_sid"), text(one, "api_key_secret"))) {
            AccessToken token;
            try {
                token = token(json);
            } catch (IllegalStateException | JsonParseException | NumberFormatException notSaidByTypes) {
                return signer.signJson(json, now(one));
            }
            List<TokenSigner.Result> many = signer.signAll(List.of(token, token), now(one));
            // The same by JSON, by the builder, and with others; whichever refuses first is what the case is about.
            try {
                String jwt = signer.signJson(json, now(one));
                assertEquals(jwt, signer.sign(token, now(one)));
                assertEquals(List.of(new TokenSigner.Result(jwt, null), new TokenSigner.Result(jwt, null)), many);
                return jwt;
            } catch (TokenException error) {
                assertRefused(error.code(), () -> signer.sign(token, now(one)));
                assertEquals(error.getMessage(), many.get(1).error().getMessage());
                throw error;
            }
        }
    }

    /** Says with the builder what a JSON text says. */
    private static AccessToken token(String json) {
        JsonObject members = Json.GSON.fromJson(json, JsonObject.class);
        check(members.toString().equals(json));
        for (Map.Entry<String, JsonElement> member : members.entrySet()) {
            boolean text = member.getValue().isJsonPrimitive() && member.getValue().getAsJsonPrimitive().isString();
            boolean number = member.getValue().isJsonPrimitive() && member.getValue().getAsJsonPrimitive().isNumber();
            switch (member.getKey()) {
                case "identity", "region" -> check(text);
                case "ttl", "not_before" -> check(number);
                case "grants" -> check(member.getValue().isJsonObject());
                default -> check(false);
            }
        }
        AccessToken.Builder builder = AccessToken.builder(text(members, "identity"));
        if (members.has("ttl")) {
            builder.ttl(Duration.ofSeconds(members.get("ttl").getAsLong()));
        }
        if (members.has("not_before")) {
            builder.notBefore(Instant.ofEpochSecond(members.get("not_before").getAsLong()));
        }
        if (members.has("region")) {
            builder.region(text(members, "region"));
        }
        if (members.has("grants")) {
            members.getAsJsonObject("grants").asMap().forEach((key, value) -> builder.grant(grant(key, value)));
        }
        return builder.build();
    }

    private static void check(boolean saidByTypes) {
        if (!saidByTypes) {
            throw new IllegalStateException();
        }
    }

    /** The typed grant that has just that JSON, if there is one. */
    private static Grant grant(String key, JsonElement value) {
        Map<String, Class<? extends Grant>> types = Map.of(
                "video", VideoGrant.class, "voice", VoiceGrant.class, "chat", ChatGrant.class,
                "data_sync", SyncGrant.class, "task_router", TaskRouterGrant.class);
        if (types.containsKey(key) && value.isJsonObject()) {
            try {
                Grant typed = Json.GSON.fromJson(value, types.get(key));
                if (typed.toJson().equals(value.toString())) {
                    return typed;
                }
            } catch (JsonParseException wrongType) {
                return new CustomGrant(key, value.toString());
            }
        }
        return key.equals("player") ? new PlaybackGrant(value.toString()) : new CustomGrant(key, value.toString());
    }

    private static String verify(JsonObject one) {
        try (TokenVerifier verifier = TokenVerifier.builder(
                        text(one, "account_sid"), text(one, "api_key_sid"), text(one, "api_key_secret"))
                .leeway(Duration.ofSeconds(one.get("leeway").getAsLong()))
                .build()) {
            return verifier.verify(text(one, "token"), now(one)).toJson();
        }
    }

    private static JsonElement inspect(JsonObject one) {
        try (TokenInspector inspector = new TokenInspector()) {
            InspectionReport report =
                    inspector.inspect(text(one, "token"), now(one), text(one, "api_key_secret"), text(one, "region"));
            assertUnmarked(report);
            List<List<Object>> findings = new ArrayList<>();
            for (InspectionReport.Finding finding : report.findings()) {
                findings.add(Arrays.asList(finding.code(), finding.twilioCode(), finding.severity()));
            }
            return Json.GSON.toJsonTree(Map.of("signature", report.signature(), "findings", findings));
        }
    }

    private static JsonElement webhook(JsonObject one) {
        String settings = text(one, "settings");
        String secret = text(one, "secret");
        try (WebhookKey key = settings == null ? WebhookKey.authToken(secret) : WebhookKey.shared(settings, secret)) {
            if (one.has("body")) {
                key.validateBody(text(one, "signature"), text(one, "url"), text(one, "body").getBytes(StandardCharsets.UTF_8));
            } else {
                Map<String, List<String>> form = new LinkedHashMap<>();
                one.getAsJsonArray("fields").forEach(field -> form
                        .computeIfAbsent(field.getAsJsonArray().get(0).getAsString(), name -> new ArrayList<>())
                        .add(field.getAsJsonArray().get(1).getAsString()));
                key.validateForm(text(one, "signature"), text(one, "url"), form);
            }
            return JsonNull.INSTANCE;
        }
    }

    private static String text(JsonObject one, String member) {
        return Json.GSON.fromJson(one.get(member), String.class);
    }

    private static Instant now(JsonObject one) {
        return Instant.ofEpochSecond(one.get("now").getAsLong());
    }

    /** Claims are JSON within a string. */
    private static JsonElement read(JsonElement result) {
        boolean claims = result.isJsonPrimitive() && result.getAsString().startsWith("{");
        return claims ? JsonParser.parseString(result.getAsString()) : result;
    }
}
