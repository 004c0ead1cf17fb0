package com.example.twilio.accesstoken;

/**
 * For Conversations, Chat and Flex.
 *
 * @param serviceSid IS and 32 hexadecimal digits
 * @param endpointId the endpoint, or null
 * @param deploymentRoleSid RL and 32 hexadecimal digits, or null
 * @param pushCredentialSid CR and 32 hexadecimal digits, or null
 */
public record ChatGrant(String serviceSid, String endpointId, String deploymentRoleSid, String pushCredentialSid)
        implements Grant {
    /**
     * For one service.
     *
     * @param sid its SID
     * @return the grant
     */
    public static ChatGrant service(String sid) {
        return new ChatGrant(sid, null, null, null);
    }

    /**
     * Names the device.
     *
     * @param id a name of your own choice
     * @return the grant with that
     */
    public ChatGrant withEndpointId(String id) {
        return new ChatGrant(serviceSid, id, deploymentRoleSid, pushCredentialSid);
    }

    @Override
    public String key() {
        return "chat";
    }
}
