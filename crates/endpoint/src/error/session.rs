use twilio_access_token::{TokenFormatError, error_table};

error_table! {
    /// Why a session token lets nobody in.
    ///
    /// ```
    /// use twilio_access_token_endpoint::{EndpointError, SessionError};
    ///
    /// let error = EndpointError::Session(SessionError::WrongAudience);
    /// assert_eq!((error.status(), error.code()), (401, "wrong-audience"));
    /// ```
    #[derive(Clone, Debug, Eq, PartialEq)]
    pub enum SessionError -> &'static str {
        /// No key is for the algorithm that the token names.
        AlgorithmMismatch => "algorithm-mismatch", "there is no key for the algorithm that the session token names",
            "Sign with HS256, ES256, EdDSA or RS256, and give this server the key for it: JWT_SECRET, JWT_PUBLIC_KEY or \
             JWT_JWKS.";
        /// The token has lived as long as it was meant to.
        Expired => "expired", "the session token has expired",
            "Ask the application for a new token, or allow for clocks that differ with JWT_LEEWAY.";
        /// A claim is missing, or of another type than it must be.
        InvalidClaim {
            /// The claim, unless `JWT_IDENTITY_CLAIM` or `JWT_ROOMS_CLAIM` gives it a name of its own.
            name: Option<&'static str>,
        } => "invalid-claims",  (
                "{}{} is missing, or not of its type",
                name.map_or("a claim of the session token that this server names", |_| "the session token's claim "),
                name.unwrap_or_default()
            ),
            "Issue tokens with iss, aud, exp and the claims that JWT_IDENTITY_CLAIM and JWT_ROOMS_CLAIM name.";
        /// The payload is not a JSON object, or has a claim twice.
        InvalidPayload => "invalid-claims", "the session token's payload is not a JSON object with each claim once",
            "Issue tokens with iss, aud, exp and the claims that JWT_IDENTITY_CLAIM and JWT_ROOMS_CLAIM name.";
        /// The text is not a token.
        Malformed(error: TokenFormatError) => "malformed", "this is no session token: {error}",
            "Send the token as it was issued, without quotation marks.", source error;
        /// There is no token.
        Missing => "missing-token", "no session token is given",
            "Send the application's session token in the header Authorization: Bearer.";
        /// The token is not valid yet.
        NotYetValid => "not-yet-valid", "the session token is not valid yet",
            "Wait, set the clocks, or allow for clocks that differ with JWT_LEEWAY.";
        /// The token was altered, or signed with another key.
        SignatureMismatch => "signature-mismatch", "the session token's signature is not that of the key",
            "Give this server the key that the application signs with.";
        /// The token names a key that there is not.
        UnknownKey => "unknown-key", "there is no key of the name that the session token gives",
            "Add the key that the token's kid names to JWT_JWKS.";
        /// The header is not JSON, names no algorithm, or holds what must be understood and is not.
        UnsupportedHeader => "unsupported-header", "the session token's header is not one that is understood",
            "Issue session tokens whose header has alg, no crit, and no typ but JWT or at+jwt, or else the one that JWT_TYPE \
             names.";
        /// The token is for another audience.
        WrongAudience => "wrong-audience", "the session token is for another audience",
            "Issue the token for this server's JWT_AUDIENCE.";
        /// The token is of another issuer.
        WrongIssuer => "wrong-issuer", "the session token is of another issuer",
            "Set JWT_ISSUER to the iss of the application's tokens.";
    }
}
