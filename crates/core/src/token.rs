//! The token before it is signed.

use alloc::{format, string::String, vec::Vec};
use core::fmt;

use serde::{Deserialize, Deserializer as _, de};
use serde_json::value::RawValue;

use crate::{
    error::MintError,
    grants::{Grant, Grants},
    identity::Identity,
    json::{self, object_from_str},
    region::Region,
    time::{Ttl, UnixTime},
};

/// The JSON types of a token's fields, and whether `null` is the same as no value.
const TYPES: &[(&str, &str, bool)] = &[
    ("identity", "string", false),
    ("ttl", "number", true),
    ("not_before", "number", true),
    ("region", "string", true),
    ("grants", "object", false),
    ("grants.identity", "string", false),
    ("grants.chat", "object", false),
    ("grants.chat.service_sid", "string", true),
    ("grants.chat.endpoint_id", "string", true),
    ("grants.chat.deployment_role_sid", "string", true),
    ("grants.chat.push_credential_sid", "string", true),
    ("grants.data_sync", "object", false),
    ("grants.data_sync.service_sid", "string", true),
    ("grants.data_sync.endpoint_id", "string", true),
    ("grants.player", "object", false),
    ("grants.task_router", "object", false),
    ("grants.task_router.workspace_sid", "string", true),
    ("grants.task_router.worker_sid", "string", true),
    ("grants.task_router.role", "string", true),
    ("grants.video", "object", false),
    ("grants.video.room", "string", true),
    ("grants.voice", "object", false),
    ("grants.voice.incoming", "object", false),
    ("grants.voice.incoming.allow", "boolean", false),
    ("grants.voice.outgoing", "object", false),
    ("grants.voice.outgoing.application_sid", "string", true),
    ("grants.voice.outgoing.params", "object", true),
    ("grants.voice.push_credential_sid", "string", true),
    ("grants.voice.endpoint_id", "string", true),
];

/// Whether an escape of valid JSON is half of a surrogate pair, which grants that are kept as raw JSON could hide.
fn has_lone_surrogate(json: &str) -> bool {
    let unit = |escaped: &str| u16::from_str_radix(escaped.strip_prefix('u')?.get(..4)?, 16).ok();
    let mut rest = json;
    while let Some((_, escaped)) = rest.split_once('\\') {
        let low = escaped.get(5..).and_then(|next| next.strip_prefix('\\')).and_then(unit);
        rest = match (unit(escaped), low) {
            (Some(0xd800..0xdc00), Some(0xdc00..0xe000)) => escaped.get(11..).unwrap_or_default(),
            (Some(0xd800..0xe000), _) => return true,
            _ => escaped.get(1..).unwrap_or_default(),
        };
    }
    false
}

/// The first field of rejected JSON that has the wrong type. Accepted tokens do not pay for this second pass.
#[cold]
fn mistyped(json: &str) -> Option<MintError> {
    mistyped_below("", json)
}

fn mistyped_below(path: &str, json: &str) -> Option<MintError> {
    let members = unique_members(json)?;
    TYPES.iter().find_map(|&(field, expected, nullable)| {
        let name = field.strip_prefix(path).filter(|name| !name.contains('.'))?;
        let (_, value) = members.iter().find(|(other, _)| other == name)?;
        let value = value.get();
        match type_of(value) {
            "object" if expected == "object" => mistyped_below(&format!("{field}."), value),
            "null" if nullable => None,
            found if found == expected => None,
            found => Some(MintError::InvalidType { field, expected, found }),
        }
    })
}

/// The members of a JSON object, unless a name occurs twice.
fn unique_members(json: &str) -> Option<Vec<(String, &RawValue)>> {
    struct Visitor;

    impl<'de> de::Visitor<'de> for Visitor {
        type Value = Option<Vec<(String, &'de RawValue)>>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<M: de::MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
            let mut members = Vec::<(String, _)>::new();
            let mut unique = true;
            while let Some((name, value)) = map.next_entry()? {
                unique &= members.iter().all(|(other, _)| *other != name);
                members.push((name, value));
            }
            Ok(unique.then_some(members))
        }
    }

    let mut json = serde_json::Deserializer::from_str(json);
    let members = json.deserialize_map(Visitor).ok()?;
    json.end().ok().and(members)
}

