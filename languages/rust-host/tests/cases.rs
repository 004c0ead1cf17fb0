//! The shared cases, by the component in wasmtime.

#[path = "../../../tests/rust/tests/embeddings/cases.rs"]
mod vectors;

use std::{collections::BTreeMap, fmt, sync::LazyLock};

use serde_json::{Value, json};
use twilio_access_token_host::{
    Component, Instance, MAX_INSTANCES,
    bindings::exports::twilio_access_token::tokens::inspector::{Severity, SignatureState},
};

use self::vectors::{Call, Key};

const FULL: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../target/component/twilio-access-token-full.wasm"
);
const SECRET: &str = "NotARealSecret0NotARealSecret012";

static COMPONENT: LazyLock<Component> = LazyLock::new(full);

fn full() -> Component {
    Component::from_file(FULL).unwrap()
}

/// The name that a case of an enum has in WIT, of which bindgen gives the name in Rust.
fn wit_name(case: impl fmt::Debug) -> String {
    let case = format!("{case:?}");
    let name = case.rsplit("::").next().unwrap();
    name.char_indices().fold(String::new(), |mut wit, (at, letter)| {
        if at > 0 && letter.is_uppercase() {
            wit.push('-');
        }
        wit.push(letter.to_ascii_lowercase());
        wit
    })
}

/// The code of an error, which holds no secret, nor what stood in the place of one.
fn refusal(error: &impl fmt::Debug, code: impl fmt::Debug) -> String {
    assert_clean(error);
    wit_name(code)
}

fn assert_clean(value: &impl fmt::Debug) {
    let shown = format!("{value:?}");
    assert!(!shown.contains("MarkedSecret"), "{shown}");
}

/// What a call comes to: its result, or the code of its error.
fn outcome(instance: &mut Instance, call: &Call) -> Result<Value, String> {
    match call {
        Call::Sign { key, token, now } => sign(instance, key, token, Some(*now)).map(Value::from),
        Call::Verify {
            key,
            leeway,
            token,
            now,
        } => verify(instance, key, *leeway, token, *now),
        Call::Inspect {
            token,
            api_key_secret,
            region,
            now,
        } => Ok(inspect(
            instance,
            token,
            api_key_secret.as_deref(),
            region.as_deref(),
            *now,
        )),
        Call::Webhook {
            secret,
            settings,
            signature,
            url,
            fields,
            body,
        } => {
            let Instance { store, exports } = instance;
            let webhooks = exports.twilio_access_token_tokens_webhooks();
            let settings = webhooks
                .call_parse_signature_settings(&mut *store, settings.as_deref())
                .unwrap()
                .map_err(|error| refusal(&error, error.code))?;
            let keys = webhooks.webhook_key();
            let key = keys
                .call_create(&mut *store, secret, settings.algorithm)
                .unwrap()
                .map_err(|error| refusal(&error, error.code))?;
            let validated = match body {
                None => {
                    keys.call_validate_form(&mut *store, key, signature.as_deref().unwrap_or_default(), url, fields)
                }
                Some(body) => keys.call_validate_body(
                    &mut *store,
                    key,
                    signature.as_deref().unwrap_or_default(),
                    url,
                    body.as_bytes(),
                ),
            };
            key.resource_drop(&mut *store).unwrap();
            validated
                .unwrap()
                .map(|()| Value::Null)
                .map_err(|error| refusal(&error, error.code))
        }
    }
}

fn sign(instance: &mut Instance, key: &Key, token: &str, now: Option<u64>) -> Result<String, String> {
    let Instance { store, exports } = instance;
    let keys = exports.twilio_access_token_tokens_signer().signing_key();
    let key = keys
        .call_create(&mut *store, &key.account_sid, &key.api_key_sid, &key.api_key_secret)
        .unwrap()
        .map_err(|error| refusal(&error, error.code))?;
    let minter = exports.twilio_access_token_tokens_minter();
    let signed = minter.call_sign_json(&mut *store, key, token, now).unwrap();
    key.resource_drop(&mut *store).unwrap();
    signed.map_err(|error| refusal(&error, error.code))
}

