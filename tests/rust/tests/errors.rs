//! Every error of the core: its code, its message, its hint, and that no two surfaces call it by different names.

use core::error::Error;

use serde_json::{Value, json};
use twilio_access_token::{
    AccountSid, ApiKeySid, ApplicationSid, CredentialSid, EnvError, MintError, Region, RoleSid, ServiceSid,
    TaskQueueSid, TtlError, UnixTime, UnixTimeError, VerifierError, VerifyError, WebhookError, WorkerSid, WorkspaceSid,
    validation::PrivateKeyError,
};

use crate::{helpful::assert_helpful, verify, webhooks, wit};

/// One of each.
fn mint_errors() -> Vec<MintError> {
    vec![
        EnvError::Conflicting {
            first: "A",
            second: "B",
        }
        .into(),
        EnvError::Missing {
            names: vec!["A", "B", "C"],
        }
        .into(),
        MintError::EmptyIdentity,
        MintError::EmptyRoom,
        MintError::IdentityTooLong { characters: 257 },
        MintError::InvalidApiKeySecret { empty: true },
        MintError::InvalidGrant { reason: "a reason" },
        MintError::InvalidJson {
            reason: "a reason".to_owned(),
        },
        "Dublin".parse::<Region>().unwrap_err().into(),
        "".parse::<AccountSid>().unwrap_err().into(),
        "".parse::<ApiKeySid>().unwrap_err().into(),
        "".parse::<ApplicationSid>().unwrap_err().into(),
        "".parse::<CredentialSid>().unwrap_err().into(),
        "".parse::<RoleSid>().unwrap_err().into(),
        "".parse::<ServiceSid>().unwrap_err().into(),
        "".parse::<TaskQueueSid>().unwrap_err().into(),
        "".parse::<WorkerSid>().unwrap_err().into(),
        "".parse::<WorkspaceSid>().unwrap_err().into(),
        UnixTimeError::Invalid.into(),
        UnixTimeError::OutOfRange {
            seconds: 1_700_000_000_000,
        }
        .into(),
        TtlError::Invalid.into(),
        TtlError::TooLong { seconds: 86_401 }.into(),
        TtlError::TooShort.into(),
        MintError::InvalidType {
            field: "identity",
            expected: "string",
            found: "number",
        },
        MintError::NeverValid {
            not_before: UnixTime::from_secs(2),
            expires_at: UnixTime::from_secs(1),
        },
        MintError::RoomTooLong { characters: 129 },
        MintError::SidsSwapped,
        "none".parse::<twilio_access_token::Algorithm>().unwrap_err().into(),
    ]
}

/// The component's interface has a case of the same name for each, and no other but the last resort.
#[test]
fn codes_are_the_cases_of_the_wit_enums() {
    wit::assert_cases("mint-error-code", MintError::codes());
    wit::assert_cases("verify-error-code", VerifyError::codes());
    wit::assert_cases("webhook-error-code", WebhookError::codes());
}

/// Checks one error of each code.
macro_rules! assert_each_helpful {
    ($errors:expr, $codes:expr) => {
        let (errors, mut codes) = ($errors, $codes);
        for error in &errors {
            let (message, hint) = (error.to_string(), error.hint());
            assert_helpful(error.code(), &message, &hint);
            assert_eq!(error.full_message(), format!("{message}. {hint}"));
            let json = json!({ "code": error.code(), "message": message, "hint": hint });
            assert_eq!(serde_json::from_str::<Value>(&error.to_json()).unwrap(), json);
        }
        let mut tested: Vec<_> = errors.iter().map(|error| error.code()).collect();
        tested.sort_unstable();
        codes.sort_unstable();
        assert_eq!(tested, codes);
    };
}

#[test]
fn every_error_states_what_is_wrong_and_what_to_do() {
    assert_each_helpful!(mint_errors(), MintError::codes());
    assert_each_helpful!(verify::all(), VerifyError::codes());
    assert_each_helpful!([VerifierError::MissingKey], VerifierError::codes());
    assert_each_helpful!(webhooks::all(), WebhookError::codes());
    let private_key_errors = [
        PrivateKeyError::Encrypted,
        PrivateKeyError::NotPem,
        PrivateKeyError::Rejected,
        PrivateKeyError::SigningFailed,
    ];
    assert_each_helpful!(private_key_errors, PrivateKeyError::codes());
}

#[test]
fn errors_of_values_are_sources() {
    let sourced = |error: MintError| error.source().map(ToString::to_string);
    let error = MintError::from(TtlError::TooShort);
    assert_eq!(sourced(error.clone()), Some(error.to_string()));
    assert_eq!(sourced(MintError::EmptyRoom), None);
}

#[test]
fn missing_variables_are_listed_in_one_sentence() {
    let message = |names| EnvError::Missing { names }.to_string();
    assert_eq!(message(vec!["A", "B", "C"]), "A, B and C are not set");
    assert_eq!(message(vec!["A"]), "A is not set");
}
