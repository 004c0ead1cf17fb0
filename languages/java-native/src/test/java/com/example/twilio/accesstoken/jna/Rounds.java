package com.example.twilio.accesstoken.jna;

import com.twilio.jwt.accesstoken.AccessToken;
import com.twilio.jwt.accesstoken.VideoGrant;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Scanner;
import java.util.function.Supplier;

/** Signs tokens for benches/ffi/bench.py, which says how it is asked; with the argument {@code twilio}, with twilio-java. */
final class Rounds {
    private static final String ACCOUNT = "AC0123456789abcdef0123456789abcdef";
    private static final String KEY = "SKfedcba9876543210fedcba9876543210";
    private static final String SECRET = "NotARealSecret0NotARealSecret012";

    private Rounds() {}

    private static Supplier<String> contestant(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals("twilio")) {
            byte[] secret = SECRET.getBytes(StandardCharsets.UTF_8);
            return () -> new AccessToken.Builder(ACCOUNT, KEY, secret)
                    .identity("alice")
                    .grant(new VideoGrant().setRoom("daily"))
                    .build()
                    .toJwt();
        }
        TokenSigner signer = new TokenSigner(ACCOUNT, KEY, SECRET);
        Map<String, ?> token = Map.of("identity", "alice", "grants", Map.of("video", Map.of("room", "daily")));
        return () -> signer.sign(token, Instant.now());
    }

    public static void main(String[] arguments) {
        Supplier<String> sign = contestant(arguments);
        System.out.println(sign.get());
        Scanner lines = new Scanner(System.in, StandardCharsets.UTF_8);
        while (lines.hasNextInt()) {
            int tokens = lines.nextInt();
            long start = System.nanoTime();
            for (int i = 0; i < tokens; i++) {
                sign.get();
            }
            System.out.println((System.nanoTime() - start) / tokens);
        }
    }
}
