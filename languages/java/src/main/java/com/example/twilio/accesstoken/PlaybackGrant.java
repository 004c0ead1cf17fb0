package com.example.twilio.accesstoken;

/**
 * For a player of Twilio Live.
 *
 * @param toJson what Twilio's API gave for the player, an object of JSON, as it stands
 */
public record PlaybackGrant(String toJson) implements Grant {
    /**
     * For a player.
     *
     * @param toJson what the API gave
     * @throws TokenException if it is not JSON
     */
    public PlaybackGrant {
        Json.value(toJson);
    }

    @Override
    public String key() {
        return "player";
    }
}
