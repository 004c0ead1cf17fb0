//! JSON Web Signature in compact serialization, RFC 7515 §3.1 and §5.1.

mod algorithm;
mod compact;
mod header;
mod hmac;

pub use self::{
    algorithm::{Algorithm, AlgorithmError},
    compact::{CompactJws, MAX_TOKEN_BYTES, TokenFormatError},
    header::Header,
    hmac::HmacKey,
};
pub(crate) use self::{compact::signing_input, header::encode_header, hmac::prepare};
