package com.example.twilio.accesstoken;

import java.util.Objects;

/**
 * Lets its holder join rooms of Twilio Video.
 *
 * @param room the name of the room or its SID, 1 to 128 characters; null for every room
 */
public record VideoGrant(String room) implements Grant {
    /**
     * For one room. That it is not null is checked here, lest a name that is missing opens every room.
     *
     * @param room its name or SID
     * @return the grant
     */
    public static VideoGrant room(String room) {
        return new VideoGrant(Objects.requireNonNull(room, "room"));
    }

    /**
     * For every room.
     *
     * @return the grant
     */
    public static VideoGrant anyRoom() {
        return new VideoGrant(null);
    }

    @Override
    public String key() {
        return "video";
    }
}
