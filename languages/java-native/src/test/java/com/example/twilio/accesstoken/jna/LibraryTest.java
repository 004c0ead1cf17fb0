package com.example.twilio.accesstoken.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import java.io.File;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What the cases do not have: many tokens, several keys, threads, ends, and secrets. */
class LibraryTest {
    private static final String ACCOUNT = "AC0123456789abcdef0123456789abcdef";
    private static final String KEY = "SKfedcba9876543210fedcba9876543210";
    private static final String SECRET = "NotARealSecret0NotARealSecret012";
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final Map<String, String> ALICE = Map.of("identity", "alice");

    private static void assertRefused(String code, Executable call) {
        TokenException refused = assertThrows(TokenException.class, call);
        assertEquals(code, refused.code());
        assertUnmarked(refused);
    }

    /** That it shows nothing of the secret that is marked, nor an error's trace of what it came of. */
    static void assertUnmarked(Object value) {
        StringWriter shown = new StringWriter().append(String.valueOf(value));
        if (value instanceof Throwable error) {
            error.printStackTrace(new PrintWriter(shown));
        }
        assertFalse(shown.toString().contains("MarkedSecret"), shown::toString);
    }

    @Test
    void nothingOfASecretIsPrinted() {
        String marked = "MarkedSecret0123456789MarkedSecr";
        try (TokenSigner signer = new TokenSigner(ACCOUNT, KEY, marked);
                TokenVerifier verifier = new TokenVerifier(ACCOUNT, KEY, marked);
                WebhookKey key = new WebhookKey(marked)) {
            for (Object holder : List.of(signer, verifier, key)) {
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
            assertRefused("malformed-signature", () -> key.validateForm(marked, marked, List.of(Map.entry(marked, marked))));
        }
        assertThrows(AssertionError.class, () -> assertUnmarked(List.of(marked)));
    }

    @Test
    void manyTokensAreThoseOfOneByOne() {
        try (TokenSigner signer = new TokenSigner(ACCOUNT, KEY, SECRET)) {
            List<TokenSigner.Result> results = signer.signMany(List.of(ALICE, Map.of("identity", "")), NOW);
            assertEquals(2, results.size());
            assertEquals(new TokenSigner.Result(signer.sign(ALICE, NOW), null), results.get(0));
            assertNull(results.get(1).jwt());
            assertEquals("empty-identity", results.get(1).error().code());
            assertEquals(List.of(), signer.signMany(List.of(), NOW));
        }
    }

    @Test
    void whatIsWrongIsRefused() {
        assertRefused("invalid-account-sid", () -> new TokenSigner("AC1", KEY, SECRET));
        assertRefused("sids-swapped", () -> new TokenVerifier(KEY, ACCOUNT, SECRET));
        assertRefused("invalid-api-key-secret", () -> new TokenSigner(ACCOUNT, KEY, ""));
        assertRefused("empty-secret", () -> new WebhookKey(""));
        assertRefused("invalid-utf8", () -> TokenInspector.inspect("\ud800", NOW));
        try (TokenSigner signer = new TokenSigner(ACCOUNT, KEY, SECRET)) {
            assertRefused("invalid-utf8", () -> signer.sign(Map.of("identity", "\ud800"), NOW));
            assertRefused("empty-identity", () -> signer.sign(Map.of("identity", ""), NOW));
            assertThrows(NullPointerException.class, () -> signer.signJson(null, NOW));
        }
        try (TokenVerifier verifier = new TokenVerifier(ACCOUNT, KEY, SECRET)) {
            assertRefused("invalid-account-sid", () -> verifier.withKey("", KEY, SECRET));
            assertRefused("invalid-argument", () -> verifier.withLeeway(Duration.ofSeconds(-1)));
            assertRefused("malformed", () -> verifier.verify("", NOW));
        }
    }

    @Test
    void rejectsHalfOfASurrogatePair() {
        String half = "da\ud800ily";
        try (TokenSigner signer = new TokenSigner(ACCOUNT, KEY, SECRET);
                WebhookKey key = new WebhookKey("12345")) {
            for (Map<String, ?> token : List.<Map<String, ?>>of(
                    Map.of("identity", half),
                    Map.of("identity", "alice", "region", half),
                    Map.of("identity", "alice", "grants", Map.of("video", Map.of("room", half))),
                    Map.of("identity", "alice", "grants", Map.of("x", List.of(Map.of("a", half)))),
                    Map.of("identity", "alice", "grants", Map.of("x", Map.of(half, 1))),
                    Map.of("identity", "alice", "grants", Map.of(half, 1)))) {
                assertRefused("invalid-utf8", () -> signer.sign(token, NOW));
                assertEquals("invalid-utf8", signer.signMany(List.of(ALICE, token), NOW).get(1).error().code());
                assertEquals(signer.sign(ALICE, NOW), signer.signMany(List.of(token, ALICE), NOW).get(1).jwt());
            }
            assertRefused("invalid-utf8", () -> new WebhookKey(half));
            assertRefused("invalid-utf8", () -> new WebhookKey(half, "12345"));
            assertRefused("invalid-utf8", () -> key.validateForm(half, "", List.of()));
            assertRefused("invalid-utf8", () -> key.validateForm("", half, List.of()));
            assertRefused("invalid-utf8", () -> key.validateForm("", "", List.of(Map.entry("a", half))));
            assertRefused("invalid-utf8", () -> key.validateForm("", "", List.of(Map.entry(half, ""))));
            assertRefused("invalid-utf8", () -> key.validateBody(half, "", new byte[0]));
        }
    }

    @Test
    void namesTheFieldOfTheWrongType() {
        try (TokenSigner signer = new TokenSigner(ACCOUNT, KEY, SECRET)) {
            assertRefused("invalid-type", () -> signer.sign(Map.of("identity", 5), NOW));
            TokenException refused = assertThrows(TokenException.class, () -> signer.sign(Map.of("identity", "alice", "ttl", "900"), NOW));
            assertTrue(refused.getMessage().contains("ttl must be of type number, not string"), refused.getMessage());
        }
    }

    @Test
    void severalKeysAreTaken() {
        String other = "SK00000000000000000000000000000000";
        String secret = "AlsoNotARealSecret0AlsoNotAReal0";
        try (TokenSigner signer = new TokenSigner(ACCOUNT, other, secret);
                TokenVerifier verifier = new TokenVerifier(ACCOUNT, KEY, SECRET)) {
            String jwt = signer.sign(ALICE, NOW);
            assertRefused("signature-mismatch", () -> verifier.verify(jwt, NOW));
            assertEquals(other, verifier.withKey(ACCOUNT, other, secret).verify(jwt, NOW).get("iss").getAsString());
        }
    }

    @Test
    void webhooksThatAreSignedAreValid() {
        List<Map.Entry<String, String>> fields = List.of(Map.entry("To", "+1"), Map.entry("To", "+2"));
        try (WebhookKey key = new WebhookKey("12345")) {
            key.validateForm(key.sign("https://example.com/", fields), "https://example.com/", fields);
        }
    }

    @Test
    void threadsShareASigner() {
        try (TokenSigner signer = new TokenSigner(ACCOUNT, KEY, SECRET)) {
            assertEquals(1, IntStream.range(0, 2_000).parallel().mapToObj(i -> signer.sign(ALICE, NOW)).distinct().count());
        }
    }

    @Test
    void whatIsClosedThrows() {
        TokenSigner signer = new TokenSigner(ACCOUNT, KEY, SECRET);
        assertEquals("TokenSigner", signer.toString());
        signer.close();
        signer.close();
        assertThrows(IllegalStateException.class, () -> signer.sign(ALICE, NOW));
    }

    @Test
    void exampleRuns(@TempDir Path directory) throws Exception {
        File output = directory.resolve("output").toFile();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djna.library.path=" + System.getProperty("jna.library.path"),
                        "-cp", System.getProperty("java.class.path"), "examples/Mint.java")
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        assertEquals(0, process.waitFor());
        List<String> lines = Files.readAllLines(output.toPath());
        assertTrue(lines.get(0).startsWith("eyJ"), lines.toString());
        assertEquals(List.of("{\"identity\":\"alice\",\"video\":{\"room\":\"daily\"}}", "ttl-too-long"), lines.subList(1, lines.size()));
    }
}
