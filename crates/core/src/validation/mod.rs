//! [Public Key Client Validation][pkcv]: a token that goes with a request to Twilio's API, in the header
//! `Twilio-Client-Validation`, and proves that its sender holds a private key and that nobody has altered the request.
//!
//! The token signs a hash of the request. [`CanonicalRequest`] is what is hashed, [`ValidationClient`] makes the token of it,
//! and the signature comes from `PrivateKey` (feature `pkcv`), or from whatever else holds the key, such as a key management
//! service:
//!
//! ```
//! use twilio_access_token::UnixTime;
//! use twilio_access_token::validation::{CanonicalRequest, RsaAlgorithm, ValidationClient};
//!
//! let client = ValidationClient::new(
//!     "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
//!     "CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
//!     "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
//!     RsaAlgorithm::Rs256,
//! )?;
//! let request = CanonicalRequest::new("GET", "api.twilio.com", "/2010-04-01/Accounts.json")
//!     .with_query("PageSize=20")
//!     .with_authorization("Basic QUM6");
//! let unsigned = client.unsigned_token(&request, UnixTime::from_secs(1_700_000_000))?;
//!
//! # fn sign_elsewhere(_: &str) -> [u8; 256] { [0; 256] }
//! let signature = sign_elsewhere(unsigned.signing_input());
//! let jwt = unsigned.with_signature(&signature);
//! # assert_eq!(jwt.split('.').count(), 3);
//! # Ok::<(), twilio_access_token::MintError>(())
//! ```
//!
//! [pkcv]: https://www.twilio.com/docs/iam/pkcv

mod algorithm;
mod client;
#[cfg(feature = "pkcv")]
mod private_key;
mod request;
mod unsigned;

#[cfg(feature = "pkcv")]
pub use self::private_key::{PrivateKey, PrivateKeyError};
pub use self::{algorithm::RsaAlgorithm, client::ValidationClient, request::CanonicalRequest, unsigned::UnsignedToken};
