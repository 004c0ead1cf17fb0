use core::fmt;

use twilio_access_token::TokenFormatError;

/// Why a session token lets nobody in.
///
/// ```
/// use twilio_access_token_endpoint::{EndpointError, SessionError};
///
/// let error = EndpointError::Session(SessionError::WrongAudience);
/// assert_eq!((error.status(), error.code()), (401, "wrong-audience"));
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum SessionError {
    /// No key is for the algorithm that the token names.
    AlgorithmMismatch,
    /// The token has lived as long as it was meant to.
    Expired,
    /// A claim is missing, or of another type than it must be.
    InvalidClaim {
        /// The claim, unless `JWT_IDENTITY_CLAIM` or `JWT_ROOMS_CLAIM` gives it a name of its own.
        name: Option<&'static str>,
    },
    /// The payload is not a JSON object, or has a claim twice.
    InvalidPayload,
    /// The text is not a token.
    Malformed(TokenFormatError),
    /// There is no token.
    Missing,
    /// The token is not valid yet.
    NotYetValid,
    /// The token was altered, or signed with another key.
    SignatureMismatch,
    /// The token names a key that there is not.
    UnknownKey,
    /// The header is not JSON, names no algorithm, or holds what must be understood and is not.
    UnsupportedHeader,
    /// The token is for another audience.
    WrongAudience,
    /// The token is of another issuer.
    WrongIssuer,
}

impl SessionError {
    /// The stable name of this error, that of the [`VerifyError`](twilio_access_token::VerifyError) where there is such.
    ///
    /// ```
    /// # use twilio_access_token_endpoint::SessionError;
    /// assert_eq!(SessionError::Missing.code(), "missing-token");
    /// ```
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::AlgorithmMismatch => "algorithm-mismatch",
            Self::Expired => "expired",
            Self::InvalidClaim { .. } | Self::InvalidPayload => "invalid-claims",
            Self::Malformed(_) => "malformed",
            Self::Missing => "missing-token",
            Self::NotYetValid => "not-yet-valid",
            Self::SignatureMismatch => "signature-mismatch",
            Self::UnknownKey => "unknown-key",
            Self::UnsupportedHeader => "unsupported-header",
            Self::WrongAudience => "wrong-audience",
            Self::WrongIssuer => "wrong-issuer",
        }
    }

    /// What to do about it: one sentence.
    ///
    /// ```
    /// # use twilio_access_token_endpoint::SessionError;
    /// assert!(SessionError::Missing.hint().contains("Authorization: Bearer"));
    /// ```
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::AlgorithmMismatch => {
                "Sign with HS256, ES256, EdDSA or RS256, and give this server the key for it: JWT_SECRET, JWT_PUBLIC_KEY or \
                 JWT_JWKS."
            }
            Self::Expired => "Ask the application for a new token, or allow for clocks that differ with JWT_LEEWAY.",
            Self::InvalidClaim { .. } | Self::InvalidPayload => {
                "Issue tokens with iss, aud, exp and the claims that JWT_IDENTITY_CLAIM and JWT_ROOMS_CLAIM name."
            }
            Self::Malformed(_) => "Send the token as it was issued, without quotation marks.",
            Self::Missing => "Send the application's session token in the header Authorization: Bearer.",
            Self::NotYetValid => "Wait, set the clocks, or allow for clocks that differ with JWT_LEEWAY.",
            Self::SignatureMismatch => "Give this server the key that the application signs with.",
            Self::UnknownKey => "Add the key that the token's kid names to JWT_JWKS.",
            Self::UnsupportedHeader => {
                "Issue session tokens whose header has alg, no crit, and no typ but JWT or at+jwt, or else the one that JWT_TYPE \
                 names."
            }
            Self::WrongAudience => "Issue the token for this server's JWT_AUDIENCE.",
            Self::WrongIssuer => "Set JWT_ISSUER to the iss of the application's tokens.",
        }
    }
}

impl fmt::Display for SessionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AlgorithmMismatch => f.write_str("there is no key for the algorithm that the session token names"),
            Self::Expired => f.write_str("the session token has expired"),
            Self::InvalidClaim { name: Some(name) } => {
                write!(f, "the session token's claim {name} is missing, or not of its type")
            }
            Self::InvalidClaim { name: None } => {
                f.write_str("a claim of the session token that this server names is missing, or not of its type")
            }
            Self::InvalidPayload => {
                f.write_str("the session token's payload is not a JSON object with each claim once")
            }
            Self::Malformed(problem) => write!(f, "this is no session token: {problem}"),
            Self::Missing => f.write_str("no session token is given"),
            Self::NotYetValid => f.write_str("the session token is not valid yet"),
            Self::SignatureMismatch => f.write_str("the session token's signature is not that of the key"),
            Self::UnknownKey => f.write_str("there is no key of the name that the session token gives"),
            Self::UnsupportedHeader => f.write_str("the session token's header is not one that is understood"),
            Self::WrongAudience => f.write_str("the session token is for another audience"),
            Self::WrongIssuer => f.write_str("the session token is of another issuer"),
        }
    }
}

impl core::error::Error for SessionError {}
