//! No key leaves its secret, nor what is as good as it, in memory that somebody else may get next.
#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

use core::{hint::black_box, mem::ManuallyDrop};
use std::io::{Read as _, empty};

use hmac::{Hmac, KeyInit};
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};
use twilio_access_token::{
    AccessToken, Algorithm, CompactJws, HmacKey, Inspector, SigningKey, TokenIssuer, UnixTime, Verifier,
    WebhookAlgorithm, WebhookKey, WebhookParams, WebhookSettings,
};
use twilio_access_token_cli::{Exit, Host};
use twilio_access_token_endpoint::{Endpoint, Request};
use twilio_access_token_wipe_tests::{SECRET, Watching, left_on_heap, left_on_stack};

#[global_allocator]
static ALLOCATOR: Watching = Watching;

const ACCOUNT_SID: &str = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const NOW: UnixTime = UnixTime::from_secs(1_700_000_000);
const ALGORITHMS: [Algorithm; 3] = [Algorithm::Hs256, Algorithm::Hs384, Algorithm::Hs512];

fn key(algorithm: Algorithm, number: usize) -> SigningKey {
    SigningKey::with_algorithm(ACCOUNT_SID, &format!("SK{number:032}"), SECRET, algorithm).unwrap()
}

fn environment(name: &str) -> Option<String> {
    let value = match name {
        "ACCOUNT_SID" => ACCOUNT_SID,
        "API_KEY" => "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "API_SECRET" | "TWILIO_API_SECRET" | "AUTH_TOKEN" | "PASSCODE" | "JWT_SECRET" => SECRET,
        "JWT_JWKS" => r#"{"keys":[{"kty":"oct","k":"TWFya2VkU2VjcmV0MDEyMzQ1Njc4OU1hcmtlZFNlY3I"}]}"#,
        "TOKEN_URL" | "JWT_ISSUER" | "JWT_AUDIENCE" => "https://tokens.example/",
        "ALLOWED_ORIGINS" => "*",
        _ => return None,
    };
    Some(value.to_owned())
}

/// Were a key not wiped, it would be found.
#[test]
fn finds_a_secret_that_is_not_wiped() {
    fn unwiped<M: KeyInit>() -> Option<&'static str> {
        left_on_heap(|| Box::new(ManuallyDrop::new(M::new_from_slice(SECRET.as_bytes()).unwrap())))
    }

    assert_eq!(left_on_heap(|| SECRET.to_owned()), Some("the secret"));
    assert_eq!(unwiped::<Hmac<Sha1>>(), Some("the inner state"));
    assert_eq!(unwiped::<Hmac<Sha256>>(), Some("the inner state"));
    assert_eq!(unwiped::<Hmac<Sha384>>(), Some("the inner state"));
    assert_eq!(unwiped::<Hmac<Sha512>>(), Some("the inner state"));
    assert_eq!(left_on_heap(|| "no secret".repeat(9)), None);

    fn on_stack() {
        // Deep, where the end of the thread does not write.
        let mut copy = [0; 1 << 14];
        copy[..SECRET.len()].copy_from_slice(SECRET.as_bytes());
        black_box(&copy);
    }
    assert_eq!(left_on_stack(on_stack), Some("the secret"));
    assert_eq!(left_on_stack(|| {}), None);
}

#[test]
fn keys_that_sign() {
    for algorithm in ALGORITHMS {
        assert_eq!(
            left_on_heap(|| Box::new(HmacKey::new(algorithm, SECRET.as_bytes()))),
            None
        );
        let use_it = || {
            let key = Box::new(key(algorithm, 0));
            let jwt = key.sign(&AccessToken::new("alice").unwrap(), NOW).unwrap();
            let regional = key.sign_json_lines("{\"identity\":\"alice\",\"region\":\"ie1\"}\n{}", NOW);
            assert!(regional.starts_with("eyJ") && jwt.starts_with("eyJ"));
            key
        };
        assert_eq!(left_on_heap(use_it), None, "{algorithm}");
    }
}

/// More keys than a verifier has room for at first, so that it moves them.
#[test]
fn keys_that_verify() {
    for algorithm in ALGORITHMS {
        let verify = || {
            let jwt = key(algorithm, 8)
                .sign(&AccessToken::new("alice").unwrap(), NOW)
                .unwrap();
            let verifier = (1..9).fold(Verifier::new(key(algorithm, 0)), |verifier, number| {
                verifier.with_key(key(algorithm, number))
            });
            assert!(
                verifier
                    .verify(&jwt, NOW)
                    .is_err_and(|error| error.code() == "wrong-issuer")
            );
            assert!(HmacKey::new(algorithm, SECRET.as_bytes()).verify(&CompactJws::parse(jwt.as_bytes()).unwrap()));
            let report = Inspector::new(NOW).with_secret(SECRET).inspect(&jwt);
            (Box::new(verifier), report)
        };
        assert_eq!(left_on_heap(verify), None, "{algorithm}");
    }
}

