package com.example.twilio.accesstoken;

import com.twilio.jwt.accesstoken.AccessToken.Builder;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long a token takes, beside twilio-java and the native command line, which take turns. */
final class Bench {
    private interface Work {
        void run() throws Exception;
    }

    private static final AccessToken TOKEN = AccessToken.builder("alice").grant(VideoGrant.room("daily")).build();

    private Bench() {}

    /** Flags: --rounds N, --tokens N; or --first ours or twilio, which makes one token and ends. */
    public static void main(String[] arguments) throws Exception {
        int rounds = 7;
        int tokens = 20_000;
        for (int i = 0; i < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--rounds" -> rounds = Integer.parseInt(arguments[i + 1]);
                case "--tokens" -> tokens = Integer.parseInt(arguments[i + 1]);
                case "--first" -> {
                    first(arguments[i + 1]);
                    return;
                }
                default -> throw new IllegalArgumentException(arguments[i]);
            }
        }
        try (TokenSigner signer = Keys.signer()) {
            compare(signer, rounds, tokens);
        }
    }

    private static void first(String which) {
        switch (which) {
            case "ours" -> Keys.signer().sign(TOKEN, Instant.now());
            case "twilio" -> twilio();
            default -> throw new IllegalArgumentException(which);
        }
    }

    private static void twilio() {
        new Builder(Keys.ACCOUNT_SID, Keys.API_KEY_SID, Keys.SECRET.getBytes(StandardCharsets.UTF_8))
                .identity("alice")
                .grant(new com.twilio.jwt.accesstoken.VideoGrant().setRoom("daily"))
                .build()
                .toJwt();
    }

    private static void compare(TokenSigner signer, int rounds, int tokens) throws Exception {
        List<AccessToken> many = Collections.nCopies(tokens, TOKEN);
        Path lines = Files.writeString(Path.of("target", "lines"), (TOKEN.toJson() + "\n").repeat(tokens));
        Map<String, Work> each = new LinkedHashMap<>();
        each.put("twilio-java", repeated(tokens, Bench::twilio));
        each.put("sign", repeated(tokens, () -> signer.sign(TOKEN, Instant.now())));
        each.put("signAll", () -> signer.signAll(many, Instant.now()));
        each.put("the native command line", () -> mint(lines));
        report("a token", "us", 1e3 * tokens, rounds, each);

        Map<String, Work> starts = new LinkedHashMap<>();
        starts.put("twilio-java", () -> start("twilio"));
        starts.put("ours", () -> start("ours"));
        report("a process with one token", "ms", 1e6, rounds, starts);
    }

    private static Work repeated(int times, Work work) {
        return () -> {
            for (int i = 0; i < times; i++) {
                work.run();
            }
        };
    }

    private static void mint(Path lines) throws Exception {
        ProcessBuilder command = new ProcessBuilder("../../target/release/twilio-access-token", "mint");
        command.environment().putAll(
                Map.of("ACCOUNT_SID", Keys.ACCOUNT_SID, "API_KEY", Keys.API_KEY_SID, "API_SECRET", Keys.SECRET));
        finish(command.redirectInput(lines.toFile()));
    }

    private static void start(String which) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        finish(new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), Bench.class.getName(), "--first", which));
    }

    private static void finish(ProcessBuilder command) throws Exception {
        int status = command.redirectOutput(new File("target", "output")).redirectError(ProcessBuilder.Redirect.INHERIT).start().waitFor();
        if (status != 0) {
            throw new IllegalStateException(command.command() + " ended with " + status);
        }
    }

    /** Prints the median of what each takes, and its ratio to the first. */
    private static void report(String what, String unit, double scale, int rounds, Map<String, Work> each) throws Exception {
        Map<String, double[]> taken = new LinkedHashMap<>();
        // The first rounds are for warming up.
        for (int round = -2; round < rounds; round++) {
            for (Map.Entry<String, Work> one : each.entrySet()) {
                long begin = System.nanoTime();
                one.getValue().run();
                double time = (System.nanoTime() - begin) / scale;
                if (round >= 0) {
                    taken.computeIfAbsent(one.getKey(), name -> new double[rounds])[round] = time;
                }
            }
        }
        System.out.printf("%s, the median of %d rounds:%n", what, rounds);
        double base = 0;
        for (Map.Entry<String, double[]> one : taken.entrySet()) {
            Arrays.sort(one.getValue());
            double median = one.getValue()[rounds / 2];
            base = base == 0 ? median : base;
            System.out.printf("  %-24s %8.2f %s  %6.2f times the first%n", one.getKey(), median, unit, median / base);
        }
    }
}
