package com.example.twilio.accesstoken.jna;

/** What is refused, and why. The message says what to do about it and never shows a secret; it may change between versions. */
public final class TokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The stable name of the reason. */
    private final String code;

    TokenException(String code, String message) {
        super(message);
        this.code = code;
    }

    /**
     * The reason, for a program.
     *
     * @return its stable name, such as {@code ttl-too-long}
     */
    public String code() {
        return code;
    }
}
