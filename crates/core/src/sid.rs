//! Twilio's string identifiers, <https://www.twilio.com/docs/glossary/what-is-a-sid>: two capital letters that name the
//! resource, and 32 hexadecimal digits.

use alloc::{string::String, vec::Vec};
use core::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, de};

/// Characters of every SID.
const LENGTH: usize = 34;

/// Why a string is not the SID that was asked for. It never holds the string: people paste secrets into the wrong variable.
///
/// ```
/// use twilio_access_token::{AccountSid, SidFormatReason, SidKind};
///
/// let error = "AC0123".parse::<AccountSid>().unwrap_err();
/// assert_eq!((error.kind, error.reason), (SidKind::Account, SidFormatReason::Length { characters: 6 }));
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct SidFormatError {
    /// The SID that it should be.
    pub kind: SidKind,
    /// Why it is not.
    pub reason: SidFormatReason,
}

impl SidFormatError {
    /// Returns the stable name of this error, which tells the SID: `invalid-account-sid`, `invalid-service-sid` and so on.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.kind.code()
    }

    /// Returns where to find the right SID, in one sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        self.kind.hint()
    }

    /// Returns the codes of all kinds, for tests of the lists of other languages.
    #[doc(hidden)]
    #[must_use]
    pub fn codes() -> Vec<&'static str> {
        SidKind::ALL.iter().copied().map(SidKind::code).collect()
    }
}

impl fmt::Display for SidFormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the {} is not one: {}", self.kind.noun(), self.reason)
    }
}

impl core::error::Error for SidFormatError {}

/// What is wrong with a string that should be a SID.
///
/// ```
/// use twilio_access_token::{AccountSid, SidFormatReason};
///
/// let reason = "ACxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx".parse::<AccountSid>().unwrap_err().reason;
/// assert_eq!(reason, SidFormatReason::NotHexadecimal { position: 3 });
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum SidFormatReason {
    /// It is empty.
    Empty,
    /// It has another length than 34 characters.
    Length {
        /// Its length in characters.
        characters: usize,
    },
    /// It has a character that is not a hexadecimal digit after the prefix.
    NotHexadecimal {
        /// That character's place, counted from 1.
        position: usize,
    },
    /// It does not begin with the prefix of its kind.
    Prefix {
        /// The two letters that it should begin with.
        expected: &'static str,
        /// The prefix of the well-known kind of SID that it is instead, if it is one.
        found: Option<&'static str>,
    },
}

impl fmt::Display for SidFormatReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("it is empty"),
            Self::Length { characters } => {
                write!(f, "it has {characters} characters where every SID has {LENGTH}")
            }
            Self::NotHexadecimal { position } => {
                write!(f, "character {position} is not a hexadecimal digit")
            }
            Self::Prefix { expected, found: None } => write!(f, "it does not begin with {expected}"),
            Self::Prefix {
                expected,
                found: Some(found),
            } => {
                write!(f, "it begins with {found} where {expected} belongs")
            }
        }
    }
}

