//! What a request asks for.

use alloc::{borrow::Cow, string::String};
use core::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{self, IgnoredAny},
};
use serde_json::value::RawValue;

use crate::{
    error::EndpointError,
    request::{FORM, JSON, Request},
};

pub(crate) const IDENTITY: &str = "identity";
const PASSCODE: &str = "passcode";
pub(crate) const ROOM: &str = "room";

/// The fields of a request. One that is JSON's `null` counts as not given.
#[derive(Default)]
pub(crate) struct Fields {
    pub(crate) identity: Option<String>,
    pub(crate) passcode: Option<String>,
    pub(crate) room: Option<String>,
}

impl Fields {
    /// Reads the query and the body. A field of the body overrides one of the query.
    pub(crate) fn read(request: &Request<'_>) -> Result<Self, EndpointError> {
        let (_, query) = request.path_and_query();
        let query = Self::from_form(query.as_bytes())?;
        let body = Self::from_body(request)?;
        Ok(Self {
            identity: body.identity.or(query.identity),
            passcode: body.passcode.or(query.passcode),
            room: body.room.or(query.room),
        })
    }

    /// Reads the body alone.
    pub(crate) fn from_body(request: &Request<'_>) -> Result<Self, EndpointError> {
        match request.media_type()?.as_str() {
            JSON => Self::from_json(request.body),
            FORM => Self::from_form(request.body),
            _ if request.body.is_empty() => Ok(Self::default()),
            _ => Err(EndpointError::UnsupportedMediaType),
        }
    }

    fn from_form(form: &[u8]) -> Result<Self, EndpointError> {
        let mut fields = Self::default();
        for (name, value) in form_urlencoded::parse(form) {
            let Some((name, field)) = fields.named(&name) else {
                continue;
            };
            // The parser puts this in place of what is not UTF-8, and an identity must not change on its way.
            if value.contains(char::REPLACEMENT_CHARACTER) {
                return Err(EndpointError::InvalidForm);
            }
            if field.replace(value.into_owned()).is_some() {
                return Err(EndpointError::DuplicateField(name));
            }
        }
        Ok(fields)
    }

    fn from_json(json: &[u8]) -> Result<Self, EndpointError> {
        let body: JsonBody = serde_json::from_slice(json).map_err(|_| EndpointError::InvalidJson)?;
        body.0
    }

    fn named(&mut self, name: &str) -> Option<(&'static str, &mut Option<String>)> {
        match name {
            IDENTITY => Some((IDENTITY, &mut self.identity)),
            PASSCODE => Some((PASSCODE, &mut self.passcode)),
            ROOM => Some((ROOM, &mut self.room)),
            _ => None,
        }
    }
}

/// A JSON object, with what is wrong about its fields: that is looked at only once all of it has proved to be JSON.
struct JsonBody(Result<Fields, EndpointError>);

impl<'de> Deserialize<'de> for JsonBody {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = JsonBody;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: de::MapAccess<'de>>(self, mut map: M) -> Result<JsonBody, M::Error> {
                let mut fields = Fields::default();
                let mut problem = None;
                while let Some(name) = map.next_key::<Cow<'_, str>>()? {
                    let Some((name, field)) = fields.named(&name) else {
                        map.next_value::<IgnoredAny>()?;
                        continue;
                    };
                    let value: &RawValue = map.next_value()?;
                    match string(value) {
                        Ok(None) => {}
                        Ok(Some(_)) if field.is_some() => {
                            problem.get_or_insert(EndpointError::DuplicateField(name));
                        }
                        Ok(value) => *field = value,
                        Err(NotAString::Broken) => {
                            problem.get_or_insert(EndpointError::InvalidJson);
                        }
                        Err(NotAString::Other(found)) => {
                            problem.get_or_insert(EndpointError::InvalidField { name, found });
                        }
                    }
                }
                Ok(JsonBody(problem.map_or(Ok(fields), Err)))
            }
        }

        deserializer.deserialize_map(Visitor)
    }
}

/// The string that a JSON value is, or nothing for `null`.
fn string(value: &RawValue) -> Result<Option<String>, NotAString> {
    match value.get().as_bytes()[0] {
        b'"' => serde_json::from_slice(value.get().as_bytes()).map_err(|_| NotAString::Broken),
        b'n' => Ok(None),
        b't' | b'f' => Err(NotAString::Other("a boolean")),
        b'[' => Err(NotAString::Other("an array")),
        b'{' => Err(NotAString::Other("an object")),
        _ => Err(NotAString::Other("a number")),
    }
}

enum NotAString {
    /// A string that is not Unicode, with half of a surrogate pair, RFC 8259 §8.2.
    Broken,
    /// Another type, by its name.
    Other(&'static str),
}
