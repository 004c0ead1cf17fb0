package com.example.twilio.accesstoken;

/** An error with a stable code. The message ends with the hint and never shows a secret; it may change between versions. */
public final class TokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The stable name of the reason. */
    private final String code;

    /** What to do about it. */
    private final String hint;

    TokenException(String code, String message, String hint) {
        super(message + ". " + hint);
        this.code = code;
        this.hint = hint;
    }

    /**
     * The reason, for a program.
     *
     * @return its stable name, such as {@code ttl-too-long}
     */
    public String code() {
        return code;
    }

    /**
     * What to do about it.
     *
     * @return the sentence with which the message ends
     */
    public String hint() {
        return hint;
    }
}
