//! The cases of `tests/vectors/embeddings.json`, as Rust reads them.

use serde::Deserialize;

pub(crate) fn cases() -> Vec<Case> {
    let file: File = serde_json::from_str(include_str!("../../../vectors/embeddings.json")).unwrap();
    file.cases
}

#[derive(Deserialize)]
struct File {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
pub(crate) struct Case {
    pub(crate) name: String,
    #[serde(flatten)]
    pub(crate) call: Call,
    pub(crate) result: Option<serde_json::Value>,
    pub(crate) error: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Key {
    pub(crate) account_sid: String,
    pub(crate) api_key_sid: String,
    pub(crate) api_key_secret: String,
}

#[derive(Deserialize)]
#[serde(tag = "call", rename_all = "lowercase")]
pub(crate) enum Call {
    Sign {
        #[serde(flatten)]
        key: Key,
        token: String,
        now: u64,
    },
    Verify {
        #[serde(flatten)]
        key: Key,
        leeway: u32,
        token: String,
        now: u64,
    },
    Inspect {
        token: String,
        api_key_secret: Option<String>,
        region: Option<String>,
        now: u64,
    },
    Webhook {
        secret: String,
        settings: Option<String>,
        signature: Option<String>,
        url: String,
        #[serde(default)]
        fields: Vec<(String, String)>,
        body: Option<String>,
    },
}
