package com.example.twilio.accesstoken;

/**
 * For Twilio Sync.
 *
 * @param serviceSid IS and 32 hexadecimal digits
 * @param endpointId the endpoint, or null
 */
public record SyncGrant(String serviceSid, String endpointId) implements Grant {
    /**
     * For one service.
     *
     * @param sid its SID
     * @return the grant
     */
    public static SyncGrant service(String sid) {
        return new SyncGrant(sid, null);
    }

    /**
     * Names the device.
     *
     * @param id a name of your own choice
     * @return the grant with that
     */
    public SyncGrant withEndpointId(String id) {
        return new SyncGrant(serviceSid, id);
    }

    @Override
    public String key() {
        return "data_sync";
    }
}
