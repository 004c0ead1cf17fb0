package com.example.twilio.accesstoken.jna;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.ToNumberPolicy;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The functions of twilio_access_token.h, and how texts come from them. */
final class CLibrary {
    /** Without escapes for HTML, since grants are written into tokens as their JSON stands. */
    static final Gson GSON = new GsonBuilder()
            .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
            .serializeNulls()
            .disableHtmlEscaping()
            .create();

    private static final int ABI_VERSION = 1;
    private static final int OK = 0;
    private static final int PANIC = 3;

    static {
        if (Native.SIZE_T_SIZE != Long.BYTES) {
            throw new UnsatisfiedLinkError("twilio_access_token is bound for 64-bit platforms only");
        }
        Native.register(CLibrary.class, NativeLibrary.getInstance("twilio_access_token"));
        if (tat_abi_version() != ABI_VERSION) {
            throw new UnsatisfiedLinkError("twilio_access_token has the interface " + tat_abi_version() + ", not " + ABI_VERSION);
        }
    }

    private CLibrary() {}

    /** {@code tat_text} as it is passed to be freed. */
    @FieldOrder({"data", "len"})
    public static final class Text extends Structure implements Structure.ByValue {
        /** Where it is. */
        public Pointer data;
        /** Its length in bytes. */
        public long len;
    }

    /** A call that sets {@code out}, and the error or the answer. */
    @FunctionalInterface
    interface Call {
        int run(Pointer out);
    }

    /** A call that sets {@code out} to what it has made. */
    @FunctionalInterface
    interface Maker {
        int run(Pointer out, Pointer error);
    }

    /** The text that a call gives; empty if it gives none. */
    static String text(Call call) {
        try (Memory out = new Memory(Native.POINTER_SIZE + Long.BYTES)) {
            out.clear();
            int status = call.run(out);
            Text text = new Text();
            text.data = out.getPointer(0);
            text.len = out.getLong(Native.POINTER_SIZE);
            String answer;
            try {
                answer = text.data == null
                        ? ""
                        : new String(text.data.getByteArray(0, Math.toIntExact(text.len)), StandardCharsets.UTF_8);
            } finally {
                tat_text_free(text);
            }
            if (status == OK) {
                return answer;
            }
            throw status == PANIC
                    ? new IllegalStateException("there is a fault in the library twilio_access_token")
                    : refusal(answer);
        }
    }

    /** What a call makes. */
    static Pointer make(Maker maker) {
        try (Memory out = new Memory(Native.POINTER_SIZE)) {
            text(error -> maker.run(out, error));
            return out.getPointer(0);
        }
    }

    static TokenException refusal(String json) {
        JsonObject error = GSON.fromJson(json, JsonObject.class);
        return new TokenException(
                error.get("code").getAsString(), error.get("message").getAsString(), error.get("hint").getAsString());
    }

    /** A text as it is passed. A half of a surrogate pair is refused: put in place of it, "?" would make another text of it. */
    static byte[] utf8(String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] exact = Arrays.copyOf(bytes.array(), bytes.limit());
            wipe(bytes.array());
            return exact;
        } catch (CharacterCodingException e) {
            throw new TokenException("invalid-utf8", "a string contains half of a surrogate pair", "Pass both halves.");
        }
    }

    /** The length of a text that may be absent. */
    static long length(byte[] text) {
        return text == null ? 0 : text.length;
    }

    /** Wipes a text that may be absent. */
    static void wipe(byte[] text) {
        if (text != null) {
            Arrays.fill(text, (byte) 0);
        }
    }

    private static native int tat_abi_version();

    static native int tat_signer_new(
            byte[] account, long accountLen, byte[] key, long keyLen, byte[] secret, long secretLen, Pointer out, Pointer error);

    static native void tat_signer_free(Pointer signer);

    static native int tat_signer_sign(Pointer signer, byte[] token, long tokenLen, long now, Pointer out);

    static native int tat_signer_sign_lines(Pointer signer, byte[] lines, long linesLen, long now, Pointer out);

    static native int tat_verifier_new(
            byte[] account, long accountLen, byte[] key, long keyLen, byte[] secret, long secretLen, Pointer out, Pointer error);

    static native int tat_verifier_add_key(
            Pointer verifier, byte[] account, long accountLen, byte[] key, long keyLen, byte[] secret, long secretLen,
            Pointer error);

    static native int tat_verifier_set_leeway(Pointer verifier, int seconds);

    static native int tat_verifier_verify(Pointer verifier, byte[] token, long tokenLen, long now, Pointer out);

    static native void tat_verifier_free(Pointer verifier);

    static native int tat_inspect(
            byte[] token, long tokenLen, byte[] secret, long secretLen, byte[] region, long regionLen, long now, Pointer out);

    static native int tat_webhook_key_new(
            byte[] settings, long settingsLen, byte[] secret, long secretLen, Pointer out, Pointer error);

    static native int tat_webhook_key_sign(Pointer key, byte[] url, long urlLen, byte[] fields, long fieldsLen, Pointer out);

    static native int tat_webhook_key_validate_form(
            Pointer key, byte[] signature, long signatureLen, byte[] url, long urlLen, byte[] fields, long fieldsLen,
            Pointer error);

    static native int tat_webhook_key_validate_body(
            Pointer key, byte[] signature, long signatureLen, byte[] url, long urlLen, byte[] body, long bodyLen, Pointer error);

    static native void tat_webhook_key_free(Pointer key);

    private static native void tat_text_free(Text text);
}
