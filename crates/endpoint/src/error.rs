//! Why a request gets no token.

mod session;

use alloc::string::String;

use twilio_access_token::{MintError, UnixTime, WebhookError, error_table};

pub use self::session::SessionError;
use crate::protocol::{BODY_TIMEOUT_SECONDS, MAX_BODY_BYTES, PATH};

error_table! {
    /// Why a request gets no token. None of its texts shows a secret.
    ///
    /// ```
    /// use twilio_access_token_endpoint::{Endpoint, EndpointError};
    ///
    /// let endpoint = Endpoint::from_env(|_| None);
    /// assert_eq!(endpoint.problem(), Some(&EndpointError::TokenAuthUnset));
    ///
    /// let error = EndpointError::DuplicateField("room");
    /// assert_eq!((error.status(), error.code()), (400, "duplicate-field"));
    /// assert_eq!(error.full_message(), "room is given more than once. Send the field room once.");
    /// ```
    #[derive(Clone, Debug, Eq, PartialEq)]
    pub enum EndpointError -> String {
        /// `TOKEN_AUTH=anyone` without `ALLOWED_ORIGINS`: any web page could get a token.
        AllowedOriginsUnset => "missing-variable",
            "this server is not configured: TOKEN_AUTH=anyone needs ALLOWED_ORIGINS, which is not set",
            "Set ALLOWED_ORIGINS in the environment of this server to the origins whose pages may ask for tokens, such as \
             https://app.example, or to * for every page on the web.";
        /// The form can be read as another identity or room under the same signature.
        AmbiguousForm => "ambiguous-form", "the signature of this form is valid for another identity or room as well",
            "Send identity and room as JSON. A form must have no query and no field that sorts after identity but room, and \
             no value may contain the word identity or room where it gives another reading.";
        /// The client did not send its body in time.
        BodyTimeout => "body-timeout", "the body did not arrive in time",
            ("Send the whole body within {BODY_TIMEOUT_SECONDS} seconds.");
        /// The body is over [`MAX_BODY_BYTES`].
        BodyTooLarge => "body-too-large", "the body is too large",
            ("Send at most {MAX_BODY_BYTES} bytes; identity and room are all it takes.");
        /// The server's own variables are at fault.
        Configuration(error: MintError) => (error.code()), "this server is not configured: {error}",
            (= error.hint()), source error;
        /// A field is given more than once.
        DuplicateField(name: &'static str) => "duplicate-field", "{name} is given more than once",
            ("Send the field {name} once.");
        /// A field is not a string.
        InvalidField {
            /// The field.
            name: &'static str,
            /// What it is instead, such as `a number`.
            found: &'static str,
        } => "invalid-field", "{name} is {found}, not a string", ("Send {name} as a string, in quotation marks.");
        /// The body says it is a form, but its text is not UTF-8.
        InvalidForm => "invalid-form", "the form is not UTF-8",
            "Percent-encode the fields as UTF-8, as URLSearchParams does.";
        /// The body says it is JSON, but is not, or is not an object.
        InvalidJson => "invalid-json", "the body is not a JSON object",
            "Send an object such as {\"identity\":\"alice\",\"room\":\"daily\"}.";
        /// A variable of the server's holds the SID of something else, or none at all.
        InvalidSid {
            /// The variable.
            variable: &'static str,
            /// What is wrong with the SID.
            error: MintError,
        } => (error.code()), "this server is not configured: {variable}: {error}", (= error.hint()), source error;
        /// A variable of the server's is not what it must be.
        InvalidVariable {
            /// The variable.
            name: &'static str,
            /// What it must be.
            wanted: &'static str,
        } => "invalid-variable", "this server is not configured: {name} is not {wanted}", ("Set {name} to {wanted}.");
        /// A method that the path does not take.
        MethodNotAllowed {
            /// Those that it takes, with commas between.
            allow: &'static str,
        } => "method-not-allowed", "the method is not one of {allow}", ("Send one of {allow}.");
        /// What was asked for is at fault.
        Mint(error: MintError) => (error.code()), "{error}", (= error.hint()), source error;
        /// No identity is given.
        MissingIdentity => "missing-identity", "no identity is given",
            "Send the field identity, the name by which this user is known to your application.";
        /// No passcode is given.
        MissingPasscode => "missing-passcode", "no passcode is given", "Send the field passcode.";
        /// No room is given, and not every room is allowed.
        MissingRoom => "missing-room", "no room is given",
            "Send the field room: this server makes no token that is good for every room.";
        /// There is nothing at the path.
        NotFound => "not-found", "there is nothing at this path", ("Send the request to {PATH}.");
        /// The request comes from a page of an origin that is not allowed.
        OriginNotAllowed => "origin-not-allowed", "pages of this origin may not ask for tokens",
            "Add the page's origin to ALLOWED_ORIGINS in the environment of this server.";
        /// The passcode is right, but its time is over.
        PasscodeExpired {
            /// When it expired.
            expires_at: UnixTime,
        } => "passcode-expired", "the passcode expired at {expires_at}",
            "Ask for the new passcode; whoever runs this server sets PASSCODE and PASSCODE_EXPIRES_AT.";
        /// The room is not one of those that are allowed.
        RoomNotAllowed => "room-not-allowed", "the room is not one that this caller may join",
            "Ask for a room that you may join.";
        /// The application's session token lets nobody in.
        Session(error: SessionError) => (error.code()), "{error}", (= error.hint().into()), source error;
        /// There is no key to verify session tokens with.
        SessionKeyUnset => "missing-variable",
            "this server is not configured: there is no key to verify session tokens with",
            "Set JWT_SECRET, JWT_PUBLIC_KEY or JWT_JWKS in the environment of this server.";
        /// Twilio did not sign the request.
        Signature(error: WebhookError) => (error.code()), "{error}", (= error.hint()), source error;
        /// The server's own variables do not make a key to check signatures with.
        SignatureConfiguration(error: WebhookError) => (error.code()), "this server is not configured: {error}",
            (= error.hint()), source error;
        /// Nothing says who may ask.
        TokenAuthUnset => "token-auth-unset",
            "this server is not configured: TOKEN_AUTH does not say who may have a token",
            "Set TOKEN_AUTH=jwt in the environment of this server for users whom your application vouches for, \
             TOKEN_AUTH=passcode for callers that share a passcode, TOKEN_AUTH=twilio-signature for Twilio alone, or \
             TOKEN_AUTH=anyone if anyone who can reach it may have a token for any identity.";
        /// The body is neither JSON nor a form.
        UnsupportedMediaType => "unsupported-media-type", "the body is neither JSON nor a form",
            "Send the header Content-Type: application/json, or application/x-www-form-urlencoded for a form.";
        /// `TOKEN_AUTH` is not a way of asking that exists here.
        UnsupportedTokenAuth => "unsupported-token-auth",
            "this server is not configured: TOKEN_AUTH is not a known mode",
            "Set TOKEN_AUTH to jwt, passcode, twilio-signature or anyone.";
        /// The passcode is another one.
        WrongPasscode => "wrong-passcode", "the passcode is wrong",
            "Send the passcode that whoever runs this server gave out.";
    }
}

impl EndpointError {
    /// The status of the answer, RFC 9110 §15.
    ///
    /// ```
    /// # use twilio_access_token_endpoint::EndpointError;
    /// assert_eq!(EndpointError::BodyTooLarge.status(), 413);
    /// ```
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::AmbiguousForm
            | Self::DuplicateField(_)
            | Self::InvalidField { .. }
            | Self::InvalidForm
            | Self::InvalidJson
            | Self::Mint(_)
            | Self::MissingIdentity
            | Self::MissingRoom => 400,
            Self::MissingPasscode
            | Self::PasscodeExpired { .. }
            | Self::Session(_)
            | Self::Signature(_)
            | Self::WrongPasscode => 401,
            Self::OriginNotAllowed | Self::RoomNotAllowed => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed { .. } => 405,
            Self::BodyTimeout => 408,
            Self::BodyTooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::AllowedOriginsUnset
            | Self::Configuration(_)
            | Self::InvalidSid { .. }
            | Self::InvalidVariable { .. }
            | Self::SessionKeyUnset
            | Self::SignatureConfiguration(_)
            | Self::TokenAuthUnset
            | Self::UnsupportedTokenAuth => 500,
        }
    }

    /// The header `WWW-Authenticate` of the answer, where its status is 401: RFC 9110 §11.6.1. For what HTTP has no scheme of
    /// its own, the scheme is called by the name of the mode.
    pub(crate) const fn challenge(&self) -> Option<&'static str> {
        match self {
            Self::MissingPasscode | Self::PasscodeExpired { .. } | Self::WrongPasscode => {
                Some("Passcode realm=\"twilio-access-token\"")
            }
            // RFC 6750 §3.1: nothing is said of an error where there was no token.
            Self::Session(SessionError::Missing) => Some("Bearer realm=\"twilio-access-token\""),
            Self::Session(_) => Some("Bearer realm=\"twilio-access-token\", error=\"invalid_token\""),
            Self::Signature(_) => Some("Twilio-Signature realm=\"twilio-access-token\""),
            _ => None,
        }
    }
}
