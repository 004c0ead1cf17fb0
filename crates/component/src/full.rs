//! `twilio-access-token:tokens/{minter,verifier,inspector,webhooks}` over the core crate.

mod webhooks;

use alloc::string::{String, ToString};

use twilio_access_token::{AccessToken, Inspector, Severity, SignatureState, SigningKey, Verifier, VerifyError};
use zeroize::Zeroizing;

use crate::library::{
    Library, ResourceCell,
    bindings::exports::twilio_access_token::tokens::{
        inspector::{self, Finding, Report},
        minter,
        signer::SigningKeyBorrow,
        types::MintError,
        verifier::{self, GuestTokenVerifier, TokenVerifier, VerifyErrorCode},
    },
    case, time,
};

impl minter::Guest for Library {
    fn sign_json(key: SigningKeyBorrow<'_>, token: String, now: Option<u64>) -> Result<String, MintError> {
        let token = AccessToken::from_json(&token)?;
        Ok(key.get::<SigningKey>().sign(&token, time(now))?)
    }

    fn sign_json_lines(key: SigningKeyBorrow<'_>, tokens: String, now: Option<u64>) -> String {
        key.get::<SigningKey>().sign_json_lines(&tokens, time(now))
    }
}

impl verifier::Guest for Library {
    type TokenVerifier = ResourceCell<Verifier>;
}

impl GuestTokenVerifier for ResourceCell<Verifier> {
    fn create(account_sid: String, api_key_sid: String, api_key_secret: String) -> Result<TokenVerifier, MintError> {
        let secret = Zeroizing::new(api_key_secret);
        let key = SigningKey::new(&account_sid, &api_key_sid, &secret)?;
        Ok(TokenVerifier::new(Self::new(Verifier::new(key))))
    }

    fn add_key(&self, account_sid: String, api_key_sid: String, api_key_secret: String) -> Result<(), MintError> {
        let secret = Zeroizing::new(api_key_secret);
        let key = SigningKey::new(&account_sid, &api_key_sid, &secret)?;
        self.change(|verifier| verifier.with_key(key));
        Ok(())
    }

    fn set_leeway(&self, seconds: u32) {
        self.change(|verifier| verifier.with_leeway(seconds));
    }

    fn verify(&self, token: String, now: Option<u64>) -> Result<String, verifier::VerifyError> {
        let claims = self.read(|verifier| verifier.verify(token, time(now)))?;
        Ok(claims.to_json())
    }
}

impl From<VerifyError> for verifier::VerifyError {
    fn from(error: VerifyError) -> Self {
        Self {
            code: case(error.code(), VerifyErrorCode::Other),
            message: error.to_string(),
            hint: String::from(error.hint()),
        }
    }
}

impl inspector::Guest for Library {
    fn inspect(token: String, api_key_secret: Option<String>, region: Option<String>, now: Option<u64>) -> Report {
        let secret = Zeroizing::new(api_key_secret);
        let mut inspector = Inspector::new(time(now));
        if let Some(secret) = &*secret {
            inspector = inspector.with_secret(secret);
        }
        if let Some(region) = &region {
            inspector = inspector.with_region(region);
        }
        let report = inspector.inspect(&token);
        Report {
            header: report.header().map(String::from),
            payload: report.payload().map(String::from),
            signature: match report.signature() {
                SignatureState::Mismatch => inspector::SignatureState::Mismatch,
                SignatureState::Verified => inspector::SignatureState::Verified,
                _ => inspector::SignatureState::Unchecked,
            },
            findings: report.findings().iter().map(Finding::from).collect(),
        }
    }
}

impl From<&twilio_access_token::Finding> for Finding {
    fn from(finding: &twilio_access_token::Finding) -> Self {
        Self {
            code: String::from(finding.code),
            twilio_code: finding.twilio_code,
            severity: match finding.severity {
                Severity::Error => inspector::Severity::Error,
                _ => inspector::Severity::Warning,
            },
            message: finding.message.clone(),
            hint: String::from(finding.hint),
        }
    }
}
