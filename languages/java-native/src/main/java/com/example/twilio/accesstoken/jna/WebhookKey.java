package com.example.twilio.accesstoken.jna;

import com.sun.jna.Pointer;
import java.util.List;
import java.util.Map;

/** Tells whether requests are Twilio's. */
public final class WebhookKey extends NativeObject {
    /**
     * A key for requests without the header {@code X-Twilio-Webhooks-Signature-Settings}.
     *
     * @param authToken the account's auth token
     * @throws TokenException if it is empty
     */
    public WebhookKey(String authToken) {
        this(null, authToken);
    }

    /**
     * A key for a request.
     *
     * @param settings its header {@code X-Twilio-Webhooks-Signature-Settings}, or null if it has none
     * @param secret the secret of the shared key which the header names; the account's auth token if there is no header
     * @throws TokenException if the header names no algorithm that is known, or the secret is empty
     */
    public WebhookKey(String settings, String secret) {
        super(make(settings, secret), CLibrary::tat_webhook_key_free);
    }

    private static Pointer make(String settings, String secret) {
        byte[] header = settings == null ? null : CLibrary.utf8(settings);
        byte[] bytes = CLibrary.utf8(secret);
        try {
            return CLibrary.make((out, error) ->
                    CLibrary.tat_webhook_key_new(header, CLibrary.length(header), bytes, bytes.length, out, error));
        } finally {
            CLibrary.wipe(bytes);
        }
    }

    /**
     * Signs a form as Twilio would, for tests of what receives webhooks.
     *
     * @param url the whole URL
     * @param fields the form's fields, names and values; a name may be there more than once
     * @return what the header {@code X-Twilio-Signature} would be
     */
    public String sign(String url, List<? extends Map.Entry<String, String>> fields) {
        byte[] address = CLibrary.utf8(url);
        byte[] form = json(fields);
        return call((key, out) -> CLibrary.tat_webhook_key_sign(key, address, address.length, form, form.length, out));
    }

    /**
     * Checks a request with a form, or without a body.
     *
     * @param signature its header {@code X-Twilio-Signature}, or null if it has none
     * @param url the whole URL that Twilio called
     * @param fields the form's fields; none for a GET
     * @throws TokenException if the request is not Twilio's
     */
    public void validateForm(String signature, String url, List<? extends Map.Entry<String, String>> fields) {
        byte[] given = CLibrary.utf8(signature == null ? "" : signature);
        byte[] address = CLibrary.utf8(url);
        byte[] form = json(fields);
        call((key, error) -> CLibrary.tat_webhook_key_validate_form(
                key, given, given.length, address, address.length, form, form.length, error));
    }

    /**
     * Checks a request whose body is not a form, and whose URL has the hash of the body, {@code bodySHA256}.
     *
     * @param signature its header {@code X-Twilio-Signature}, or null if it has none
     * @param url the whole URL that Twilio called
     * @param body the bytes as they arrived
     * @throws TokenException if the request is not Twilio's
     */
    public void validateBody(String signature, String url, byte[] body) {
        byte[] given = CLibrary.utf8(signature == null ? "" : signature);
        byte[] address = CLibrary.utf8(url);
        call((key, error) -> CLibrary.tat_webhook_key_validate_body(
                key, given, given.length, address, address.length, body, body.length, error));
    }

    private static byte[] json(List<? extends Map.Entry<String, String>> fields) {
        return CLibrary.utf8(CLibrary.GSON.toJson(
                fields.stream().map(field -> List.of(field.getKey(), field.getValue())).toList()));
    }
}
