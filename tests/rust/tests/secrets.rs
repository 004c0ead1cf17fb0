//! No secret in any text, wherever it was put: people mix up their variables.

use core::{
    cell::RefCell,
    error::Error,
    fmt::{Debug, Display},
};
use std::{collections::BTreeSet, process::Command};

use serde::Serialize;
use static_assertions::{assert_impl_all, assert_not_impl_any};
use twilio_access_token::{
    AccessToken, Algorithm, HmacKey, Inspector, MintError, SigningKey, TokenIssuer, UnixTime, Verifier, WebhookKey,
    WebhookParams, WebhookSettings, validation::PrivateKey,
};
use twilio_access_token_endpoint::{Endpoint, Request, VARIABLES};

use crate::verify::{HEADER, signed_with};

/// What holds a secret is neither copied nor written out, and may be shared: else this does not compile.
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

pub(crate) fn assert_clean(text: &str) {
    assert!(!text.contains("MarkedSecret"), "{text}");
}

/// All that is ever printed of an error, and of whatever it came from.
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
#[should_panic(expected = "MarkedSecret")]
fn what_is_printed_is_found() {
    assert_debug_clean(&Some([SECRET]));
}

#[test]
fn keys_do_not_print_it() {
    let hmac = HmacKey::new(Algorithm::Hs512, SECRET.as_bytes());
    let key = signing_key();
    let printed = [format!("{hmac:?} {hmac:#?}"), format!("{key:?} {key:#?}")];
    for text in printed {
        assert_clean(&text);
        assert!(text.contains("[secret elided]"), "{text}");
    }
    assert_debug_clean(&Verifier::new(&key).with_key(&signing_key()));
    assert_debug_clean(&Inspector::new(NOW).with_secret(SECRET).with_region(SECRET));
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
        assert_mint_error_clean(&SigningKey::new(account_sid, api_key_sid, secret).unwrap_err());
    }
    assert_mint_error_clean(&SECRET.parse::<twilio_access_token::Region>().unwrap_err().into());
    assert_mint_error_clean(&SECRET.parse::<twilio_access_token::Ttl>().unwrap_err().into());
    assert_mint_error_clean(&SECRET.parse::<UnixTime>().unwrap_err().into());
    assert_mint_error_clean(&SECRET.parse::<Algorithm>().unwrap_err().into());
    assert_mint_error_clean(&AccessToken::new(SECRET.repeat(9)).unwrap_err());
    for pem in [
        SECRET.to_owned(),
        format!("-----BEGIN PRIVATE KEY-----\n{SECRET}\n-----END PRIVATE KEY-----\n"),
        format!("-----BEGIN ENCRYPTED PRIVATE KEY-----\n{SECRET}"),
    ] {
        assert_error_clean(&PrivateKey::from_pem(&pem).unwrap_err());
    }
}