fn verify(instance: &mut Instance, key: &Key, leeway: u32, token: &str, now: u64) -> Result<Value, String> {
    let Instance { store, exports } = instance;
    let verifiers = exports.twilio_access_token_tokens_verifier().token_verifier();
    let verifier = verifiers
        .call_create(&mut *store, &key.account_sid, &key.api_key_sid, &key.api_key_secret)
        .unwrap()
        .map_err(|error| refusal(&error, error.code))?;
    verifiers.call_set_leeway(&mut *store, verifier, leeway).unwrap();
    let verified = verifiers.call_verify(&mut *store, verifier, token, Some(now)).unwrap();
    verifier.resource_drop(&mut *store).unwrap();
    verified
        .map(|claims| serde_json::from_str(&claims).unwrap())
        .map_err(|error| refusal(&error, error.code))
}

fn inspect(instance: &mut Instance, token: &str, secret: Option<&str>, region: Option<&str>, now: u64) -> Value {
    let inspector = instance.exports.twilio_access_token_tokens_inspector();
    let report = inspector
        .call_inspect(&mut instance.store, token, secret, region, Some(now))
        .unwrap();
    assert_clean(&report);
    let signature = match report.signature {
        SignatureState::Mismatch => "mismatch",
        SignatureState::Unchecked => "unchecked",
        SignatureState::Verified => "verified",
    };
    let findings = report.findings.iter().map(|finding| {
        let severity = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        json!([finding.code, finding.twilio_code, severity])
    });
    json!({ "signature": signature, "findings": findings.collect::<Vec<_>>() })
}

#[test]
fn every_case() {
    let cases = vectors::cases();
    let mut instance = COMPONENT.instantiate(Vec::new()).unwrap();
    let mut counts = BTreeMap::new();
    for case in &cases {
        let expected = match (&case.error, &case.result) {
            (Some(error), _) => Err(error.clone()),
            (None, Some(Value::String(claims))) if matches!(case.call, Call::Verify { .. }) => {
                Ok(serde_json::from_str(claims).unwrap())
            }
            (None, result) => Ok(result.clone().unwrap_or_default()),
        };
        assert_eq!(outcome(&mut instance, &case.call), expected, "{}", case.name);
        let call = match case.call {
            Call::Sign { .. } => "sign",
            Call::Verify { .. } => "verify",
            Call::Inspect { .. } => "inspect",
            Call::Webhook { .. } => "webhook",
        };
        *counts.entry(call).or_insert(0) += 1;
    }
    println!("{counts:?}");
    assert!(
        cases.len() > 290 && counts.len() == 4 && counts.values().all(|&count| count > 50),
        "{counts:?}"
    );
}

#[test]
fn the_clock_and_the_environment_are_the_hosts() {
    let variables = [
        ("ACCOUNT_SID", "AC0123456789abcdef0123456789abcdef"),
        ("API_KEY", "SKfedcba9876543210fedcba9876543210"),
        ("API_SECRET", SECRET),
    ];
    let environment = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let Instance { mut store, exports } = COMPONENT.instantiate(environment.into()).unwrap();
    let token = exports
        .twilio_access_token_tokens_signer()
        .call_create_room_token(&mut store, "alice", None)
        .unwrap()
        .unwrap();
    let verifiers = exports.twilio_access_token_tokens_verifier().token_verifier();
    let verifier = verifiers
        .call_create(&mut store, variables[0].1, variables[1].1, SECRET)
        .unwrap()
        .unwrap();
    verifiers
        .call_verify(&mut store, verifier, &token, None)
        .unwrap()
        .unwrap();

    let Instance { mut store, exports } = COMPONENT.instantiate(Vec::new()).unwrap();
    let refused = exports
        .twilio_access_token_tokens_signer()
        .call_create_room_token(&mut store, "alice", None)
        .unwrap();
    assert_eq!(wit_name(refused.unwrap_err().code), "missing-variable");
}

#[test]
fn there_are_as_many_instances_as_the_pool_has_room_for() {
    // One of its own, of whose instances the other tests have none.
    let component = full();
    let mut instances: Vec<_> = (0..MAX_INSTANCES)
        .map(|_| component.instantiate(Vec::new()).unwrap())
        .collect();
    assert!(component.instantiate(Vec::new()).is_err());
    instances.pop();
    assert!(component.instantiate(Vec::new()).is_ok());
}
