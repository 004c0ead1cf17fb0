use alloc::{borrow::Cow, string::String, vec, vec::Vec};
use core::fmt;

use serde::{Deserialize, Deserializer, de};
use serde_json::value::RawValue;

use crate::error::SessionError;

/// The claims of a token, none of them twice: which of two would be meant is not for a reader to guess, RFC 7519 §4.
pub(super) struct Claims<'t>(Vec<(Cow<'t, str>, &'t RawValue)>);

impl<'t> Claims<'t> {
    /// A claim, unless it is missing.
    pub(super) fn optional<T: Deserialize<'t>>(&self, name: &str) -> Result<Option<T>, SessionError> {
        let claim = self.0.iter().find(|(other, _)| other == name);
        let value = claim.map(|(_, value)| serde_json::from_str(value.get()));
        value.transpose().map_err(|_| invalid(name))
    }

    pub(super) fn required<T: Deserialize<'t>>(&self, name: &str) -> Result<T, SessionError> {
        self.optional(name)?.ok_or_else(|| invalid(name))
    }

    /// The strings of a claim that is one string or a list of them, as `aud` is: RFC 7519 §4.1.3.
    pub(super) fn strings(&self, name: &str) -> Result<Vec<String>, SessionError> {
        match self.required(name) {
            Ok(string) => Ok(vec![string]),
            Err(_) => self.required(name),
        }
    }
}

/// A claim whose name is no usual one, RFC 7519 §4.1, is not named: the variable that it came from may hold a secret by mistake.
fn invalid(name: &str) -> SessionError {
    let usual = ["iss", "sub", "aud", "exp", "nbf"];
    SessionError::InvalidClaim {
        name: usual.into_iter().find(|usual| *usual == name),
    }
}

impl<'de: 't, 't> Deserialize<'de> for Claims<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Claims<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of claims")
            }

            fn visit_map<M: de::MapAccess<'de>>(self, mut map: M) -> Result<Claims<'de>, M::Error> {
                let mut claims = Claims(Vec::new());
                while let Some((name, value)) = map.next_entry::<Cow<'de, str>, &'de RawValue>()? {
                    if claims.0.iter().any(|(other, _)| *other == name) {
                        return Err(de::Error::custom("a claim is there twice"));
                    }
                    claims.0.push((name, value));
                }
                Ok(claims)
            }
        }

        deserializer.deserialize_map(Visitor)
    }
}
