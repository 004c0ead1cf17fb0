package com.example.twilio.accesstoken;

import com.google.gson.annotations.SerializedName;
import java.util.List;

/**
 * What an inspection finds out about a token.
 *
 * @param signature whether the signature is that of the secret that was given
 * @param findings what is wrong; empty if nothing is
 */
public record InspectionReport(Signature signature, List<Finding> findings) {
    /** Whether a signature is that of the secret. */
    public enum Signature {
        /** It is. */
        @SerializedName("verified")
        VERIFIED,
        /** It is not. */
        @SerializedName("mismatch")
        MISMATCH,
        /** No secret was given, or the token cannot be read far enough to tell. */
        @SerializedName("unchecked")
        UNCHECKED
    }

    /** How sure it is that Twilio refuses the token. */
    public enum Severity {
        /** It does. */
        @SerializedName("error")
        ERROR,
        /** It may, or the token does not do what was probably meant. */
        @SerializedName("warning")
        WARNING
    }

    /**
     * One thing that is wrong.
     *
     * @param code the stable name of the finding
     * @param twilioCode the <a href="https://www.twilio.com/docs/api/errors">error</a> with which Twilio answers, or null
     * @param severity how sure it is
     * @param message what is wrong
     * @param mend what to do about it
     */
    public record Finding(String code, Integer twilioCode, Severity severity, String message, String mend) {}
}
