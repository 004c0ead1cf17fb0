//! Settings that were read name an algorithm that there is, and a key id that stands in the header.

#![no_main]

use libfuzzer_sys::fuzz_target;
use twilio_access_token::{WebhookError, WebhookSettings};

fuzz_target!(|header: &str| {
    match WebhookSettings::from_header(Some(header)) {
        Ok(settings) => {
            let algorithm = settings.algorithm.as_str();
            assert_eq!(algorithm.parse(), Ok(settings.algorithm));
            if let Some(id) = settings.key_id {
                assert!(!id.is_empty() && header.contains(&id));
                let written = format!("key={id},algorithm={algorithm}");
                let read = WebhookSettings::from_header(Some(&written));
                assert_eq!(read, Ok(WebhookSettings::new(Some(id), settings.algorithm)));
            }
        }
        Err(error) => assert_eq!(error, WebhookError::UnsupportedSignatureAlgorithm),
    }
});
