use alloc::{borrow::Cow, format, string::String, vec::Vec};

use twilio_access_token::{WebhookError, WebhookKey, WebhookParams, WebhookSettings};

use crate::{
    env::{Env, required},
    error::EndpointError,
    fields::{Fields, IDENTITY, ROOM},
    request::{FORM, Header, JSON, Request},
};

const URL: &str = "TOKEN_URL";

/// Twilio's signature, as the protected Functions of Twilio ask for it.
pub(crate) struct TwilioSignature {
    key: WebhookKey,
    /// The URL that Twilio is told to request. It is configured: a server behind a proxy cannot know it, and a request can claim
    /// any.
    url: String,
}

impl TwilioSignature {
    pub(crate) fn from_env(variable: Env<'_>) -> Result<Self, EndpointError> {
        let key = WebhookKey::from_env(&WebhookSettings::default(), variable)
            .map_err(EndpointError::SignatureConfiguration)?;
        let url = required(variable, &[URL])?;
        if !is_token_url(&url) {
            return Err(EndpointError::InvalidVariable {
                name: URL,
                wanted: "the URL of this endpoint as Twilio requests it, https://… with a path and without a query",
            });
        }
        Ok(Self {
            key,
            url: String::clone(&url),
        })
    }

    /// The signature that a request has, valid or not.
    pub(crate) fn of<'r>(request: &Request<'r>) -> Result<&'r str, EndpointError> {
        let error = match request.header("x-twilio-signature") {
            Header::Value(signature) if !signature.is_empty() => return Ok(signature),
            Header::Absent | Header::Value(_) => WebhookError::MissingSignature,
            Header::Invalid => WebhookError::MalformedSignature,
        };
        Err(EndpointError::Signature(error))
    }

    /// The fields that a signature covers, of a body that has one meaning under it.
    pub(crate) fn signed_fields(&self, request: &Request<'_>) -> Result<Fields, EndpointError> {
        let signature = Self::of(request)?;
        let (_, query) = request.path_and_query();
        let url = match query {
            "" => Cow::Borrowed(&self.url),
            query => Cow::Owned(format!("{}?{query}", self.url)),
        };
        let media_type = request.media_type()?;
        let params = match media_type.as_str() {
            FORM => form_urlencoded::parse(request.body).collect(),
            _ => WebhookParams::new(),
        };
        let outcome = match media_type.as_str() {
            JSON => self.key.validate_body(signature, &url, request.body),
            _ => self.key.validate_form(signature, &url, &params),
        };
        outcome.map_err(EndpointError::Signature)?;
        let fields = Fields::from_body(request)?;
        if fields.room.is_none() {
            return Err(EndpointError::MissingRoom);
        }
        if media_type == FORM && !(query.is_empty() && has_one_reading(&params)) {
            return Err(EndpointError::AmbiguousForm);
        }
        Ok(fields)
    }
}

/// Whether all forms that sign the same text as this one, at a URL without a query, have the same identity and room.
///
/// Twilio signs the URL and, sorted by name, each name and value, with nothing between them: `identity=alice&room=daily` has the
/// signature of `identity=aliceroomdaily`. A form is accepted only if `identity` and `room` are its last fields, so any form with
/// that text which is accepted is a place of each word in it, with a value behind it. There must be one such pair of places. A text
/// that begins with a question mark could have been the query of another request.
fn has_one_reading(params: &WebhookParams) -> bool {
    let (names, mut text) = (params.iter().map(|(name, _)| name).collect::<Vec<_>>(), String::new());
    params.iter().for_each(|(name, value)| text.extend([name, value]));
    let values = |name: &'static str| {
        text.match_indices(name)
            .map(move |(place, _)| (place, place + name.len()))
    };
    let readings = values(IDENTITY).flat_map(|(_, identity)| {
        let rooms = values(ROOM).filter(move |(place, _)| identity < *place);
        rooms.filter(|(_, room)| *room < text.len())
    });
    names.ends_with(&[IDENTITY, ROOM]) && !text.starts_with('?') && readings.take(2).count() == 1
}

/// Whether this is the URL of an endpoint whose path no form of it writes in another way. If one did, the text behind it could be
/// cut from the URL in two places.
fn is_token_url(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let Some((authority, path)) = rest.and_then(|rest| rest.split_once('/')) else {
        return false;
    };
    let is_dots = |segment: &str| [".", ".."].contains(&&*segment.to_ascii_lowercase().replace("%2e", "."));
    !authority.is_empty()
        && url
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !b"\"#<>?\\^`{|}".contains(&byte))
        && !path.split('/').any(is_dots)
}

#[cfg(test)]
mod tests {
    use twilio_access_token::WebhookParams;

    use super::{has_one_reading, is_token_url};

    #[test]
    fn accepts_forms_with_one_reading() {
        for form in [
            &[("identity", "alice"), ("room", "daily")][..],
            &[("room", "daily"), ("identity", "alice")],
            &[
                ("CallSid", "CA0"),
                ("From", "+1"),
                ("identity", "alice"),
                ("room", "daily"),
            ],
            // In another reading one of the words would have no value.
            &[("identity", "identity"), ("room", "daily")],
            &[("identity", "alice"), ("room", "boardroom")],
            &[("Body", "a room"), ("identity", "alice"), ("room", "daily")],
        ] {
            assert!(has_one_reading(&form.iter().copied().collect()), "{form:?}");
        }
    }

    #[test]
    fn rejects_forms_with_another_reading() {
        for form in [
            &[][..],
            &[("identity", "alice")],
            &[("identity", "aliceroomdaily")],
            &[("identity", "alice"), ("roomdaily", "")],
            &[("identity", "alice"), ("name", "bob"), ("room", "daily")],
            &[("identity", "alice"), ("room", "daily"), ("z", "")],
            &[("identity", "alice"), ("room", "classroom-5")],
            &[("identity", "aliceroomx"), ("room", "daily")],
            &[("identity", "my identity x"), ("room", "daily")],
            &[("From", "identity"), ("identity", "alice"), ("room", "daily")],
            &[("?bodySHA256=0", ""), ("identity", "alice"), ("room", "daily")],
        ] {
            assert!(
                !has_one_reading(&form.iter().copied().collect::<WebhookParams>()),
                "{form:?}"
            );
        }
    }

    #[test]
    fn token_urls_have_a_canonical_path() {
        for url in [
            "https://tokens.example/",
            "http://127.0.0.1:3000/create-room-token",
            "https://user:p@[::1]:8443/a/b.c/..d/%41",
        ] {
            assert!(is_token_url(url), "{url}");
        }
        for url in [
            "",
            "tokens.example/",
            "ftp://tokens.example/",
            "https:///path",
            "https://tokens.example",
            "https://tokens.example/a?b",
            "https://tokens.example/a#b",
            "https://tokens.example/a/./b",
            "https://tokens.example/a/..",
            "https://tokens.example/%2E%2e/a",
            "https://tokens.example/a b",
            "https://tokens.example/a\tb",
            "https://tokens.example\\a/b",
            "https://tokens.example/é",
            "https://tokens.example/a{b}",
        ] {
            assert!(!is_token_url(url), "{url}");
        }
    }
}
