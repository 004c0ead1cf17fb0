package com.example.twilio.accesstoken;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Tells whether requests are Twilio's. */
public final class WebhookKey implements AutoCloseable {
    private final CoreObject core;

    private WebhookKey(String settings, String secret) {
        Objects.requireNonNull(secret, "secret");
        core = new CoreObject("WebhookKey", instance -> instance.make("tat_webhook_key_new", settings, secret));
    }

    /**
     * The key of requests without the header {@code X-Twilio-Webhooks-Signature-Settings}.
     *
     * @param authToken the account's auth token
     * @return the key
     * @throws TokenException if it is empty
     */
    public static WebhookKey authToken(String authToken) {
        return new WebhookKey(null, authToken);
    }

    /**
     * The key of requests with the header {@code X-Twilio-Webhooks-Signature-Settings}.
     *
     * @param settings the value of the header
     * @param secret the secret of the shared key that it names
     * @return the key
     * @throws TokenException if the settings are not known, or the secret is empty
     */
    public static WebhookKey shared(String settings, String secret) {
        return new WebhookKey(Objects.requireNonNull(settings, "settings"), secret);
    }

    /**
     * The value of {@code X-Twilio-Signature} for a request with a form, for tests of what receives webhooks.
     *
     * @param url the whole URL
     * @param form the fields by their names
     * @return the signature
     */
    public String sign(String url, Map<String, List<String>> form) {
        return core.call("tat_webhook_key_sign", Objects.requireNonNull(url, "url"), fields(form));
    }

    /**
     * Checks a request whose body is a form; for a GET it has no fields.
     *
     * @param signature the header {@code X-Twilio-Signature}, or null if the request has none
     * @param url the whole URL that Twilio called
     * @param form the fields by their names
     * @throws TokenException if the request is not Twilio's
     */
    public void validateForm(String signature, String url, Map<String, List<String>> form) {
        validate("tat_webhook_key_validate_form", signature, url, fields(form));
    }

    /**
     * Checks a request whose body is no form, and whose URL has the hash of the body, {@code bodySHA256}.
     *
     * @param signature the header {@code X-Twilio-Signature}, or null if the request has none
     * @param url the whole URL that Twilio called
     * @param body the body as it came
     * @throws TokenException if the request is not Twilio's
     */
    public void validateBody(String signature, String url, byte[] body) {
        validate("tat_webhook_key_validate_body", signature, url, Objects.requireNonNull(body, "body"));
    }

    private void validate(String function, String signature, String url, Object what) {
        core.call(function, signature, Objects.requireNonNull(url, "url"), what);
    }

    private static String fields(Map<String, List<String>> form) {
        return Json.GSON.toJson(form.entrySet().stream()
                .flatMap(field -> field.getValue().stream().map(value -> List.of(field.getKey(), value)))
                .toList());
    }

    /** Waits for the calls that are under way. What is called afterwards throws. */
    @Override
    public void close() {
        core.close();
    }

    /** The name of the class, and nothing of the secret. */
    @Override
    public String toString() {
        return core.toString();
    }
}
