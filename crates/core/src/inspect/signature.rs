//! The signature, and the secret it is compared with.

use super::{findings, inspection::Inspection, report::SignatureState};
use crate::{
    jws::{Algorithm, CompactJws, HmacKey},
    sid::SidKind,
};

impl Inspection<'_> {
    pub(super) fn signature(&mut self, token: &CompactJws<'_>, algorithm: Option<&str>) {
        let Some(secret) = self.secret else { return };

        if looks_like_auth_token(secret) {
            let message =
                "The secret is 32 hexadecimal digits, as an auth token is and the secret of an API key is not.";
            self.add(findings::AUTH_TOKEN_AS_SECRET, message);
        } else if SidKind::of(secret).is_some() {
            self.add(findings::SID_AS_SECRET, "What is given for the secret is a SID.");
        }
        let Some(algorithm) = algorithm.and_then(|name| name.parse::<Algorithm>().ok()) else {
            return;
        };
        let verifies = |secret: &str| HmacKey::new(algorithm, secret.as_bytes()).verify(token);
        if verifies(secret) {
            self.report.signature = SignatureState::Verified;
            return;
        }
        self.report.signature = SignatureState::Mismatch;
        if verifies(secret.trim()) {
            let message = "The signature is that of the secret without the white space around it.";
            self.add(findings::SECRET_WHITE_SPACE, message);
        } else if verifies("") {
            self.add(findings::EMPTY_SECRET, "The token is signed with an empty secret.");
        } else {
            let message = "The signature is not that of the secret: another key signed the token, or it was altered.";
            self.add(findings::SIGNATURE_MISMATCH, message);
        }
    }
}

/// Whether a text is 32 lower-case hexadecimal digits. The secret of an API key has other letters, and never by chance none.
fn looks_like_auth_token(secret: &str) -> bool {
    secret.len() == 32 && secret.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
