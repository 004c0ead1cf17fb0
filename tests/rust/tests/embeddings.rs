//! `tests/vectors/embeddings.json`, the cases of every language that embeds the project, here through the calls of the core that
//! take and give text.

mod cases;

use twilio_access_token::{
    AccessToken, Inspector, SigningKey, UnixTime, Verifier, WebhookKey, WebhookParams, WebhookSettings,
};

use self::cases::{Call, Case, Key, cases};
use crate::secrets::assert_clean;

/// The JSON text of an error.
type Refusal = String;

impl Key {
    fn ready(&self) -> Result<SigningKey, Refusal> {
        SigningKey::new(&self.account_sid, &self.api_key_sid, &self.api_key_secret).map_err(|error| error.to_json())
    }
}

impl Call {
    fn run(&self) -> Result<serde_json::Value, Refusal> {
        match self {
            Self::Sign { key, token, now } => {
                let answers = key.ready()?.sign_json_lines(token, UnixTime::from_secs(*now));
                let answer = answers.strip_suffix('\n').unwrap();
                assert!(!answer.contains('\n'));
                let one_by_one = AccessToken::from_json(token)
                    .and_then(|token| key.ready().unwrap().sign(&token, UnixTime::from_secs(*now)));
                assert_eq!(answer, one_by_one.unwrap_or_else(|error| error.to_json()));
                if answer.starts_with('{') {
                    return Err(answer.to_owned());
                }
                Ok(answer.into())
            }
            Self::Verify {
                key,
                leeway,
                token,
                now,
            } => {
                let verifier = Verifier::new(key.ready()?).with_leeway(*leeway);
                let claims = verifier.verify(token, UnixTime::from_secs(*now));
                Ok(claims.map_err(|error| error.to_json())?.to_json().into())
            }
            Self::Inspect {
                token,
                api_key_secret,
                region,
                now,
            } => {
                let mut inspector = Inspector::new(UnixTime::from_secs(*now));
                if let Some(secret) = api_key_secret {
                    inspector = inspector.with_secret(secret);
                }
                if let Some(region) = region {
                    inspector = inspector.with_region(region);
                }
                let report = inspector.inspect(token).to_json();
                assert_clean(&report);
                let report = serde_json::from_str::<serde_json::Value>(&report).unwrap();
                let findings = report["findings"].as_array().unwrap().iter();
                let findings = findings
                    .map(|finding| [&finding["code"], &finding["twilio_code"], &finding["severity"]])
                    .collect::<Vec<_>>();
                Ok(serde_json::json!({"signature": report["signature"], "findings": findings}))
            }
            Self::Webhook {
                secret,
                settings,
                signature,
                url,
                fields,
                body,
            } => {
                let validate = || {
                    let settings = WebhookSettings::from_header(settings.as_deref())?;
                    let key = WebhookKey::new(settings.algorithm, secret.as_bytes())?;
                    let signature = signature.as_deref().unwrap_or_default();
                    match body {
                        Some(body) => key.validate_body(signature, url, body.as_bytes()),
                        None => key.validate_form(signature, url, &WebhookParams::from_iter(fields.iter().cloned())),
                    }
                };
                validate().map_err(|error| error.to_json())?;
                Ok(serde_json::Value::Null)
            }
        }
    }
}

#[test]
fn vectors() {
    let cases = cases();
    assert!(cases.len() > 310, "{} cases", cases.len());
    for Case {
        name,
        call,
        result,
        error,
    } in cases
    {
        let outcome = call.run();
        assert_clean(&format!("{name}: {outcome:?}"));
        match outcome {
            Ok(found) => assert_eq!((error, result.unwrap_or_default()), (None, found), "{name}"),
            Err(json) => {
                let refusal = serde_json::from_str::<serde_json::Value>(&json).unwrap();
                // The embeddings are without HS384 and HS512, which these tests have.
                let code = refusal["code"].as_str().map(|code| match code {
                    "algorithm-mismatch" => "unsupported-header",
                    code => code,
                });
                assert_eq!(error.as_deref(), code, "{name}");
                assert!(refusal["hint"].as_str().unwrap().ends_with('.'), "{name}: {json}");
            }
        }
    }
}