/// JSON with the secret in every place where it may stand by mistake, and in none where it would be right.
#[test]
fn no_error_repeats_what_stood_in_the_json() {
    for json in [
        r#""$""#,
        r#"["$"]"#,
        r#"{"$":"alice"}"#,
        r#"{"identity":"alice","$":1}"#,
        r#"{"identity":["$"]}"#,
        r#"{"identity":{"$":1}}"#,
        r#"{"identity":"alice","ttl":"$"}"#,
        r#"{"identity":"alice","ttl":"a`\", expected $"}"#,
        r#"{"identity":"alice","not_before":"$"}"#,
        r#"{"identity":"alice","region":"$"}"#,
        r#"{"identity":"alice","region":{"$":1}}"#,
        r#"{"identity":"alice","grants":"$"}"#,
        r#"{"identity":"alice","grants":{"identity":"$"}}"#,
        r#"{"identity":"alice","grants":{"$":1,"$":2}}"#,
        r#"{"identity":"alice","grants":{"video":"$"}}"#,
        r#"{"identity":"alice","grants":{"video":{"$":1}}}"#,
        r#"{"identity":"alice","grants":{"video":{"room":["$"]}}}"#,
        r#"{"identity":"alice","grants":{"voice":{"outgoing":{"application_sid":"$"}}}}"#,
        r#"{"identity":"alice","grants":{"voice":{"incoming":{"allow":"$"}}}}"#,
        r#"{"identity":"alice","grants":{"chat":{"service_sid":"$"}}}"#,
        r#"{"identity":"alice","grants":{"task_router":{"workspace_sid":"$"}}}"#,
        r#"{"identity":"alice"}$"#,
        r#"{"identity":"$"#,
        "$",
    ] {
        let json = json.replace('$', SECRET);
        assert_mint_error_clean(&AccessToken::from_json(&json).unwrap_err());
        let answer = signing_key().sign_json_lines(&json, NOW);
        assert!(answer.starts_with(r#"{"code":"#), "{answer}");
        assert_clean(&answer);
    }
}

#[test]
fn no_refusal_repeats_what_stood_in_the_token() {
    let key = signing_key();
    let mut tokens = vec![
        SECRET.to_owned(),
        format!("{SECRET}.{SECRET}.{SECRET}"),
        format!("Bearer {SECRET}"),
    ];
    for header in [
        r#"{"alg":"$","typ":"JWT","cty":"twilio-fpa;v=1"}"#,
        r#"{"alg":"HS256","typ":"$","cty":"$"}"#,
        r#"{"alg":"HS256","typ":["$"]}"#,
        r#"{"alg":"HS256","$":"$"}"#,
        r#"["$"]"#,
    ] {
        tokens.push(signed_with(SECRET, &header.replace('$', SECRET), "{}"));
    }
    for claims in [
        r#"{"iss":["$"]}"#,
        r#"{"exp":"$"}"#,
        r#"{"jti":"x","iss":"$","sub":"$","exp":1,"grants":{"identity":"alice"}}"#,
        r#"{"jti":"x","iss":"SK","sub":"AC","exp":1,"grants":"$"}"#,
        r#"{"jti":"x","iss":"SK","sub":"AC","exp":1,"nbf":{"$":1},"grants":{}}"#,
        r#""$""#,
    ] {
        tokens.push(signed_with(SECRET, HEADER, &claims.replace('$', SECRET)));
    }
    for token in tokens {
        let error = Verifier::new(&key).verify(&token, NOW).unwrap_err();
        assert_error_clean(&error);
        assert_clean(&(error.full_message() + &error.to_json()));
    }
}

/// The secret that an inspector was given is in no report, nor the region, in whose place one may stand.
#[test]
fn no_report_repeats_what_an_inspector_was_given() {
    let token = signing_key().sign(&AccessToken::new("alice").unwrap(), NOW).unwrap();
    let inspector = Inspector::new(NOW).with_secret(SECRET).with_region(SECRET);
    for token in [token.as_str(), &token[1..], "not a token", SECRET] {
        let report = inspector.inspect(token);
        assert_debug_clean(&report);
        assert_clean(&report.to_json());
    }
}

/// What a program of somebody else's does by mistake, each a panic whose message has a value or an error of ours in it.
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

/// In a process of its own, whose standard error is read as whoever keeps the logs does.
#[test]
fn panics_do_not_print_it() {
    const CHILD: &str = "TWILIO_ACCESS_TOKEN_TESTS_PANIC";
    if std::env::var_os(CHILD).is_some() {
        for panic in PANICS {
            std::panic::catch_unwind(panic).unwrap_err();
        }
        let _ = std::panic::catch_unwind(|| panic!("{SECRET}"));
        return;
    }
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "secrets::panics_do_not_print_it", "--nocapture"])
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

/// The variables of an endpoint that is configured as it should be, with the secret where it belongs.
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

/// Requests with the secret in each of their parts, and a session token whose claims are not those that are asked for.
fn assert_answers_clean(endpoint: &Endpoint) {
    let claims = r#"{"iss":"https://tokens.example","aud":"https://tokens.example","exp":1700000100}"#;
    let bearer = format!("Bearer {}", signed_with(SECRET, HEADER, claims));
    let (json, form) = ("application/json", "application/x-www-form-urlencoded");
    for [method, target, header, value, body] in [
        [
            "POST",
            "/create-room-token?identity=alice",
            "authorization",
            &bearer,
            "",
        ],
        [
            "POST",
            "/create-room-token?identity=alice",
            "authorization",
            "Bearer $",
            "",
        ],
        ["POST", "/create-room-token?identity=alice", "origin", "$", ""],
        [
            "POST",
            "/create-room-token?identity=alice",
            "x-twilio-signature",
            "$",
            "",
        ],
        ["POST", "/create-room-token?identity=alice", "$", "$", ""],
        ["POST", "/create-room-token?identity=alice", "content-type", "$", "{}"],
        [
            "POST",
            "/create-room-token?identity=alice&passcode=$$",
            "accept",
            "$",
            "",
        ],
        [
            "POST",
            "/create-room-token?identity=alice",
            "content-type",
            form,
            "$=$&passcode=$&passcode=$",
        ],
        [
            "POST",
            "/create-room-token",
            "content-type",
            json,
            r#"{"identity":["$"]}"#,
        ],
        ["POST", "/create-room-token", "content-type", json, r#"{"$":"#],
        ["POST", "/$", "accept", "*/*", ""],
        ["$", "/create-room-token", "accept", "*/*", ""],
        ["OPTIONS", "/create-room-token", "origin", "https://$", ""],
        ["GET", "/healthz?$", "accept", "*/*", ""],
    ] {
        let [method, target, header, value, body] =
            [method, target, header, value, body].map(|part| part.replace('$', SECRET));
        let request = Request {
            method: &method,
            target: &target,
            headers: &[(&header, &value)],
            body: body.as_bytes(),
        };
        let response = endpoint.handle(&request, NOW);
        assert_clean(&format!("{} {:?}", response.body, response.headers));
        assert!(!format!("{response:?}").contains("eyJ"), "{response:?}");
        assert_clean(response.log.as_deref().unwrap());
    }
}

/// Every variable in turn holds the secret, in every mode, and then disagrees with another spelling of itself.
#[test]
fn no_configuration_prints_it() {
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
                // A log is kept where it cannot be read whether there is to be one, too.
                assert_answers_clean(&endpoint);
                if let Some(problem) = endpoint.problem() {
                    problems += 1;
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

/// Python names the variables itself, since it keeps them for the instances that further threads get.
#[test]
fn python_passes_the_variables_that_keys_read_and_no_others() {
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
