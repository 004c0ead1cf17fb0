//! The header: type, algorithm, content type and region.

use alloc::{
    format,
    string::{String, ToString as _},
};

use serde_json::{Map, Value};

use super::{findings, inspection::Inspection};
use crate::{jws::Header, region::Region};

impl Inspection<'_> {
    pub(super) fn header(&mut self, header: &Map<String, Value>, payload: Option<&Map<String, Value>>) {
        let member = |name: &str| {
            header
                .get(name)
                .map_or_else(|| String::from("missing"), Value::to_string)
        };

        if header.get("typ").and_then(Value::as_str) != Some(Header::TYP) {
            let message = format!("The header's typ is {}, where Twilio asks for \"JWT\".", member("typ"));
            self.add(findings::WRONG_TYPE, message);
        }
        match header.get("alg").and_then(Value::as_str) {
            Some("HS256") => {}
            Some("none") => {
                self.add(
                    findings::UNSIGNED,
                    "The header's alg is \"none\": the token is not signed.",
                );
            }
            _ => {
                let message = format!(
                    "The header's alg is {}, where Twilio documents \"HS256\" alone.",
                    member("alg")
                );
                self.add(findings::WRONG_ALGORITHM, message);
            }
        }
        match header.get("cty").and_then(Value::as_str) {
            Some(Header::CTY) => {}
            Some("twilio-pkrv;v=1") => self.add(
                findings::VALIDATION_TOKEN,
                "This is a token for Public Key Client Validation, which signs requests to the REST API.",
            ),
            _ if payload.is_some_and(|payload| payload.contains_key("scope") && !payload.contains_key("grants")) => {
                self.add(
                    findings::CLIENT_CAPABILITY_TOKEN,
                    "This is a Client capability token, signed with an auth token, which the SDKs of today do not take.",
                );
            }
            _ => {
                let message = format!(
                    "The header's cty is {}, where Twilio asks for \"twilio-fpa;v=1\".",
                    member("cty")
                );
                self.add(findings::WRONG_CONTENT_TYPE, message);
            }
        }
        self.token_region(header.get("twr"));
    }

    fn token_region(&mut self, twr: Option<&Value>) {
        let region = match twr {
            None => "us1",
            Some(Value::String(region)) if region.parse::<Region>().is_ok() => region,
            Some(other) => {
                let message = format!("The header's twr is {other}, which names no region.");
                return self.add(findings::INVALID_REGION, message);
            }
        };
        // The other is not shown: it was given beside a secret, and may be one.
        if self.region.is_some_and(|expected| expected != region) {
            let message = format!("The token is for the region {region}, the API key for another.");
            self.add(findings::REGION_MISMATCH, message);
        }
    }
}
