//! Every error of minting: its code, and that no two surfaces call it by different names.

use twilio_access_token::{MintError, SidFormatError, SidKind, UnixTime};

use crate::{helpful::assert_helpful, wit};

/// One of each.
fn all() -> Vec<MintError> {
    let sid = |kind| {
        let problem = SidFormatError::Empty;
        MintError::InvalidSid { kind, problem }
    };
    vec![
        MintError::ConflictingVariables {
            first: "A",
            second: "B",
        },
        MintError::EmptyIdentity,
        MintError::EmptyRoom,
        MintError::IdentityTooLong { characters: 257 },
        sid(SidKind::Account),
        MintError::InvalidApiKeySecret { empty: true },
        sid(SidKind::ApiKey),
        MintError::InvalidGrant { reason: "a reason" },
        MintError::InvalidJson {
            reason: "a reason".to_owned(),
        },
        MintError::InvalidRegion,
        sid(SidKind::Application),
        sid(SidKind::Credential),
        sid(SidKind::Role),
        sid(SidKind::Service),
        sid(SidKind::TaskQueue),
        sid(SidKind::Worker),
        sid(SidKind::Workspace),
        MintError::InvalidTime,
        MintError::InvalidTtl,
        MintError::InvalidType {
            field: "identity",
            expected: "string",
            found: "number",
        },
        MintError::MissingVariable {
            names: vec!["A", "B", "C"],
        },
        MintError::NeverValid {
            not_before: UnixTime::from_secs(2),
            expires_at: UnixTime::from_secs(1),
        },
        MintError::RoomTooLong { characters: 129 },
        MintError::SidsSwapped,
        MintError::TimeOutOfRange {
            seconds: 1_700_000_000_000,
        },
        MintError::TtlTooLong { seconds: 86_401 },
        MintError::TtlTooShort,
        MintError::UnsupportedAlgorithm,
    ]
}

/// The component's interface has a case of the same name for each, and no other but the last resort.
#[test]
fn codes_are_the_cases_of_the_wit_enum() {
    wit::assert_cases("mint-error-code", all().iter().map(MintError::code));
}

#[test]
fn every_error_says_what_is_wrong_and_what_to_do() {
    for error in all() {
        let (message, hint) = (error.to_string(), error.hint());
        assert_helpful(error.code(), &message, &hint);
        assert_eq!(error.full_message(), format!("{message}. {hint}"));
    }
}

#[test]
fn missing_variables_are_listed_in_one_sentence() {
    let message = MintError::MissingVariable {
        names: vec!["A", "B", "C"],
    }
    .to_string();
    assert_eq!(message, "A, B and C are not set");
    let message = MintError::MissingVariable { names: vec!["A"] }.to_string();
    assert_eq!(message, "A is not set");
}