/// Declares the kinds of SID: a type each, and what they have in common as [`SidKind`].
macro_rules! sids {
    ($($(#[doc = $doc:literal])+ $name:ident: $kind:ident, $prefix:literal, $noun:literal, $code:literal, $hint:literal;)+) => {
        /// What a SID names, as far as a token or its key mentions such.
        ///
        /// ```
        /// use twilio_access_token::{AccountSid, SidKind};
        ///
        /// assert_eq!("".parse::<AccountSid>().unwrap_err().kind, SidKind::Account);
        /// ```
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        #[non_exhaustive]
        pub enum SidKind {
            $($(#[doc = $doc])+ $kind,)+
        }

        impl SidKind {
            const ALL: &[Self] = &[$(Self::$kind),+];

            /// The two letters with which it begins.
            pub(crate) const fn prefix(self) -> &'static str {
                match self {
                    $(Self::$kind => $prefix,)+
                }
            }

            /// What it is called.
            pub(crate) const fn noun(self) -> &'static str {
                match self {
                    $(Self::$kind => $noun,)+
                }
            }

            /// The code of the error that a text is not one.
            pub(crate) const fn code(self) -> &'static str {
                match self {
                    $(Self::$kind => $code,)+
                }
            }

            /// Where to find the right one.
            pub(crate) const fn hint(self) -> &'static str {
                match self {
                    $(Self::$kind => $hint,)+
                }
            }
        }

        $(
            $(#[doc = $doc])+
            ///
            /// ```
            #[doc = concat!("use twilio_access_token::", stringify!($name), ";")]
            ///
            #[doc = concat!("let text = \"", $prefix, "0123456789abcdef0123456789abcdef\";")]
            #[doc = concat!("let sid: ", stringify!($name), " = text.parse()?;")]
            #[doc = concat!("let error = text[1..].parse::<", stringify!($name), ">().unwrap_err();")]
            #[doc = concat!("assert_eq!(error.code(), \"", $code, "\");")]
            /// # Ok::<(), twilio_access_token::SidFormatError>(())
            /// ```
            #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
            #[serde(transparent)]
            pub struct $name(String);

            impl $name {
                /// The SID as Twilio writes it.
                ///
                /// ```
                #[doc = concat!("# use twilio_access_token::", stringify!($name), ";")]
                #[doc = concat!("let text = \"", $prefix, "0123456789abcdef0123456789abcdef\";")]
                #[doc = concat!("assert_eq!(text.parse::<", stringify!($name), ">()?.as_str(), text);")]
                /// # Ok::<(), twilio_access_token::SidFormatError>(())
                /// ```
                #[must_use]
                pub fn as_str(&self) -> &str {
                    &self.0
                }
            }

            impl FromStr for $name {
                type Err = SidFormatError;

                /// # Errors
                ///
                #[doc = concat!("[`SidFormatError`] unless it is `", $prefix, "` and 32 hexadecimal digits.")]
                fn from_str(text: &str) -> Result<Self, SidFormatError> {
                    SidKind::$kind.check(text)?;
                    Ok(Self(String::from(text)))
                }
            }

            impl<'de> Deserialize<'de> for $name {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let text = String::deserialize(deserializer)?;
                    SidKind::$kind.check(&text).map_err(de::Error::custom)?;
                    Ok(Self(text))
                }
            }

            impl AsRef<str> for $name {
                fn as_ref(&self) -> &str {
                    &self.0
                }
            }

            impl From<$name> for String {
                fn from(sid: $name) -> Self {
                    sid.0
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(&self.0)
                }
            }
        )+
    };
}

sids! {
    /// An Account SID: `AC` and 32 hexadecimal digits.
    AccountSid: Account, "AC", "Account SID", "invalid-account-sid",
        "Copy the Account SID from the Twilio Console's home page: AC and 32 hexadecimal digits.";
    /// An API key's SID: `SK` and 32 hexadecimal digits.
    ApiKeySid: ApiKey, "SK", "API key SID", "invalid-api-key-sid",
        "Copy the SID of a Main or Standard API key from the Twilio Console, Account > API keys & tokens: SK and 32 hexadecimal digits.";
    /// A TwiML application's SID: `AP` and 32 hexadecimal digits.
    ApplicationSid: Application, "AP", "application SID", "invalid-application-sid",
        "Copy the SID of a TwiML App from the Twilio Console, Voice > Manage > TwiML apps.";
    /// A credential's SID, for push notifications or of a public key: `CR` and 32 hexadecimal digits.
    CredentialSid: Credential, "CR", "credential SID", "invalid-credential-sid",
        "Copy the SID of the credential from the Twilio Console, Account > API keys & tokens > Credentials.";
    /// A role's SID, of Conversations: `RL` and 32 hexadecimal digits.
    RoleSid: Role, "RL", "role SID", "invalid-role-sid",
        "Copy the SID of a role from the Conversations service.";
    /// A service's SID, of Conversations or Sync: `IS` and 32 hexadecimal digits.
    ServiceSid: Service, "IS", "service SID", "invalid-service-sid",
        "Copy the SID of the Conversations or Sync service from the Twilio Console.";
    /// A task queue's SID, of TaskRouter: `WQ` and 32 hexadecimal digits.
    TaskQueueSid: TaskQueue, "WQ", "task queue SID", "invalid-task-queue-sid",
        "Copy the SID of the task queue from the TaskRouter workspace.";
    /// A worker's SID, of TaskRouter: `WK` and 32 hexadecimal digits.
    WorkerSid: Worker, "WK", "worker SID", "invalid-worker-sid",
        "Copy the SID of the worker from the TaskRouter workspace.";
    /// A workspace's SID, of TaskRouter: `WS` and 32 hexadecimal digits.
    WorkspaceSid: Workspace, "WS", "workspace SID", "invalid-workspace-sid",
        "Copy the SID of the workspace from the Twilio Console, TaskRouter > Workspaces.";
}

