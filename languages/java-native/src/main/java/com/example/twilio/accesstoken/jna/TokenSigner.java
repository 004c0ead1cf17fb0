package com.example.twilio.accesstoken.jna;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Mints tokens with an API key. */
public final class TokenSigner extends NativeObject {
    /**
     * A signer of a Main or Standard API key.
     *
     * @param accountSid its account's SID, AC and 32 hexadecimal digits
     * @param apiKeySid its own SID, SK and 32 hexadecimal digits
     * @param apiKeySecret its secret
     * @throws TokenException if one of these is not that
     */
    public TokenSigner(String accountSid, String apiKeySid, String apiKeySecret) {
        super(
                ApiKey.use(accountSid, apiKeySid, apiKeySecret, (account, key, secret) -> CLibrary.make((out, error) ->
                        CLibrary.tat_signer_new(
                                account, account.length, key, key.length, secret, secret.length, out, error))),
                CLibrary::tat_signer_free);
    }

    /**
     * Mints a token.
     *
     * @param token {@code identity} and, if need be, {@code ttl} (seconds: 3600 if there is none, 86400 at most), {@code
     *     not_before} (seconds since 1970), {@code region} (such as {@code ie1}) and {@code grants}, a map of Twilio's grants as
     *     they stand in a token, such as {@code Map.of("video", Map.of("room", "daily"))}
     * @param at when it is issued, to the second; usually {@link Instant#now}
     * @return the JWT
     * @throws TokenException if Twilio would refuse it
     */
    public String sign(Map<String, ?> token, Instant at) {
        return signJson(CLibrary.GSON.toJson(token), at);
    }

    /**
     * Mints a token that is described in JSON, with the names of {@link #sign}.
     *
     * @param token an object of JSON
     * @param at when it is issued, to the second
     * @return the JWT
     * @throws TokenException if Twilio would refuse it
     */
    public String signJson(String token, Instant at) {
        byte[] text = CLibrary.utf8(token);
        return call((signer, out) -> CLibrary.tat_signer_sign(signer, text, text.length, at.getEpochSecond(), out));
    }

    /**
     * What comes of one token of {@link #signMany}.
     *
     * @param jwt the token, or null
     * @param error why there is none, or null
     */
    public record Result(String jwt, TokenException error) {}

    /**
     * Mints many tokens in one call of the library.
     *
     * @param tokens what {@link #sign} takes
     * @param at when they are issued, to the second
     * @return a result for each, in order
     */
    public List<Result> signMany(List<? extends Map<String, ?>> tokens, Instant at) {
        Result[] results = new Result[tokens.size()];
        ByteArrayOutputStream requests = new ByteArrayOutputStream();
        for (int index = 0; index < results.length; index++) {
            try {
                requests.writeBytes(CLibrary.utf8(CLibrary.GSON.toJson(tokens.get(index))));
                requests.write('\n');
            } catch (TokenException e) {
                results[index] = new Result(null, e);
            }
        }
        byte[] lines = requests.toByteArray();
        Iterator<String> answers = call((signer, out) ->
                        CLibrary.tat_signer_sign_lines(signer, lines, lines.length, at.getEpochSecond(), out))
                .lines()
                .iterator();
        for (int index = 0; index < results.length; index++) {
            if (results[index] == null) {
                String answer = answers.next();
                results[index] = answer.startsWith("{") ? new Result(null, CLibrary.refusal(answer)) : new Result(answer, null);
            }
        }
        return List.of(results);
    }
}
