//! Base64url without padding, RFC 7515 §2 and Appendix C.

use alloc::{string::String, vec::Vec};

use base64::Engine as _;

/// Writes `input` into the front of `output` and returns what is left of it.
///
/// `output` must hold at least [`encoded_len`] bytes for the whole of `input`.
pub(crate) fn encode_into<'o>(input: &[u8], output: &'o mut [u8]) -> &'o mut [u8] {
    let written = engine()
        .encode_slice(input, output)
        .unwrap_or_else(|_| unreachable!("callers size the buffer with encoded_len"));
    &mut output[written..]
}

/// The string that a buffer holds once it is filled by [`encode_into`].
pub(crate) fn into_string(encoded: Vec<u8>) -> String {
    String::from_utf8(encoded).unwrap_or_else(|_| unreachable!("base64url and the dots between are ASCII"))
}

/// The bytes that `text` encodes, if it does, without padding and without bits to spare.
pub(crate) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    engine().decode(text).ok()
}

/// The length of `len` bytes once encoded.
pub(crate) const fn encoded_len(len: usize) -> usize {
    len / 3 * 4 + (len % 3 * 4).div_ceil(3)
}

/// Kept, since it asks what the processor can do.
#[cfg(all(feature = "std", any(target_arch = "x86_64", target_arch = "aarch64")))]
fn engine() -> &'static impl base64::Engine {
    use base64::engine::{Simd, general_purpose::NO_PAD};

    static ENGINE: std::sync::LazyLock<Simd> = std::sync::LazyLock::new(|| Simd::url_safe(NO_PAD));
    &*ENGINE
}

#[cfg(not(all(feature = "std", any(target_arch = "x86_64", target_arch = "aarch64"))))]
const fn engine() -> &'static impl base64::Engine {
    &base64::engine::general_purpose::URL_SAFE_NO_PAD
}

#[cfg(test)]
mod tests {
    use super::{encode_into, encoded_len};

    #[test]
    fn rfc_7515_appendix_c() {
        let mut buffer = [0; 7];
        assert!(encode_into(&[3, 236, 255, 224, 193], &mut buffer).is_empty());
        assert_eq!(&buffer, b"A-z_4ME");
    }

    #[test]
    fn length_is_exact_and_simd_agrees_with_the_scalar_engine() {
        use base64::Engine as _;
        let bytes: [u8; 300] = core::array::from_fn(|i| i.wrapping_mul(7).to_le_bytes()[0]);
        for len in 0..bytes.len() {
            let expected = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(&bytes[..len]);
            let mut buffer = [0; 400];
            assert_eq!(encoded_len(len), expected.len());
            let rest = encode_into(&bytes[..len], &mut buffer).len();
            assert_eq!(&buffer[..400 - rest], expected.as_bytes());
        }
    }
}
