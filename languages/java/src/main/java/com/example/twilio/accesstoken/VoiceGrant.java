package com.example.twilio.accesstoken;

import java.util.Map;

/**
 * Lets its holder make or receive calls.
 *
 * @param incoming whether calls may come in, or null
 * @param outgoing what runs when its holder calls, or null
 * @param pushCredentialSid the credential of push notifications, CR and 32 hexadecimal digits, or null
 * @param endpointId the endpoint, or null
 */
public record VoiceGrant(Incoming incoming, Outgoing outgoing, String pushCredentialSid, String endpointId) implements Grant {
    /**
     * Whether calls may come in.
     *
     * @param allow whether they may
     */
    public record Incoming(boolean allow) {}

    /**
     * What runs when the holder calls.
     *
     * @param applicationSid the TwiML App, AP and 32 hexadecimal digits
     * @param params what is passed to the application, or null
     */
    public record Outgoing(String applicationSid, Map<String, ?> params) {}

    /**
     * Permits nothing yet.
     *
     * @return the grant
     */
    public static VoiceGrant none() {
        return new VoiceGrant(null, null, null, null);
    }

    /**
     * Lets calls come in.
     *
     * @return the grant with that
     */
    public VoiceGrant withIncoming() {
        return new VoiceGrant(new Incoming(true), outgoing, pushCredentialSid, endpointId);
    }

    /**
     * Lets the holder call.
     *
     * @param applicationSid the TwiML App that runs then
     * @return the grant with that
     */
    public VoiceGrant withOutgoing(String applicationSid) {
        return withOutgoing(applicationSid, null);
    }

    /**
     * Lets the holder call.
     *
     * @param applicationSid the TwiML App that runs then
     * @param params what is passed to it
     * @return the grant with that
     */
    public VoiceGrant withOutgoing(String applicationSid, Map<String, ?> params) {
        return new VoiceGrant(incoming, new Outgoing(applicationSid, params), pushCredentialSid, endpointId);
    }

    /**
     * Lets calls be notified.
     *
     * @param sid the credential
     * @return the grant with that
     */
    public VoiceGrant withPushCredentialSid(String sid) {
        return new VoiceGrant(incoming, outgoing, sid, endpointId);
    }

    /**
     * Names the device.
     *
     * @param id a name of your own choice
     * @return the grant with that
     */
    public VoiceGrant withEndpointId(String id) {
        return new VoiceGrant(incoming, outgoing, pushCredentialSid, id);
    }

    @Override
    public String key() {
        return "voice";
    }
}
