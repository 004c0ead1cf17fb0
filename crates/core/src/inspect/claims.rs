//! The payload: the claims that name the key and the account, and that there are grants.

use alloc::{format, string::String};

use serde_json::{Map, Value};

use super::{
    findings::{self, FindingKind},
    inspection::Inspection,
    json_type,
};
use crate::sid::SidKind;

impl Inspection<'_> {
    pub(super) fn payload(&mut self, payload: &Map<String, Value>, region: Option<&str>) {
        self.sids(payload);
        self.times(payload);
        match payload.get("grants") {
            Some(Value::Object(grants)) => self.grants(grants, region),
            None if payload.contains_key("scope") => {}
            None => self.add(findings::NO_GRANTS, "The claim grants is missing."),
            Some(other) => {
                let message = format!("The claim grants is {}, not an object.", json_type::name(other));
                self.add(findings::NO_GRANTS, message);
            }
        }
    }

    fn sids(&mut self, payload: &Map<String, Value>) {
        // A capability token has other claims, and has been found out by its header.
        if payload.contains_key("scope") {
            return;
        }
        if !payload.get("jti").is_some_and(Value::is_string) {
            self.add(findings::NO_TOKEN_ID, "The claim jti is missing, or not a string.");
        }
        let kind_of = |claim| payload.get(claim).and_then(Value::as_str).and_then(SidKind::of);
        match (kind_of("iss"), kind_of("sub")) {
            (Some(SidKind::Account), Some(SidKind::ApiKey)) => {
                return self.add(
                    findings::SIDS_SWAPPED,
                    "The Account SID is the issuer and the API key SID the subject; it is the other way round.",
                );
            }
            (Some(SidKind::Account), _) => self.add(
                findings::ACCOUNT_SID_AS_KEY,
                "The issuer is an Account SID: the token was signed as if the account and its auth token were an API key.",
            ),
            _ => self.sid(payload, "iss", SidKind::ApiKey, findings::INVALID_ISSUER),
        }
        self.sid(payload, "sub", SidKind::Account, findings::INVALID_SUBJECT);
    }

    fn sid(&mut self, payload: &Map<String, Value>, claim: &'static str, kind: SidKind, invalid: FindingKind) {
        let noun = kind.noun();
        let Some(text) = payload.get(claim).and_then(Value::as_str) else {
            let message = format!("The claim {claim} is missing or not a string, where the {noun} belongs.");
            return self.add(invalid, message);
        };
        if let Some(problem) = kind.problem(text) {
            let message = format!("The claim {claim} is {text:?}, which is not the {noun}: {problem}.");
            self.add(invalid, message);
        } else if is_placeholder(&text[kind.prefix().len()..]) {
            let message = format!("The claim {claim} is {text}, which looks like the {noun} of an example.");
            self.add(findings::PLACEHOLDER_SID.with_hint(kind.hint()), message);
        }
    }
}

/// Whether the digits of a SID were typed by somebody who needed some: all the same, or counting up.
fn is_placeholder(digits: &str) -> bool {
    let all_same = digits.bytes().all(|digit| Some(digit) == digits.bytes().next());
    all_same || digits.starts_with("0123456789") || digits.starts_with("1234567890")
}
