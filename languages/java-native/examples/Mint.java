import com.example.twilio.accesstoken.jna.TokenException;
import com.example.twilio.accesstoken.jna.TokenSigner;
import com.example.twilio.accesstoken.jna.TokenVerifier;
import java.time.Instant;
import java.util.Map;

/** Mints a token, verifies it, and shows what a mistake gives. */
public class Mint {
    public static void main(String[] arguments) {
        String account = "AC0123456789abcdef0123456789abcdef";
        String apiKey = "SKfedcba9876543210fedcba9876543210";
        String secret = "NotARealSecret0NotARealSecret012";
        try (TokenSigner signer = new TokenSigner(account, apiKey, secret);
                TokenVerifier verifier = new TokenVerifier(account, apiKey, secret)) {
            Map<String, ?> grants = Map.of("video", Map.of("room", "daily"));
            String jwt = signer.sign(Map.of("identity", "alice", "ttl", 900, "grants", grants), Instant.now());
            System.out.println(jwt);
            System.out.println(verifier.verify(jwt, Instant.now()).getAsJsonObject("grants"));

            signer.sign(Map.of("identity", "alice", "ttl", 172_800), Instant.now());
        } catch (TokenException refused) {
            System.out.println(refused.code());
        }
    }
}
