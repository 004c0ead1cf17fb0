package com.example.twilio.accesstoken;

import static com.example.twilio.accesstoken.Keys.ACCOUNT_SID;
import static com.example.twilio.accesstoken.Keys.API_KEY_SID;
import static com.example.twilio.accesstoken.Keys.NOW;
import static com.example.twilio.accesstoken.Keys.SECRET;
import static com.example.twilio.accesstoken.Keys.assertRefused;
import static com.example.twilio.accesstoken.Keys.assertUnmarked;
import static com.example.twilio.accesstoken.Keys.signer;
import static com.example.twilio.accesstoken.Keys.verifier;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AccessTokenTest {
    @Test
    void refusesWrongKeys() {
        Map<String, List<String>> wrong = Map.of(
                "invalid-account-sid", List.of("AC1", API_KEY_SID, SECRET),
                "invalid-api-key-sid", List.of(ACCOUNT_SID, "SK1", SECRET),
                "invalid-api-key-secret", List.of(ACCOUNT_SID, API_KEY_SID, ""),
                "sids-swapped", List.of(API_KEY_SID, ACCOUNT_SID, SECRET),
                "invalid-utf8", List.of(ACCOUNT_SID, API_KEY_SID, "\ud800"));
        wrong.forEach((code, key) -> {
            assertRefused(code, () -> new TokenSigner(key.get(0), key.get(1), key.get(2)));
            assertRefused(code, () -> TokenVerifier.builder(key.get(0), key.get(1), key.get(2)).build());
            TokenVerifier.Builder two = TokenVerifier.builder(ACCOUNT_SID, API_KEY_SID, SECRET);
            assertRefused(code, () -> two.key(key.get(0), key.get(1), key.get(2)).build());
            assertRefused("invalid-argument", () -> two.leeway(Duration.ofSeconds(-1)));
            assertRefused("invalid-argument", () -> two.leeway(Duration.ofSeconds(1L << 32)));
        });
        assertRefused("empty-secret", () -> WebhookKey.authToken(""));
        assertThrows(NullPointerException.class, () -> new TokenSigner(ACCOUNT_SID, API_KEY_SID, null));
    }

    @Test
    void printsNothingOfASecret() {
        String marked = "MarkedSecret0123456789MarkedSecr";
        TokenVerifier.Builder builder = TokenVerifier.builder(ACCOUNT_SID, API_KEY_SID, marked);
        try (TokenSigner signer = new TokenSigner(ACCOUNT_SID, API_KEY_SID, marked);
                TokenVerifier verifier = builder.build();
                WebhookKey key = WebhookKey.authToken(marked)) {
            for (Object holder : List.of(signer, verifier, key, builder)) {
                assertUnmarked(holder);
                // What maps objects by their fields finds either nothing or no way in.
                Object mapped;
                try {
                    mapped = new Gson().toJson(holder);
                } catch (RuntimeException refused) {
                    mapped = refused;
                }
                assertUnmarked(mapped);
                assertUnmarked(assertThrows(NotSerializableException.class,
                        () -> new ObjectOutputStream(OutputStream.nullOutputStream()).writeObject(holder)));
            }
            assertUnmarked(assertThrows(TokenException.class, () -> key.validateForm(marked, marked, Map.of(marked, List.of(marked)))));
        }
        assertThrows(AssertionError.class, () -> assertUnmarked(List.of(marked)));
    }

    @Test
    void refusesWrongTokens() {
        try (TokenSigner signer = signer()) {
            assertWrong(signer, "empty-identity", AccessToken.builder(""));
            assertWrong(signer, "invalid-utf8", AccessToken.builder("al\udc00ice"));
            assertWrong(signer, "ttl-too-short", AccessToken.builder("alice").ttl(Duration.ZERO));
            assertWrong(signer, "ttl-too-short", AccessToken.builder("alice").ttl(Duration.ofSeconds(-1)));
            assertWrong(signer, "invalid-ttl", AccessToken.builder("alice").ttl(Duration.ofMillis(1500)));
            assertWrong(signer, "ttl-too-long", AccessToken.builder("alice").ttl(Duration.ofDays(2)));
            assertWrong(signer, "invalid-time", AccessToken.builder("alice").notBefore(Instant.ofEpochSecond(-1)));
            assertWrong(signer, "invalid-region", AccessToken.builder("alice").region("IE1"));
            assertWrong(signer, "empty-room", AccessToken.builder("alice").grant(VideoGrant.room("")));
            assertWrong(signer, "invalid-grant", AccessToken.builder("alice").grant(new CustomGrant("identity", "\"mallory\"")));
            assertWrong(signer, "invalid-json",
                    AccessToken.builder("alice").grant(VideoGrant.anyRoom()).grant(VideoGrant.room("daily")));
            AccessToken alice = AccessToken.builder("alice").build();
            assertRefused("time-out-of-range", () -> signer.sign(alice, Instant.ofEpochSecond(-1)));
            assertRefused("time-out-of-range", () -> signer.sign(alice, Instant.MAX));
            assertRefused("invalid-argument", () -> signer.signJson(" ".repeat(1 << 24), NOW));
            assertRefused("invalid-json", () -> signer.signJson("{", NOW));
            assertThrows(NullPointerException.class, () -> signer.sign(alice, null));
        }
    }

    private static void assertWrong(TokenSigner signer, String code, AccessToken.Builder token) {
        assertRefused(code, () -> signer.sign(token.build(), NOW));
    }

    @Test
    void takesNoGrantThatIsMoreThanAValue() {
        for (String json : List.of("", "{", "{},\"x\":{}", "{}},\"region\":\"ie1\",\"x\":{", "{a:1}", "1 2")) {
            assertRefused("invalid-json", () -> new CustomGrant("x", json));
            assertRefused("invalid-json", () -> new PlaybackGrant(json));
        }
        assertThrows(NullPointerException.class, () -> VideoGrant.room(null));
    }

    @Test
    void signsManyInOrder() {
        try (TokenSigner signer = signer();
                TokenVerifier verifier = verifier()) {
            List<AccessToken> tokens = IntStream.range(0, 1000)
                    .mapToObj(number -> AccessToken.builder(number % 7 == 0 ? "" : "user " + number)
                            .grant(new CustomGrant("x", "[1,\n2]"))
                            .build())
                    .toList();
            List<TokenSigner.Result> results = signer.signAll(tokens, NOW);
            assertEquals(tokens.size(), results.size());
            for (int number = 0; number < results.size(); number++) {
                TokenSigner.Result result = results.get(number);
                if (number % 7 == 0) {
                    assertEquals("empty-identity", result.error().code());
                } else {
                    assertEquals("user " + number, verifier.verify(result.token(), NOW).identity());
                }
            }
            assertEquals(List.of(), signer.signAll(List.of(), NOW));
        }
    }

    @Test
    void signsMoreThanAMebibyteInOrder() {
        try (TokenSigner signer = signer();
                TokenVerifier verifier = verifier()) {
            String large = '"' + "x".repeat(1 << 20) + '"';
            Map<String, String> params = Map.of("a", "x".repeat(1200));
            List<AccessToken> tokens = new ArrayList<>();
            for (int number = 0; number < 1000; number++) {
                tokens.add(AccessToken.builder("user_" + number)
                        .grant(VoiceGrant.none().withOutgoing("AP0123456789abcdef0123456789abcdef", params))
                        .build());
            }
            for (int number = 1000; number < 20_000; number++) {
                tokens.add(AccessToken.builder("user_" + number).grant(new CustomGrant("x", "\"0123456789\"")).build());
            }
            tokens.set(3, AccessToken.builder("user_3").grant(new CustomGrant("x", large)).build());
            tokens.set(500, AccessToken.builder("").build());
            tokens.set(15_000, AccessToken.builder("\ud800").build());
            List<TokenSigner.Result> results = signer.signAll(tokens, NOW);
            assertEquals(tokens.size(), results.size());
            for (int number = 0; number < results.size(); number++) {
                TokenSigner.Result result = results.get(number);
                if (number == 500 || number == 15_000) {
                    assertEquals(number == 500 ? "empty-identity" : "invalid-utf8", result.error().code());
                } else if (number % 50 == 4) {
                    assertEquals("user_" + number, verifier.verify(result.token(), NOW).identity());
                } else {
                    assertEquals(null, result.error());
                }
            }
        }
    }

    @Test
    void namesDevices() {
        String service = "IS0123456789abcdef0123456789abcdef";
        assertEquals("{\"endpoint_id\":\"phone\"}", VoiceGrant.none().withEndpointId("phone").toJson());
        for (Grant grant : List.of(ChatGrant.service(service).withEndpointId("phone"), SyncGrant.service(service).withEndpointId("phone"))) {
            assertEquals("{\"service_sid\":\"" + service + "\",\"endpoint_id\":\"phone\"}", grant.toJson());
        }
    }

    @Test
    void reportsHeaderAndPayload() {
        try (TokenSigner signer = signer();
                TokenInspector inspector = new TokenInspector()) {
            InspectionReport report = inspector.inspect(signer.sign(AccessToken.builder("alice").build(), NOW), NOW);
            assertEquals("{\"alg\":\"HS256\",\"typ\":\"JWT\",\"cty\":\"twilio-fpa;v=1\"}", report.header());
            assertEquals("{\"identity\":\"alice\"}", new Gson().fromJson(report.payload(), JsonObject.class).get("grants").toString());
            InspectionReport unreadable = inspector.inspect("no token", NOW);
            assertEquals(null, unreadable.header());
            assertEquals(null, unreadable.payload());
        }
    }

    @Test
    void rejectsHalfOfASurrogatePair() {
        String half = "da\ud800ily";
        try (TokenSigner signer = signer();
                TokenInspector inspector = new TokenInspector();
                WebhookKey key = WebhookKey.authToken("12345")) {
            for (Grant grant : List.of(
                    VideoGrant.room(half),
                    SyncGrant.service(half),
                    VoiceGrant.none().withEndpointId(half),
                    VoiceGrant.none().withOutgoing("AP", Map.of("a", List.of(half))),
                    new CustomGrant(half, "1"))) {
                assertWrong(signer, "invalid-utf8", AccessToken.builder("alice").grant(grant));
            }
            for (String json : List.of("{\"a\":\"" + half + "\"}", "\"\\ud800\"")) {
                assertRefused("invalid-json", () -> new CustomGrant("x", json));
                assertRefused("invalid-json", () -> new PlaybackGrant(json));
                assertRefused(json.contains(half) ? "invalid-utf8" : "invalid-json",
                        () -> signer.signJson("{\"identity\":\"alice\",\"grants\":{\"x\":" + json + "}}", NOW));
            }
            assertWrong(signer, "invalid-utf8", AccessToken.builder("alice").region(half));
            assertRefused("invalid-utf8", () -> inspector.inspect(half, NOW));
            assertRefused("invalid-utf8", () -> WebhookKey.authToken(half));
            assertRefused("invalid-utf8", () -> WebhookKey.shared(half, "12345"));
            assertRefused("invalid-utf8", () -> key.validateForm(half, "", Map.of()));
            assertRefused("invalid-utf8", () -> key.validateForm("", half, Map.of()));
            assertRefused("invalid-utf8", () -> key.validateForm("", "", Map.of("a", List.of(half))));
            assertRefused("invalid-utf8", () -> key.validateForm("", "", Map.of(half, List.of(""))));
            assertRefused("invalid-utf8", () -> key.validateBody(half, "", new byte[0]));
        }
    }

    @Test
    void readsClaims() {
        try (TokenSigner signer = signer();
                TokenVerifier verifier = TokenVerifier.builder(ACCOUNT_SID, "SKffffffffffffffffffffffffffffffff", "another secret")
                        .key(ACCOUNT_SID, API_KEY_SID, SECRET)
                        .leeway(Duration.ofSeconds(1))
                        .build()) {
            Instant soon = NOW.plusSeconds(1);
            String jwt = signer.sign(
                    AccessToken.builder("alice").ttl(Duration.ofMinutes(1)).notBefore(soon).grant(VideoGrant.room("daily")).build(), NOW);
            Claims claims = verifier.verify(jwt, NOW);
            assertEquals(
                    new Claims(API_KEY_SID + "-1700000000", "alice", Map.of("video", "{\"room\":\"daily\"}"), NOW, soon,
                            NOW.plusSeconds(60), API_KEY_SID, ACCOUNT_SID, claims.toJson()),
                    claims);
            assertRefused("expired", () -> verifier.verify(jwt, NOW.plusSeconds(61)));
        }
    }

    @Test
    void validatesWhatItSigns() {
        try (WebhookKey key = WebhookKey.authToken("12345")) {
            Map<String, List<String>> form = Map.of("From", List.of("+14158675309"), "Digits", List.of("1", "<&>"));
            String signature = key.sign("https://example.com/call", form);
            key.validateForm(signature, "https://example.com/call", form);
            assertRefused("signature-mismatch", () -> key.validateForm(signature, "https://example.com/call", Map.of()));
        }
    }

    @Test
    void printsNoSecret() {
        try (TokenSigner signer = signer();
                TokenVerifier verifier = verifier();
                WebhookKey key = WebhookKey.authToken(SECRET)) {
            assertEquals("TokenSigner TokenVerifier WebhookKey", signer + " " + verifier + " " + key);
        }
    }

    @Test
    void servesManyThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try (TokenSigner signer = signer();
                TokenVerifier verifier = verifier()) {
            List<Future<String>> identities = IntStream.range(0, 800)
                    .mapToObj(number -> threads.submit(() -> {
                        AccessToken token = AccessToken.builder("user " + number).build();
                        return verifier.verify(signer.sign(token, NOW), NOW).identity();
                    }))
                    .toList();
            for (int number = 0; number < identities.size(); number++) {
                assertEquals("user " + number, identities.get(number).get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void refusesWhenClosed() {
        TokenSigner signer = signer();
        signer.close();
        signer.close();
        assertRefused("invalid-handle", () -> signer.signJson("{\"identity\":\"alice\"}", NOW));
    }
}
