//! No output contains a secret: each row of `tests/vectors/redaction.json`, `Debug` output and panic messages.

use core::{
    cell::RefCell,
    error::Error,
    fmt::{Debug, Display},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    process::Command,
    sync::LazyLock,
};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use static_assertions::{assert_impl_all, assert_not_impl_any};
use twilio_access_token::{
    AccessToken, Algorithm, HmacKey, Inspector, MintError, SigningKey, TokenIssuer, UnixTime, Verifier, WebhookKey,
    WebhookParams, WebhookSettings,
    validation::{PrivateKey, RsaAlgorithm, ValidationClient},
};
use twilio_access_token_endpoint::{Endpoint, Request, VARIABLES};

use crate::verify::{HEADER, signed_with};

/// Asserts at compile time that a type with a secret cannot be copied, compared or serialised, and can be shared.
macro_rules! assert_kept {
    ($($key:ty),+ $(,)?) => {$(
        assert_not_impl_any!($key: Clone, Copy, Default, Display, PartialEq, Serialize, AsRef<[u8]>, AsRef<str>);
        assert_impl_all!($key: Debug, Send, Sync);
    )+};
}

assert_kept![
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
const NOW: UnixTime = UnixTime::from_secs(1_700_000_000);

#[derive(Deserialize)]
struct Redaction {
    secret: String,
    shown: Vec<String>,
    keys: Vec<Value>,
    tokens: Vec<String>,
    verify: Vec<Value>,
    inspect: Vec<String>,
    webhooks: Vec<Value>,
    settings: Vec<String>,
    private_keys: Vec<String>,
    endpoint_variables: BTreeMap<String, String>,
    requests: Vec<[String; 5]>,
}

static TABLE: LazyLock<Redaction> = LazyLock::new(|| {
    let table = include_str!("../../vectors/redaction.json").replace('$', SECRET);
    let table: Redaction = serde_json::from_str(&table).unwrap();
    assert_eq!(table.secret, SECRET);
    table
});

pub(crate) fn assert_clean(text: &str) {
    let squeezed: String = text.split_whitespace().collect::<String>().to_ascii_lowercase();
    for shown in &TABLE.shown {
        assert!(!squeezed.contains(shown), "{text}");
    }
}

/// Checks every format of an error and of its sources.
fn assert_error_clean(error: &(impl Error + 'static)) {
    let chain = core::iter::successors(Some(error as &dyn Error), |&error| error.source());
    for error in chain {
        assert_clean(&format!("{error} {error:?} {error:#?}"));
    }
}

fn assert_mint_error_clean(error: &MintError) {
    assert_error_clean(error);
    assert_clean(&(error.hint() + &error.full_message() + &error.to_json()));
}

fn assert_debug_clean(value: &impl Debug) {
    assert_clean(&format!("{value:?} {value:#?}"));
}

fn signing_key() -> SigningKey {
    SigningKey::new(ACCOUNT_SID, API_KEY_SID, SECRET).unwrap()
}

#[test]
fn finds_a_secret_that_is_shown() {
    let hex: String = SECRET.bytes().map(|byte| format!("{byte:02x}")).collect();
    for shown in [
        format!("{:?}", Some([SECRET])),
        format!("{:#?}", SECRET.as_bytes()),
        hex,
    ] {
        std::panic::catch_unwind(|| assert_clean(&shown)).unwrap_err();
    }
    for prefix in ["", "x", "xx"] {
        let token = HmacKey::new(Algorithm::Hs256, b"").sign_payload(format!("{prefix}{SECRET}").as_bytes(), None);
        std::panic::catch_unwind(|| assert_clean(&token)).unwrap_err();
    }
}

#[test]
fn debug_of_keys_shows_no_secret() {
    let hmac = HmacKey::new(Algorithm::Hs512, SECRET.as_bytes());
    let key = signing_key();
    let printed = [format!("{hmac:?} {hmac:#?}"), format!("{key:?} {key:#?}")];
    for text in printed {
        assert_clean(&text);
        assert!(text.contains("[secret elided]"), "{text}");
    }
    assert_debug_clean(&Verifier::new(&key).with_key(&signing_key()));
    assert_debug_clean(&Inspector::new(NOW).with_secret(SECRET).with_region(SECRET));
    assert_debug_clean(&WebhookKey::auth_token(SECRET).unwrap());
}

#[test]
fn errors_show_no_rejected_value() {
    for row in &TABLE.keys {
        let [account_sid, api_key_sid, secret] = [
            ("account_sid", ACCOUNT_SID),
            ("api_key_sid", API_KEY_SID),
            ("api_key_secret", SECRET),
        ]
        .map(|(field, usual)| row[field].as_str().unwrap_or(usual));
        assert_mint_error_clean(&SigningKey::new(account_sid, api_key_sid, secret).unwrap_err());
    }
    assert_mint_error_clean(&SECRET.parse::<twilio_access_token::Region>().unwrap_err().into());
    assert_mint_error_clean(&SECRET.parse::<twilio_access_token::Ttl>().unwrap_err().into());
    assert_mint_error_clean(&SECRET.parse::<UnixTime>().unwrap_err().into());
    assert_mint_error_clean(&SECRET.parse::<Algorithm>().unwrap_err().into());
    assert_mint_error_clean(&AccessToken::new(SECRET.repeat(9)).unwrap_err());
    assert_mint_error_clean(&ValidationClient::new(SECRET, SECRET, SECRET, RsaAlgorithm::Rs256).unwrap_err());
    for pem in &TABLE.private_keys {
        assert_error_clean(&PrivateKey::from_pem(pem).unwrap_err());
    }
}

#[test]
fn errors_show_no_value_of_token_json() {
    for json in &TABLE.tokens {
        assert_mint_error_clean(&AccessToken::from_json(json).unwrap_err());
        let answer = signing_key().sign_json_lines(json, NOW);
        assert!(answer.starts_with(r#"{"code":"#), "{answer}");
        assert_clean(&answer);
    }
}

#[test]
fn errors_show_no_part_of_a_rejected_token() {
    let key = signing_key();
    for row in &TABLE.verify {
        let part = |name: &str| row[name].as_str();
        let token = row.as_str().map_or_else(
            || signed_with(SECRET, part("header").unwrap_or(HEADER), part("claims").unwrap_or("{}")),
            str::to_owned,
        );
        let error = Verifier::new(&key).verify(&token, NOW).unwrap_err();
        assert_error_clean(&error);
        assert_clean(&(error.full_message() + &error.to_json()));
    }
}

#[test]
fn reports_show_neither_secret_nor_region_of_the_inspector() {
    let token = signing_key().sign(&AccessToken::new("alice").unwrap(), NOW).unwrap();
    let inspector = Inspector::new(NOW).with_secret(SECRET).with_region(SECRET);
    let rows = TABLE.inspect.iter().map(String::as_str);
    for token in rows.chain([token.as_str(), &token[1..]]) {
        let report = inspector.inspect(token);
        assert_debug_clean(&report);
        assert_clean(&report.to_json());
    }
}

/// Mistakes of a caller that panic with a value or an error of this project in the message.
const PANICS: &[fn()] = &[
    || _ = SigningKey::new(SECRET, API_KEY_SID, SECRET).unwrap(),
    || _ = SigningKey::new(ACCOUNT_SID, SECRET, SECRET).expect("a key"),
    || _ = SigningKey::new(ACCOUNT_SID, API_KEY_SID, SECRET).unwrap_err(),
    || _ = WebhookKey::auth_token(SECRET).unwrap_err(),
    || _ = PrivateKey::from_pem(SECRET).unwrap(),
    || _ = AccessToken::from_json(&format!(r#"{{"identity":"alice","ttl":"{SECRET}"}}"#)).unwrap(),
    || _ = Verifier::new(signing_key()).verify(SECRET, NOW).unwrap(),
    || panic!("{:?}", Some(Verifier::new(signing_key()))),
    || panic!("{:#?}", Endpoint::from_env(|name| configured(name, "anyone"))),
    || assert!(Err::<TokenIssuer, _>(TokenIssuer::from_env(|name| configured(name, "anyone")).unwrap()).is_ok()),
    || {
        let key = signing_key();
        let worker = std::thread::spawn(move || assert_eq!(key.account_sid().as_str(), "another"));
        worker.join().unwrap();
    },
];

/// Runs in a child process, whose standard error is read.
#[test]
fn panics_show_no_secret() {
    const CHILD: &str = "TWILIO_ACCESS_TOKEN_TESTS_PANIC";
    if std::env::var_os(CHILD).is_some() {
        for panic in PANICS {
            std::panic::catch_unwind(panic).unwrap_err();
        }
        let _ = std::panic::catch_unwind(|| panic!("{SECRET}"));
        return;
    }
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "secrets::panics_show_no_secret", "--nocapture"])
        .envs([(CHILD, "1"), ("RUST_BACKTRACE", "full")])
        .output()
        .unwrap();
    let printed = String::from_utf8(child.stderr).unwrap();
    assert!(child.status.success(), "{printed}");
    let (printed, on_purpose) = printed.rsplit_once(" panicked at ").unwrap();
    assert!(printed.matches(" panicked at ").count() >= PANICS.len(), "{printed}");
    assert!(printed.contains("stack backtrace:"), "{printed}");
    assert!(on_purpose.contains(SECRET), "{on_purpose}");
    assert_clean(printed);
}

#[test]
fn errors_of_webhooks_show_neither_secret_nor_signature() {
    let key = WebhookKey::auth_token(SECRET).unwrap();
    let expected = key.sign("https://example.com", &WebhookParams::new());
    let rejected = TABLE.webhooks.iter().map(|row| {
        let [url, signature, signed_url, body] =
            ["url", "signature", "signed_url", "body"].map(|field| row[field].as_str());
        let sign = || key.sign(signed_url.unwrap(), &WebhookParams::new());
        let (url, signature) = (url.unwrap(), signature.map_or_else(sign, str::to_owned));
        if let Some(body) = body {
            return key.validate_body(&signature, url, body.as_bytes());
        }
        let params: Vec<(String, String)> = Deserialize::deserialize(&row["params"]).unwrap();
        key.validate_form(&signature, url, &params.into_iter().collect())
    });
    let settings = TABLE
        .settings
        .iter()
        .map(|header| WebhookSettings::from_header(Some(header)).map(drop));
    let errors = rejected.chain(settings).map(Result::unwrap_err);
    for error in errors.chain(crate::webhooks::all()) {
        let texts = format!("{error} {error:?} {}", error.full_message());
        assert_clean(&texts);
        assert!(!texts.contains(&expected), "{texts}");
    }
}

/// The variables of a valid endpoint.
fn configured(name: &str, mode: &str) -> Option<String> {
    let value = match name {
        "ACCOUNT_SID" => ACCOUNT_SID,
        "API_KEY" => API_KEY_SID,
        "TOKEN_AUTH" => mode,
        "TOKEN_URL" => "https://tokens.example/create-room-token",
        "JWT_ISSUER" | "JWT_AUDIENCE" => "https://tokens.example",
        "ALLOWED_ORIGINS" => "*",
        "ACCESS_LOG" => "json",
        "API_SECRET" | "AUTH_TOKEN" | "JWT_SECRET" | "PASSCODE" => SECRET,
        _ => return None,
    };
    Some(value.to_owned())
}

/// Sends every request, and a session token that lacks a claim.
fn assert_answers_clean(endpoint: &Endpoint) {
    let claims = r#"{"iss":"https://tokens.example","aud":"https://tokens.example","exp":1700000100}"#;
    let bearer = format!("Bearer {}", signed_with(SECRET, HEADER, claims));
    let session = [
        "POST",
        "/create-room-token?identity=alice",
        "authorization",
        &bearer,
        "",
    ];
    let rows = TABLE.requests.iter().map(|row| row.each_ref().map(String::as_str));
    for [method, target, header, value, body] in rows.chain([session]) {
        let request = Request {
            method,
            target,
            headers: &[(header, value)],
            body: body.as_bytes(),
        };
        let response = endpoint.handle(&request, NOW);
        assert_clean(&format!("{} {:?}", response.body, response.headers));
        assert!(!format!("{response:?}").contains("eyJ"), "{response:?}");
        assert_clean(response.log.as_deref().unwrap());
    }
}

/// Every variable in turn holds the secret, in every mode.
#[test]
fn endpoints_show_no_secret_in_any_variable() {
    let mut problems = 0;
    for mode in ["anyone", "jwt", "passcode", "twilio-signature"] {
        let endpoint = Endpoint::from_env(|name| configured(name, mode));
        assert_eq!(endpoint.problem(), None);
        assert_debug_clean(&endpoint);
        assert_answers_clean(&endpoint);
        for changed in VARIABLES {
            for value in [SECRET.to_owned(), format!("{SECRET} ")] {
                let variable = |name: &str| {
                    if name == *changed {
                        Some(value.clone())
                    } else {
                        configured(name, mode)
                    }
                };
                let endpoint = Endpoint::from_env(variable);
                assert_debug_clean(&endpoint);
                assert_answers_clean(&endpoint);
                if let Some(problem) = endpoint.problem() {
                    problems += 1;
                    if let (true, Some(code)) = (mode == "passcode", TABLE.endpoint_variables.get(*changed)) {
                        assert_eq!(problem.code(), code, "{changed}");
                    }
                    assert_error_clean(problem);
                    assert_clean(&problem.full_message());
                }
                match TokenIssuer::from_env(variable) {
                    Ok(issuer) => assert_debug_clean(&issuer),
                    Err(error) => assert_mint_error_clean(&error),
                }
            }
        }
    }
    assert!(problems > 100, "{problems}");
}

/// Python lists the variables itself.
#[test]
fn python_passes_exactly_the_variables_that_keys_read() {
    type Variable<'v> = &'v dyn Fn(&str) -> Option<String>;

    let source = include_str!("../../../languages/python/src/twilio_access_token/_variables.py");
    let listed = |tuple: &str| {
        let (_, tuple) = source.split_once(&format!("\n{tuple} = (")).unwrap();
        let (names, _) = tuple.split_once(')').unwrap();
        let names = names.split('"').skip(1).step_by(2).map(str::to_owned);
        names.collect::<BTreeSet<_>>()
    };
    let read = |read: fn(Variable<'_>)| {
        let names = RefCell::new(BTreeSet::new());
        read(&|name| {
            names.borrow_mut().insert(name.to_owned());
            None
        });
        names.into_inner()
    };
    assert_eq!(
        listed("SIGNING_KEY"),
        read(|variable| drop(TokenIssuer::from_env(variable)))
    );
    assert_eq!(
        listed("WEBHOOK_KEY"),
        read(|variable| {
            for header in [None, Some("key=a,algorithm=HMAC_SHA256")] {
                let settings = WebhookSettings::from_header(header).unwrap();
                drop(WebhookKey::from_env(&settings, variable));
            }
        })
    );
}