impl SidKind {
    /// The kind that `text` is a SID of, if it is one that is known here.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let kind = Self::ALL.iter().copied().find(|kind| text.starts_with(kind.prefix()))?;
        kind.problem(text).is_none().then_some(kind)
    }

    pub(crate) fn check(self, text: &str) -> Result<(), SidFormatError> {
        self.problem(text)
            .map_or(Ok(()), |reason| Err(SidFormatError { kind: self, reason }))
    }

    pub(crate) fn check_if_given(self, text: Option<&str>) -> Result<(), SidFormatError> {
        text.map_or(Ok(()), |text| self.check(text))
    }

    /// What keeps `text` from being a SID of this kind.
    pub(crate) fn problem(self, text: &str) -> Option<SidFormatReason> {
        if text.is_empty() {
            return Some(SidFormatReason::Empty);
        }
        let Some(digits) = text.strip_prefix(self.prefix()) else {
            return Some(SidFormatReason::Prefix {
                expected: self.prefix(),
                found: Self::of(text).map(Self::prefix),
            });
        };
        let characters = text.chars().count();
        if characters != LENGTH {
            return Some(SidFormatReason::Length { characters });
        }
        let index = digits.chars().position(|digit| !digit.is_ascii_hexdigit())?;
        Some(SidFormatReason::NotHexadecimal {
            position: self.prefix().len() + index + 1,
        })
    }
}

#[cfg(test)]
mod tests {
    use alloc::{format, string::ToString as _};

    use super::{AccountSid, ApiKeySid, ServiceSid};

    #[test]
    fn every_error_names_its_cause() {
        let digits = "0123456789abcdefABCDEF0123456789";
        let account = |text: &str| text.parse::<AccountSid>().map_err(|error| error.to_string());
        assert!(account(&format!("AC{digits}")).is_ok());
        for (text, expected) in [
            ("", "it is empty"),
            ("AC123", "it has 5 characters where every SID has 34"),
            (&format!("AC{digits}\n"), "it has 35 characters where every SID has 34"),
            (&format!("ac{digits}"), "it does not begin with AC"),
            (&format!("SK{digits}"), "it begins with SK where AC belongs"),
            (&format!("XX{digits}"), "it does not begin with AC"),
            (
                &format!("AC{}g", &digits[1..]),
                "character 34 is not a hexadecimal digit",
            ),
            (
                &format!("AC{}é", &digits[1..]),
                "character 34 is not a hexadecimal digit",
            ),
        ] {
            assert_eq!(
                account(text),
                Err(format!("the Account SID is not one: {expected}")),
                "{text:?}"
            );
        }
        let error = "AC".parse::<ApiKeySid>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "the API key SID is not one: it does not begin with SK"
        );
    }
    #[test]
    fn is_a_string_with_order_and_json() {
        let text = "AC0123456789abcdef0123456789abcdef";
        let sid: AccountSid = text.parse().unwrap();
        assert_eq!((sid.as_ref(), sid.to_string().as_str()), (text, text));
        assert!(sid < "ACf123456789abcdef0123456789abcdef".parse().unwrap());

        let json = serde_json::to_string(&sid).unwrap();
        assert_eq!(json, format!("\"{text}\""));
        assert_eq!(serde_json::from_str::<AccountSid>(&json).unwrap(), sid);
        let error = serde_json::from_str::<ServiceSid>(&json).unwrap_err().to_string();
        assert!(
            error.starts_with("the service SID is not one: it begins with AC"),
            "{error}"
        );
        assert!(!error.contains(text));
    }
}
