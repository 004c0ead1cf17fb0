//! No secret in any text, wherever it was put: people mix up their variables.

use core::fmt::{Debug, Display};

use serde::Serialize;
use static_assertions::{assert_impl_all, assert_not_impl_any};
use twilio_access_token::{
    AccessToken, Algorithm, HmacKey, MintError, SigningKey, TokenIssuer, UnixTime, Verifier, WebhookKey, WebhookParams,
    WebhookSettings, capability::AuthTokenKey, validation::PrivateKey,
};
use twilio_access_token_endpoint::{Endpoint, Request};

/// What holds a secret is neither copied nor written out, and may be shared: else this does not compile.
macro_rules! assert_kept {
    ($($key:ty),+ $(,)?) => {$(
        assert_not_impl_any!($key: Clone, Copy, Default, Display, PartialEq, Serialize, AsRef<[u8]>, AsRef<str>);
        assert_impl_all!($key: Debug, Send, Sync);
    )+};
}

assert_kept![
    AuthTokenKey,
    Endpoint,
    HmacKey,
    PrivateKey,
    SigningKey,
    TokenIssuer,
    Verifier,
    WebhookKey,
];

const SECRET: &str = "MarkedSecret0123456789MarkedSecr";
const ACCOUNT_SID: &str = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const API_KEY_SID: &str = "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

fn assert_clean(text: &str) {
    assert!(!text.contains("MarkedSecret"), "{text}");
}

fn assert_error_clean(error: &MintError) {
    assert_clean(&format!(
        "{error} {error:?} {error:#?} {} {}",
        error.explanation(),
        error.full_message()
    ));
}

fn assert_debug_clean(value: &impl Debug) {
    assert_clean(&format!("{value:?} {value:#?}"));
}

#[test]
fn keys_do_not_print_it() {
    assert_debug_clean(&HmacKey::new(Algorithm::Hs512, SECRET.as_bytes()));
    let key = SigningKey::new(ACCOUNT_SID, API_KEY_SID, SECRET).unwrap();
    assert_debug_clean(&key);
    assert!(format!("{key:?}").contains("[secret elided]"));
}

#[test]
fn errors_do_not_print_what_stood_in_the_wrong_place() {
    for [account_sid, api_key_sid, secret] in [
        [SECRET, API_KEY_SID, SECRET],
        [ACCOUNT_SID, SECRET, SECRET],
        [SECRET, SECRET, SECRET],
        [ACCOUNT_SID, API_KEY_SID, "MarkedSecret\n"],
        [API_KEY_SID, ACCOUNT_SID, SECRET],
    ] {
        assert_error_clean(&SigningKey::new(account_sid, api_key_sid, secret).unwrap_err());
    }
    assert_error_clean(&SECRET.parse::<twilio_access_token::Region>().unwrap_err());
    assert_error_clean(&SECRET.parse::<twilio_access_token::Ttl>().unwrap_err());
    assert_error_clean(&SECRET.parse::<UnixTime>().unwrap_err());
    assert_error_clean(&SECRET.parse::<Algorithm>().unwrap_err());
    assert_error_clean(&AccessToken::new(SECRET.repeat(9)).unwrap_err());
}

#[test]
fn webhook_keys_do_not_print_it() {
    let key = WebhookKey::auth_token(SECRET).unwrap();
    assert_debug_clean(&key);
    let expected = key.sign("https://example.com", &WebhookParams::new());
    let refusals = [
        key.validate_form(SECRET, SECRET, &WebhookParams::new()),
        key.validate_form(
            &key.sign("other", &WebhookParams::new()),
            "https://example.com",
            &WebhookParams::new(),
        ),
        key.validate_body(&expected, "https://example.com", SECRET.as_bytes()),
        WebhookSettings::from_header(Some(&format!("algorithm={SECRET}"))).map(|_| ()),
    ];
    let errors = refusals.into_iter().map(Result::unwrap_err);
    for error in errors.chain(crate::webhooks::all()) {
        let texts = format!("{error} {error:?} {}", error.full_message());
        assert_clean(&texts);
        assert!(!texts.contains(&expected), "{texts}");
    }
}

/// Every variable in turn holds the secret, then disagrees with another spelling of itself.
#[test]
fn no_configuration_prints_it() {
    let usual = |name: &str| match name {
        "ACCOUNT_SID" => Some(ACCOUNT_SID.to_owned()),
        "API_KEY" => Some(API_KEY_SID.to_owned()),
        "API_SECRET" => Some(SECRET.to_owned()),
        "TOKEN_AUTH" => Some("anyone".to_owned()),
        _ => None,
    };
    assert_debug_clean(&TokenIssuer::from_variables(usual).unwrap());
    let names = [
        "ACCOUNT_SID",
        "API_KEY",
        "API_SECRET",
        "TOKEN_TTL",
        "TOKEN_AUTH",
        "TWILIO_API_SECRET",
        "TWILIO_ACCOUNT_SID",
        "ALLOWED_ORIGINS",
        "TWIML_APP_SID",
        "PUSH_CREDENTIAL_SID",
        "CHAT_SERVICE_SID",
        "SYNC_SERVICE_SID",
        "WORKSPACE_SID",
        "WORKER_SID",
    ];
    for changed in names {
        let variable = |name: &str| {
            if name == changed {
                Some(format!("{SECRET} "))
            } else {
                usual(name)
            }
        };
        let endpoint = Endpoint::from_variables(variable);
        assert_debug_clean(&endpoint);
        assert!(endpoint.problem().is_some(), "{changed}");
        let response = endpoint.handle(
            &Request {
                method: "POST",
                target: "/create-room-token?identity=alice",
                headers: &[],
                body: b"",
            },
            UnixTime::from_secs(1_700_000_000),
        );
        assert_eq!(response.status, 500, "{changed}");
        assert_clean(&response.body);
    }
}

#[test]
fn no_endpoint_prints_what_it_asks_for() {
    for mode in ["jwt", "passcode", "twilio-signature"] {
        let endpoint = Endpoint::from_variables(|name| {
            let value = match name {
                "ACCOUNT_SID" => ACCOUNT_SID,
                "API_KEY" => API_KEY_SID,
                "TOKEN_AUTH" => mode,
                "TOKEN_URL" | "JWT_ISSUER" | "JWT_AUDIENCE" => "https://tokens.example",
                "API_SECRET" | "AUTH_TOKEN" | "JWT_SECRET" | "PASSCODE" => SECRET,
                _ => return None,
            };
            Some(value.to_owned())
        });
        assert_eq!(endpoint.problem(), None);
        assert_debug_clean(&endpoint);
    }
}
