package com.example.twilio.accesstoken;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Mints tokens with an API key. One serves a whole program. */
public final class TokenSigner implements AutoCloseable {
    /** How many bytes of lines the module accepts in one call. */
    private static final int MAX_LINES = 1 << 20;

    private final CoreObject core;

    /**
     * A signer with a Main or Standard API key.
     *
     * @param accountSid the key's account, AC and 32 hexadecimal digits
     * @param apiKeySid the key's SID, SK and 32 hexadecimal digits
     * @param apiKeySecret its secret
     * @throws TokenException if one of them is not what it must be
     */
    public TokenSigner(String accountSid, String apiKeySid, String apiKeySecret) {
        Object[] key = ApiKey.arguments(accountSid, apiKeySid, apiKeySecret);
        core = new CoreObject("TokenSigner", instance -> instance.make("tat_signer_new", key));
    }

    /**
     * Mints a token.
     *
     * @param token what it is to say
     * @param at when it is issued, usually {@link Instant#now}, to the second
     * @return the JWT
     * @throws TokenException if Twilio would certainly refuse it
     */
    public String sign(AccessToken token, Instant at) {
        return signJson(token.toJson(), at);
    }

    /**
     * Mints a token that is described in JSON, with the names of the claims that come of it, such as
     * {@code {"identity":"alice","ttl":900,"grants":{"video":{"room":"daily"}}}}. The members {@code ttl} and {@code not_before}
     * are in seconds, {@code region} is such as {@code ie1}; these and {@code grants} may be left out.
     *
     * @param json what it is to say
     * @param at when it is issued, to the second
     * @return the JWT
     * @throws TokenException if it is not that, or Twilio would certainly refuse the token
     */
    public String signJson(String json, Instant at) {
        return core.call("tat_signer_sign", Objects.requireNonNull(json, "json"), Objects.requireNonNull(at, "at"));
    }

    /**
     * Mints many tokens that are issued at the same time, for less than it costs to sign them one by one.
     *
     * @param tokens what they are to say
     * @param at when they are issued, to the second
     * @return what comes of each, in order
     */
    public List<Result> signAll(List<AccessToken> tokens, Instant at) {
        Objects.requireNonNull(at, "at");
        Result[] results = new Result[tokens.size()];
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        List<Integer> waiting = new ArrayList<>();
        for (int index = 0; index < results.length; index++) {
            // The JSON of a grant is as its maker gave it, and may have several lines where white space is allowed.
            String json = tokens.get(index).toJson().replace('\n', ' ');
            byte[] line;
            try {
                line = CoreInstance.utf8(json);
                if (line.length >= MAX_LINES) {
                    results[index] = new Result(signJson(json, at), null);
                    continue;
                }
            } catch (TokenException e) {
                results[index] = new Result(null, e);
                continue;
            }
            if (lines.size() + line.length >= MAX_LINES) {
                signLines(lines, waiting, at, results);
            }
            lines.writeBytes(line);
            lines.write('\n');
            waiting.add(index);
        }
        signLines(lines, waiting, at, results);
        return List.of(results);
    }

    /** Signs a token for each line, and puts what comes of it where it belongs. */
    private void signLines(ByteArrayOutputStream lines, List<Integer> waiting, Instant at, Result[] results) {
        String[] answers = core.call("tat_signer_sign_lines", lines.toByteArray(), at).split("\n");
        for (int line = 0; line < waiting.size(); line++) {
            String answer = answers[line];
            results[waiting.get(line)] =
                    answer.startsWith("{") ? new Result(null, Json.refusal(answer)) : new Result(answer, null);
        }
        lines.reset();
        waiting.clear();
    }

    /** Waits for the calls that are under way. What is called afterwards throws. */
    @Override
    public void close() {
        core.close();
    }

    /** The name of the class, and nothing of the key. */
    @Override
    public String toString() {
        return core.toString();
    }

    /**
     * What comes of one token of many.
     *
     * @param token the JWT, or null
     * @param error why there is none, or null
     */
    public record Result(String token, TokenException error) {}
}