/// The name of the type of valid JSON.
fn type_of(json: &str) -> &'static str {
    match json.as_bytes().first() {
        Some(b'"') => "string",
        Some(b'{') => "object",
        Some(b'[') => "array",
        Some(b't' | b'f') => "boolean",
        Some(b'n') => "null",
        _ => "number",
    }
}

/// Who may do what, for how long: all of a token but the key and the time, which [`SigningKey::sign`] adds.
///
/// ```
/// use twilio_access_token::{AccessToken, Ttl, VideoGrant};
///
/// let token = AccessToken::new("alice")?
///     .with_ttl(Ttl::seconds(900)?)
///     .with_grant(VideoGrant::room("daily")?);
/// let json = r#"{"identity":"alice","ttl":900,"grants":{"video":{"room":"daily"}}}"#;
/// assert_eq!(token, AccessToken::from_json(json)?);
/// # Ok::<(), twilio_access_token::MintError>(())
/// ```
///
/// [`SigningKey::sign`]: crate::SigningKey::sign
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AccessToken {
    pub(crate) grants: Grants,
    pub(crate) not_before: Option<UnixTime>,
    pub(crate) region: Option<Region>,
    ttl: Option<Ttl>,
}

impl AccessToken {
    /// A token for `identity` that lives [one hour](Ttl::default) and grants nothing yet.
    ///
    /// # Errors
    ///
    /// As [`Identity::new`].
    ///
    /// ```
    /// # use twilio_access_token::AccessToken;
    /// let token = AccessToken::new("alice")?;
    /// assert_eq!(token, AccessToken::from_json(r#"{"identity":"alice"}"#)?);
    /// assert_eq!(AccessToken::new("").unwrap_err().code(), "empty-identity");
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    pub fn new(identity: impl Into<String>) -> Result<Self, MintError> {
        Identity::new(identity).map(Self::for_identity)
    }

    /// The token that a JSON text asks for, with the names and the grants of the claims that come of it:
    ///
    /// ```
    /// use twilio_access_token::AccessToken;
    ///
    /// let token = AccessToken::from_json(
    ///     r#"{"identity":"alice","ttl":900,"grants":{"video":{"room":"daily"}}}"#,
    /// )?;
    /// assert_eq!(AccessToken::from_json("{}").unwrap_err().code(), "invalid-json");
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    ///
    /// `ttl` and `not_before` are in seconds, `region` is such as `ie1`; these and `grants` may be left out.
    ///
    /// # Errors
    ///
    /// [`MintError::InvalidType`], [`MintError::InvalidJson`], [`MintError::InvalidGrant`], [`MintError::InvalidSid`], and as
    /// the functions that take the same one by one.
    pub fn from_json(json: &str) -> Result<Self, MintError> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Json {
            identity: String,
            ttl: Option<f64>,
            not_before: Option<f64>,
            region: Option<String>,
            #[serde(default, deserialize_with = "Grants::deserialize_borrowed")]
            grants: Grants,
        }

