package com.example.twilio.accesstoken;

/** Permission for one product. Its JSON becomes a member of the claim {@code grants}; a component that is null is left out. */
public sealed interface Grant
        permits ChatGrant, CustomGrant, PlaybackGrant, SyncGrant, TaskRouterGrant, VideoGrant, VoiceGrant {
    /**
     * The member of the claim {@code grants} that this grant is the value of.
     *
     * @return such as {@code video}
     */
    String key();

    /**
     * The grant as it is written into the token.
     *
     * @return its JSON
     */
    default String toJson() {
        return Json.GSON.toJson(this);
    }
}
