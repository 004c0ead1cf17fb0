package com.example.twilio.accesstoken;

/**
 * For TaskRouter.
 *
 * @param workspaceSid WS and 32 hexadecimal digits
 * @param workerSid WK and 32 hexadecimal digits, or null
 * @param role the role, or null
 */
public record TaskRouterGrant(String workspaceSid, String workerSid, String role) implements Grant {
    /**
     * For one workspace.
     *
     * @param sid its SID
     * @return the grant
     */
    public static TaskRouterGrant workspace(String sid) {
        return new TaskRouterGrant(sid, null, null);
    }

    @Override
    public String key() {
        return "task_router";
    }
}