        let text = json;
        let json: Json = object_from_str(text).map_err(|error| {
            mistyped(text).unwrap_or_else(|| MintError::InvalidJson {
                reason: json::reason(&error),
            })
        })?;
        if json.grants.identity.is_some() {
            return Err(MintError::InvalidGrant {
                reason: "its key is that of the identity",
            });
        }
        if has_lone_surrogate(text) {
            return Err(MintError::InvalidJson {
                reason: String::from("a string contains half of a surrogate pair"),
            });
        }
        json.grants.check().map_err(|error| match error {
            MintError::InvalidGrant { .. } => mistyped(text).unwrap_or(error),
            error => error,
        })?;
        let mut grants = json.grants;
        grants.identity = Some(Identity::new(json.identity)?.into_string());
        Ok(Self {
            grants,
            ttl: json.ttl.map(Ttl::try_from).transpose()?,
            not_before: json.not_before.map(UnixTime::try_from).transpose()?,
            region: json.region.as_deref().map(str::parse).transpose()?,
        })
    }

    /// As [`new`](Self::new), for an identity that has been checked.
    ///
    /// ```
    /// # use twilio_access_token::{AccessToken, Identity};
    /// let identity = Identity::new("alice")?;
    /// let token = AccessToken::for_identity(identity);
    /// assert_eq!(token, AccessToken::new("alice")?);
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[doc(hidden)]
    #[must_use]
    pub fn for_identity(identity: Identity) -> Self {
        Self {
            grants: Grants::for_identity(identity.into_string()),
            not_before: None,
            region: None,
            ttl: None,
        }
    }

    /// Adds a grant. One for the same product as an earlier grant takes that one's place.
    ///
    /// ```
    /// # use twilio_access_token::{AccessToken, VideoGrant};
    /// let token = AccessToken::new("alice")?
    ///     .with_grant(VideoGrant::any_room())
    ///     .with_grant(VideoGrant::room("daily")?);
    /// let json = r#"{"identity":"alice","grants":{"video":{"room":"daily"}}}"#;
    /// assert_eq!(token, AccessToken::from_json(json)?);
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[must_use]
    pub fn with_grant(mut self, grant: impl Into<Grant>) -> Self {
        self.grants.add(grant);
        self
    }

    /// Sets the instant before which Twilio refuses the token ([20105]). Without it the token is valid at once, which also
    /// suits servers whose clock is ahead of Twilio's.
    ///
    /// ```
    /// # use twilio_access_token::{AccessToken, SigningKey, UnixTime};
    /// # let (account, api_key) = ("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    /// # let key = SigningKey::new(account, api_key, "ssssssssssssssssssssssssssssssss")?;
    /// # let now = UnixTime::from_secs(1_700_000_000);
    /// let token = AccessToken::new("alice")?.with_not_before(UnixTime::from_secs(1_700_000_600));
    /// assert!(key.claims(&token, now)?.to_json().contains(r#""nbf":1700000600,"#));
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    ///
    /// [20105]: https://www.twilio.com/docs/api/errors/20105
    #[must_use]
    pub const fn with_not_before(mut self, not_before: UnixTime) -> Self {
        self.not_before = Some(not_before);
        self
    }

    /// Sets the region of the API key, where it is not `us1`.
    ///
    /// ```
    /// # use twilio_access_token::{AccessToken, Inspector, SigningKey, UnixTime};
    /// # let (account, api_key) = ("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    /// # let key = SigningKey::new(account, api_key, "ssssssssssssssssssssssssssssssss")?;
    /// # let now = UnixTime::from_secs(1_700_000_000);
    /// let token = AccessToken::new("alice")?.with_region("ie1".parse()?);
    /// let jwt = key.sign(&token, now)?;
    /// let report = Inspector::new(now).inspect(&jwt);
    /// assert!(report.header().is_some_and(|header| header.contains(r#""twr":"ie1""#)));
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[must_use]
    pub fn with_region(mut self, region: Region) -> Self {
        self.region = Some(region);
        self
    }

    /// Sets the lifetime.
    ///
    /// ```
    /// # use twilio_access_token::{AccessToken, SigningKey, Ttl, UnixTime};
    /// # let (account, api_key) = ("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    /// # let key = SigningKey::new(account, api_key, "ssssssssssssssssssssssssssssssss")?;
    /// # let now = UnixTime::from_secs(1_700_000_000);
    /// let token = AccessToken::new("alice")?.with_ttl(Ttl::seconds(900)?);
    /// assert!(key.claims(&token, now)?.to_json().contains(r#""iat":1700000000,"exp":1700000900,"#));
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[must_use]
    pub const fn with_ttl(mut self, ttl: Ttl) -> Self {
        self.ttl = Some(ttl);
        self
    }

    /// Sets the lifetime where none has been set.
    ///
    /// ```
    /// # use twilio_access_token::{AccessToken, Ttl, UnixTime};
    /// let default = Ttl::seconds(600)?;
    /// let now = UnixTime::from_secs(1_700_000_000);
    /// let token = AccessToken::from_json(r#"{"identity":"alice","ttl":900}"#)?.with_default_ttl(default);
    /// assert_eq!(token.expires_at(now)?.as_secs(), 1_700_000_900);
    /// let token = AccessToken::from_json(r#"{"identity":"alice"}"#)?.with_default_ttl(default);
    /// assert_eq!(token.expires_at(now)?.as_secs(), 1_700_000_600);
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[doc(hidden)]
    #[must_use]
    pub fn with_default_ttl(mut self, ttl: Ttl) -> Self {
        self.ttl.get_or_insert(ttl);
        self
    }

    /// When the token expires if it is signed at `now`.
    ///
    /// # Errors
    ///
    /// [`MintError::InvalidTime`] if that is after [`UnixTime::MAX`].
    ///
    /// ```
    /// # use twilio_access_token::{AccessToken, UnixTime};
    /// let token = AccessToken::new("alice")?;
    /// let expires_at = token.expires_at(UnixTime::from_secs(1_700_000_000))?;
    /// assert_eq!(expires_at.as_secs(), 1_700_003_600);
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    pub fn expires_at(&self, now: UnixTime) -> Result<UnixTime, MintError> {
        Ok(now.plus(self.ttl.unwrap_or_default())?)
    }

    /// The claims `nbf` and `exp` of this token when it is signed at `now`.
    pub(crate) fn validity(&self, now: UnixTime) -> Result<(Option<UnixTime>, UnixTime), MintError> {
        let expires_at = self.expires_at(now)?;
        if let Some(not_before) = self.not_before
            && not_before.in_range()? >= expires_at
        {
            return Err(MintError::NeverValid { not_before, expires_at });
        }
        Ok((self.not_before, expires_at))
    }
}