#[test]
fn keys_of_webhooks() {
    for algorithm in [WebhookAlgorithm::HmacSha1, WebhookAlgorithm::HmacSha256] {
        let validate = || {
            let key = WebhookKey::new(algorithm, SECRET.as_bytes()).unwrap();
            let keys = vec![key];
            let params = WebhookParams::new().with("From", "alice");
            let signature = keys[0].sign("https://example.com", &params);
            keys[0]
                .validate_form(&signature, "https://example.com", &params)
                .unwrap();
            keys
        };
        assert_eq!(left_on_heap(validate), None, "{algorithm:?}");
    }
    let from_env = || WebhookKey::from_env(&WebhookSettings::default(), environment).map(Box::new);
    assert_eq!(left_on_heap(from_env), None);
}

#[test]
fn plain_jwts() {
    for algorithm in ALGORITHMS {
        let sign = || {
            let key = Box::new(HmacKey::new(algorithm, SECRET.as_bytes()));
            (key.sign_jwt("{}"), key)
        };
        assert_eq!(left_on_heap(sign), None, "{algorithm}");
    }
}

#[test]
fn wipes_variables_of_the_environment() {
    assert_eq!(
        left_on_heap(|| Box::new(TokenIssuer::from_env(environment).unwrap())),
        None
    );
    assert_eq!(
        left_on_heap(|| Box::new(TokenIssuer::from_env(environment).unwrap().into_key())),
        None
    );

    // Two secrets that disagree, and one that is refused.
    let conflicting = |name: &str| match name {
        "API_SECRET" | "TWILIO_API_SECRET" => Some([SECRET, name].concat()),
        _ => environment(name),
    };
    assert_eq!(left_on_heap(|| TokenIssuer::from_env(conflicting).unwrap_err()), None);
    let refused = |name: &str| match name {
        "API_SECRET" => Some([SECRET, " "].concat()),
        "TWILIO_API_SECRET" => None,
        _ => environment(name),
    };
    assert_eq!(left_on_heap(|| TokenIssuer::from_env(refused).unwrap_err()), None);
}

#[test]
fn the_endpoint_in_each_of_its_modes() {
    for mode in ["anyone", "jwt", "passcode", "twilio-signature"] {
        let answer = || {
            let variable = |name: &str| match name {
                "TOKEN_AUTH" => Some(mode.to_owned()),
                _ => environment(name),
            };
            let endpoint = Box::new(Endpoint::from_env(variable));
            assert_eq!(endpoint.problem(), None, "{mode}");
            let request = Request {
                method: "POST",
                target: "/create-room-token",
                headers: &[("content-type", "application/x-www-form-urlencoded")],
                body: b"identity=alice&passcode=another",
            };
            (endpoint.handle(&request, NOW), endpoint)
        };
        assert_eq!(left_on_heap(answer), None, "{mode}");
    }
}

/// Its standard output is where a token belongs, and is not looked at.
#[test]
fn the_command_line() {
    for arguments in [
        &["video", "--identity", "alice"][..],
        &["video", "--identity", "alice", "--api-secret-file", "/secret"],
        &["video", "--identity", "alice", "--api-secret-file", "/not-utf-8"],
        &["verify", "--api-secret-file", "/secret", "e30.e30.e30"],
        &["inspect", "e30.e30.e30"],
    ] {
        let run = || {
            let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
            let exit = twilio_access_token_cli::run(
                arguments.iter().map(Into::into),
                &mut Host {
                    variable: &environment,
                    // In two pieces, as of a pipe.
                    open_file: Some(&|path| {
                        let (start, rest) = SECRET.as_bytes().split_at(20);
                        let end: &[u8] = if path == "/secret" { b"\n" } else { b"\xff" };
                        Ok(Box::new(start.chain(rest).chain(end)))
                    }),
                    now: NOW,
                    threads: 1,
                    stdin: &mut empty(),
                    stdout: &mut stdout,
                    stderr: &mut stderr,
                    stdout_is_terminal: false,
                    stderr_is_terminal: false,
                },
            );
            assert_ne!(exit, Exit::Usage, "{}", String::from_utf8_lossy(&stderr));
            (stdout, stderr)
        };
        assert_eq!(left_on_heap(run), None, "{arguments:?}");
    }
}

/// Making a key is what takes the secret itself. A signature leaves hash states behind, as SECURITY.md says: to wipe them as
/// well would cost each token a twentieth more.
#[test]
fn wipes_the_stack_that_made_a_key() {
    assert_eq!(left_on_stack(|| drop(key(Algorithm::Hs256, 0))), None);
    assert_eq!(left_on_stack(|| drop(key(Algorithm::Hs512, 0))), None);
    assert_eq!(left_on_stack(|| drop(WebhookKey::auth_token(SECRET))), None);
    assert_eq!(left_on_stack(|| drop(TokenIssuer::from_env(environment))), None);
}
