package com.example.twilio.accesstoken;

import static com.example.twilio.accesstoken.Keys.ACCOUNT_SID;
import static com.example.twilio.accesstoken.Keys.API_KEY_SID;
import static com.example.twilio.accesstoken.Keys.SECRET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Tokens are those of Twilio's own library, claim for claim. */
class ParityTest {
    private static final String APPLICATION = "AP0123456789abcdef0123456789abcdef";
    private static final String CREDENTIAL = "CR0123456789abcdef0123456789abcdef";
    private static final String SERVICE = "IS0123456789abcdef0123456789abcdef";
    private static final String ROLE = "RL0123456789abcdef0123456789abcdef";
    private static final String WORKER = "WK0123456789abcdef0123456789abcdef";
    private static final String WORKSPACE = "WS0123456789abcdef0123456789abcdef";
    private static final Map<String, Object> PARAMS = Map.of("a", "<&>");

    private record Pair(AccessToken.Builder ours, com.twilio.jwt.accesstoken.AccessToken.Builder theirs) {
        static Pair of(String identity) {
            return new Pair(
                    AccessToken.builder(identity),
                    new com.twilio.jwt.accesstoken.AccessToken.Builder(
                                    ACCOUNT_SID, API_KEY_SID, SECRET.getBytes(StandardCharsets.UTF_8))
                            .identity(identity));
        }

        Pair granting(Grant grant, com.twilio.jwt.accesstoken.Grant other) {
            ours.grant(grant);
            theirs.grant(other);
            return this;
        }
    }

    private static Pair one(Grant ours, com.twilio.jwt.accesstoken.Grant theirs) {
        return Pair.of("alice").granting(ours, theirs);
    }

    private static Map<String, Pair> pairs() {
        Map<String, Pair> pairs = new LinkedHashMap<>();
        pairs.put("nothing", Pair.of("zoë"));
        pairs.put("one room", one(VideoGrant.room("größer/<&>"), new com.twilio.jwt.accesstoken.VideoGrant().setRoom("größer/<&>")));
        pairs.put("every room", one(VideoGrant.anyRoom(), new com.twilio.jwt.accesstoken.VideoGrant()));
        pairs.put("no calls", one(VoiceGrant.none(), new com.twilio.jwt.accesstoken.VoiceGrant()));
        pairs.put("calls", one(
                VoiceGrant.none().withIncoming().withOutgoing(APPLICATION, PARAMS).withPushCredentialSid(CREDENTIAL),
                new com.twilio.jwt.accesstoken.VoiceGrant()
                        .setIncomingAllow(true)
                        .setOutgoingApplication(APPLICATION, PARAMS)
                        .setPushCredentialSid(CREDENTIAL)));
        pairs.put("chat", one(
                new ChatGrant(SERVICE, "phone", ROLE, CREDENTIAL),
                new com.twilio.jwt.accesstoken.ChatGrant()
                        .setServiceSid(SERVICE)
                        .setEndpointId("phone")
                        .setDeploymentRoleSid(ROLE)
                        .setPushCredentialSid(CREDENTIAL)));
        pairs.put("sync", one(
                new SyncGrant(SERVICE, "phone"),
                new com.twilio.jwt.accesstoken.SyncGrant().setServiceSid(SERVICE).setEndpointId("phone")));
        pairs.put("task router", one(
                new TaskRouterGrant(WORKSPACE, WORKER, "worker"),
                new com.twilio.jwt.accesstoken.TaskRouterGrant().setWorkspaceSid(WORKSPACE).setWorkerSid(WORKER).setRole("worker")));
        pairs.put("player", one(
                new PlaybackGrant("{\"playbackUrl\":\"https://example.com/\"}"),
                new com.twilio.jwt.accesstoken.PlaybackGrant().setGrant(Map.of("playbackUrl", "https://example.com/"))));
        Pair every = one(VideoGrant.room("daily"), new com.twilio.jwt.accesstoken.VideoGrant().setRoom("daily"))
                .granting(SyncGrant.service(SERVICE), new com.twilio.jwt.accesstoken.SyncGrant().setServiceSid(SERVICE));
        every.ours().ttl(Duration.ofMinutes(15)).region("ie1").notBefore(Instant.ofEpochSecond(1_700_000_000));
        every.theirs().ttl(900).region("ie1").nbf(new Date(1_700_000_000_000L));
        pairs.put("all that can be set", every);
        return pairs;
    }

    @TestFactory
    Stream<DynamicTest> claimForClaim() {
        return pairs().entrySet().stream().map(pair -> DynamicTest.dynamicTest(pair.getKey(), () -> compare(pair.getValue())));
    }

    private static void compare(Pair pair) {
        String theirs = pair.theirs().build().toJwt();
        JsonObject theirPayload = part(theirs, 1);
        long life = pair.ours().build().toJson().contains("\"ttl\":900") ? 900 : 3600;
        // Not of jti, whose seconds twilio-java computes with a float and so may be off by two minutes.
        Instant at = Instant.ofEpochSecond(theirPayload.get("exp").getAsLong() - life);
        try (TokenSigner signer = Keys.signer();
                TokenVerifier verifier = Keys.verifier()) {
            String ours = signer.sign(pair.ours().build(), at);
            JsonObject ourPayload = part(ours, 1);
            assertEquals(at.getEpochSecond(), ourPayload.remove("iat").getAsLong());
            assertEquals(API_KEY_SID + "-" + at.getEpochSecond(), ourPayload.remove("jti").getAsString());
            assertTrue(theirPayload.remove("jti").getAsString().startsWith(API_KEY_SID + "-"));
            assertEquals(theirPayload, ourPayload);
            assertEquals(part(theirs, 0), part(ours, 0));
            assertEquals(ours.length() - ours.lastIndexOf('.'), theirs.length() - theirs.lastIndexOf('.'));
            // What Twilio's library makes is taken as well.
            verifier.verify(theirs, at);
        }
    }

    private static JsonObject part(String token, int number) {
        byte[] json = Base64.getUrlDecoder().decode(token.split("\\.")[number]);
        return Json.GSON.fromJson(new String(json, StandardCharsets.UTF_8), JsonObject.class);
    }
}