#[cfg(test)]
mod tests {
    use alloc::{format, string::ToString as _};

    use super::AccessToken;

    #[test]
    fn names_the_wrong_type_among_other_values() {
        for (json, message) in [
            (r#"{"identity":{}}"#, "identity must be of type string, not object"),
            (
                r#"{"identity":"a","ttl":null,"not_before":null,"region":5}"#,
                "region must be of type string, not number",
            ),
            (
                r#"{"identity":"a","grants":{"video":{"room":null},"voice":{"incoming":{"allow":null}}}}"#,
                "grants.voice.incoming.allow must be of type boolean, not null",
            ),
        ] {
            assert_eq!(AccessToken::from_json(json).unwrap_err().to_string(), message, "{json}");
        }
        for json in [
            r#"{"identity":5,"identity":"a"}"#,
            r#"{"identity":"a","identity":5}"#,
            r#"{"identity":5"#,
            r#"{"identity":5}{}"#,
        ] {
            assert_eq!(
                AccessToken::from_json(json).unwrap_err().code(),
                "invalid-json",
                "{json}"
            );
        }
    }

    #[test]
    fn rejects_half_of_a_surrogate_pair_in_raw_json() {
        let code = |value: &str| {
            let json = format!(r#"{{"identity":"alice","grants":{{"x":{{"a":["{value}"]}}}}}}"#);
            AccessToken::from_json(&json).map_err(|error| error.code())
        };
        for lone in [
            r"\ud800",
            r"\uDFFF",
            r"\ud83d\n",
            r"\ud83d\ud83d\ude00",
            r"\ude00\ud83d",
            r"\ud83d\ude00\ude00",
            r"\\\ud800",
        ] {
            assert_eq!(code(lone), Err("invalid-json"), "{lone}");
        }
        for valid in [
            r"\ud83d\ude00",
            r"\\ud800",
            r"\\\\ud800",
            r"\ufffd\ue000",
            "\u{fffd}\u{e9}",
            r"\u00e9é\\",
            r#"\""#,
            r"\né",
        ] {
            assert!(code(valid).is_ok(), "{valid}");
        }
    }
}
