package com.example.twilio.accesstoken.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.ThrowingSupplier;

/** The cases of all embeddings; tests/vectors/generate-embeddings.mjs says which call has what. */
class CasesTest {
    private static List<JsonObject> cases() throws IOException {
        String text = Files.readString(Path.of("../../tests/vectors/embeddings.json"));
        JsonArray cases = JsonParser.parseString(text).getAsJsonObject().getAsJsonArray("cases");
        return StreamSupport.stream(cases.spliterator(), false).map(JsonElement::getAsJsonObject).toList();
    }

    @Test
    void allAreThere() throws IOException {
        Map<String, Integer> calls = new TreeMap<>();
        List<JsonObject> cases = cases();
        cases.forEach(each -> calls.merge(text(each, "call"), 1, Integer::sum));
        System.out.println(cases.size() + " cases: " + calls);
        assertTrue(cases.size() > 290, calls.toString());
        assertEquals(Set.of("sign", "verify", "inspect", "webhook"), calls.keySet());
    }

    @TestFactory
    Stream<DynamicTest> each() throws IOException {
        return cases().stream().map(each -> DynamicTest.dynamicTest(text(each, "name"), () -> check(each)));
    }

    private static void check(JsonObject each) throws Throwable {
        ThrowingSupplier<JsonElement> call = switch (text(each, "call")) {
            case "sign" -> () -> sign(each);
            case "verify" -> () -> verify(each);
            case "inspect" -> () -> inspect(each);
            case "webhook" -> () -> webhook(each);
            default -> throw new AssertionError(each);
        };
        if (!each.has("error")) {
            assertEquals(each.get("result"), call.get());
            return;
        }
        TokenException refused = assertThrows(TokenException.class, call::get);
        assertEquals(text(each, "error"), refused.code());
        assertTrue(refused.hint().endsWith("."), refused.hint());
        assertTrue(refused.getMessage().endsWith(". " + refused.hint()), refused.getMessage());
        LibraryTest.assertUnmarked(refused);
    }

    private static JsonElement sign(JsonObject each) {
        try (TokenSigner signer = new TokenSigner(text(each, "account_sid"), text(each, "api_key_sid"), text(each, "api_key_secret"))) {
            return JsonParser.parseString('"' + signer.signJson(text(each, "token"), now(each)) + '"');
        }
    }

    private static JsonElement verify(JsonObject each) {
        try (TokenVerifier verifier =
                new TokenVerifier(text(each, "account_sid"), text(each, "api_key_sid"), text(each, "api_key_secret"))) {
            verifier.withLeeway(Duration.ofSeconds(each.get("leeway").getAsLong()));
            JsonObject claims = verifier.verify(text(each, "token"), now(each));
            assertEquals(JsonParser.parseString(text(each, "result")), claims);
            return each.get("result");
        }
    }

    private static JsonElement inspect(JsonObject each) {
        JsonObject report =
                TokenInspector.inspect(text(each, "token"), now(each), text(each, "api_key_secret"), text(each, "region"));
        LibraryTest.assertUnmarked(report);
        JsonArray findings = new JsonArray();
        for (JsonElement finding : report.getAsJsonArray("findings")) {
            JsonArray short_ = new JsonArray();
            List.of("code", "twilio_code", "severity").forEach(name -> short_.add(finding.getAsJsonObject().get(name)));
            findings.add(short_);
        }
        JsonObject result = new JsonObject();
        result.add("signature", report.get("signature"));
        result.add("findings", findings);
        return result;
    }

    private static JsonElement webhook(JsonObject each) {
        try (WebhookKey key = new WebhookKey(text(each, "settings"), text(each, "secret"))) {
            String signature = text(each, "signature");
            String url = text(each, "url");
            if (each.has("body")) {
                key.validateBody(signature, url, text(each, "body").getBytes(StandardCharsets.UTF_8));
            } else {
                List<Map.Entry<String, String>> fields = StreamSupport.stream(each.getAsJsonArray("fields").spliterator(), false)
                        .map(JsonElement::getAsJsonArray)
                        .map(field -> Map.entry(field.get(0).getAsString(), field.get(1).getAsString()))
                        .toList();
                key.validateForm(signature, url, fields);
            }
        }
        return JsonNull.INSTANCE;
    }

    private static String text(JsonObject each, String name) {
        JsonElement text = each.get(name);
        return text == null || text.isJsonNull() ? null : text.getAsString();
    }

    private static Instant now(JsonObject each) {
        return Instant.ofEpochSecond(each.get("now").getAsLong());
    }
}
