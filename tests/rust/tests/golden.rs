//! `tests/vectors/twilio-node-6.2.0.json`, made by Twilio's own package, through the Rust API.

use serde::Deserialize;
use serde_json::{Value, value::RawValue};
use twilio_access_token::{
    AccessToken, Algorithm, Grant, Grants, HmacKey, Region, SigningKey, Ttl, UnixTime, VideoGrant,
};

#[derive(Deserialize)]
struct Golden {
    #[serde(borrow)]
    cases: Vec<Case<'static>>,
}

#[derive(Deserialize)]
struct Case<'a> {
    name: String,
    #[serde(borrow)]
    input: Input<'a>,
    payload: Option<String>,
    jwt: Option<String>,
    error: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Input<'a> {
    account_sid: String,
    key_sid: String,
    secret: String,
    #[serde(borrow)]
    options: Options<'a>,
    grants: Vec<(String, Value)>,
    algorithm: Option<String>,
    now: u64,
}

#[derive(Deserialize)]
struct Options<'a> {
    #[serde(borrow)]
    identity: &'a RawValue,
    ttl: Option<f64>,
    nbf: Option<u64>,
    region: Option<String>,
}

/// Cases of twilio-node that a checked token does not have, since Twilio would refuse what comes of them or since only
/// JavaScript has such values; and what becomes of each here.
const ONLY_UNCHECKED: [&str; 5] = [
    // Never valid: `ttl-too-short`.
    "ttl_negative",
    // Falls back to the default there, and is `ttl-too-short` here.
    "ttl_zero_means_default",
    // No identity in the token at all.
    "identity_float_dropped",
    "identity_bool_dropped",
    // Half a surrogate pair, which no Rust string holds.
    "identity_lone_surrogate",
];

fn golden() -> Golden {
    serde_json::from_str(include_str!("../../vectors/twilio-node-6.2.0.json")).unwrap()
}

/// All that signing adds to a payload: header, base64url and signature.
#[test]
fn every_payload_is_signed_to_the_same_bytes() {
    let mut signed = 0;
    for Case {
        name,
        input,
        payload,
        jwt,
        ..
    } in golden().cases
    {
        let (Some(payload), Some(jwt)) = (payload, jwt) else {
            continue;
        };
        let algorithm = input
            .algorithm
            .map_or(Ok(Algorithm::Hs256), |name| name.parse())
            .unwrap();
        let key = HmacKey::new(algorithm, input.secret.as_bytes());
        let region = input.options.region.filter(|region| !region.is_empty());
        assert_eq!(key.sign_payload(payload, region.as_deref()), jwt, "{name}");
        signed += 1;
    }
    assert_eq!(signed, 35);
}

/// The typed API, for every case that it can express; grants without a type of their own go in as custom ones.
#[test]
fn every_expressible_token_has_the_same_bytes() {
    let mut compared = Vec::new();
    for case in golden().cases {
        let Some(jwt) = &case.jwt else { continue };
        if ONLY_UNCHECKED.contains(&&*case.name) {
            continue;
        }
        assert_eq!(&mint(&case), jwt, "{}", case.name);
        compared.push(case.name);
    }
    assert_eq!(compared.len(), 30, "{compared:?}");
}

fn mint(case: &Case<'_>) -> String {
    let Input {
        account_sid,
        key_sid,
        secret,
        options,
        grants,
        algorithm,
        now,
    } = &case.input;
    let algorithm = algorithm.as_deref().map_or(Ok(Algorithm::Hs256), str::parse).unwrap();
    let identity = match serde_json::from_str(options.identity.get()).unwrap() {
        Value::String(identity) => identity,
        number => number.to_string(),
    };
    let mut token = AccessToken::new(identity).unwrap();
    if let Some(ttl) = options.ttl {
        token = token.with_ttl(Ttl::try_from(ttl).unwrap());
    }
    if let Some(nbf) = options.nbf {
        token = token.with_not_before(UnixTime::from_secs(nbf));
    }
    if let Some(region) = options.region.as_deref().filter(|region| !region.is_empty()) {
        token = token.with_region(region.parse::<Region>().unwrap());
    }
    let payload = case.payload.as_deref().unwrap();
    for (class, options) in grants {
        token = match class.as_str() {
            "VideoGrant" => {
                let room = options
                    .get("room")
                    .and_then(Value::as_str)
                    .filter(|room| !room.is_empty());
                token.with_grant(VideoGrant::room_or_any(room).unwrap())
            }
            class => token.with_grant(as_written(class, payload)),
        };
    }
    let key = SigningKey::with_algorithm(account_sid, key_sid, secret, algorithm).unwrap();
    key.sign(&token, UnixTime::from_secs(*now)).unwrap()
}

/// The grant as Twilio's package wrote it into `payload`.
fn as_written(class: &str, payload: &str) -> Grant {
    #[derive(Deserialize)]
    struct Payload {
        grants: Grants,
    }

    let key = match class {
        "ChatGrant" => "chat",
        "PlaybackGrant" => "player",
        "SyncGrant" => "data_sync",
        "TaskRouterGrant" => "task_router",
        "VoiceGrant" => "voice",
        other => unreachable!("no grant {other}"),
    };
    let payload: Payload = serde_json::from_str(payload).unwrap();
    payload.grants.get(key).unwrap().clone()
}

#[test]
fn rejects_what_twilio_node_rejects() {
    let mut refused = 0;
    for Case { name, input, error, .. } in golden().cases {
        // That an integer is no identity is for the compiler to say.
        if error.is_none() || name == "identity_zero_error" {
            continue;
        }
        let (code, expected) = match name.as_str() {
            "bad_alg_error" => (
                input.algorithm.unwrap().parse::<Algorithm>().unwrap_err().code(),
                "unsupported-algorithm",
            ),
            "identity_empty_error" => (AccessToken::new("").unwrap_err().code(), "empty-identity"),
            "ttl_fraction_error" => (
                Ttl::try_from(input.options.ttl.unwrap()).unwrap_err().code(),
                "invalid-ttl",
            ),
            other => unreachable!("{other}"),
        };
        assert_eq!(code, expected, "{name}");
        refused += 1;
    }
    assert_eq!(refused, 3);
}
