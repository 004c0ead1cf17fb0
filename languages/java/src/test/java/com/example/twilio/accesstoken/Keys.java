package com.example.twilio.accesstoken;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import org.junit.jupiter.api.function.Executable;

/** What the tests share. */
final class Keys {
    static final String ACCOUNT_SID = "AC8d4f0c9b7a6e5d4c3b2a190f8e7d6c5b";
    static final String API_KEY_SID = "SK5e6d7c8b9a0f1e2d3c4b5a69788796a5";
    static final String SECRET = "NotARealSecret0NotARealSecret012";
    static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

    private Keys() {}

    static TokenSigner signer() {
        return new TokenSigner(ACCOUNT_SID, API_KEY_SID, SECRET);
    }

    static TokenVerifier verifier() {
        return TokenVerifier.builder(ACCOUNT_SID, API_KEY_SID, SECRET).build();
    }

    /** That it shows nothing of the secret that is marked, nor an error's trace of what it came of. */
    static void assertUnmarked(Object value) {
        StringWriter shown = new StringWriter().append(String.valueOf(value));
        if (value instanceof Throwable error) {
            error.printStackTrace(new PrintWriter(shown));
        }
        assertFalse(shown.toString().contains("MarkedSecret"), shown::toString);
    }

    static void assertRefused(String code, Executable call) {
        TokenException error = assertThrows(TokenException.class, call);
        assertEquals(code, error.code(), error.getMessage());
        assertTrue(error.hint().endsWith("."), error.hint());
        assertTrue(error.getMessage().endsWith(". " + error.hint()), error.getMessage());
        assertUnmarked(error);
    }
}
