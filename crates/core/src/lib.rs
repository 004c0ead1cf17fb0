#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(clippy::alloc_instead_of_core, clippy::std_instead_of_alloc)]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod base64url;
mod claims;
mod env;
mod error;
#[doc(hidden)]
pub mod error_table;
mod grants;
mod identity;
mod inspect;
mod issuer;
mod json;
mod jws;
mod key;
mod percent;
mod region;
mod secret;
mod sid;
mod time;
mod token;
pub mod validation;
mod verify;
mod webhook;

pub use self::{
    claims::Claims,
    env::EnvError,
    error::MintError,
    grants::{
        ChatGrant, CustomGrant, Grant, Grants, PlaybackGrant, SyncGrant, TaskRouterGrant, VideoGrant, VoiceGrant,
    },
    identity::Identity,
    inspect::{Finding, Inspector, Report, Severity, SignatureState},
    issuer::{IssuedToken, TokenIssuer},
    jws::{Algorithm, AlgorithmError, CompactJws, Header, HmacKey, MAX_TOKEN_BYTES, TokenFormatError},
    key::SigningKey,
    region::{Region, RegionError},
    sid::{
        AccountSid, ApiKeySid, ApplicationSid, CredentialSid, RoleSid, ServiceSid, SidFormatError, SidFormatReason,
        SidKind, TaskQueueSid, WorkerSid, WorkspaceSid,
    },
    time::{Ttl, TtlError, UnixTime, UnixTimeError},
    token::AccessToken,
    verify::{Verifier, VerifierError, VerifyError},
    webhook::{
        WebhookAlgorithm, WebhookError, WebhookKey, WebhookParams, WebhookSettings, body_sha256, url_with_body_sha256,
    },
};
#[doc(hidden)]
pub use self::{
    env::{Aliases, env_var},
    json::escape_controls,
};

/// The examples of the project's README.
#[cfg(all(doctest, feature = "std"))]
#[doc = include_str!("../../../README.md")]
struct ProjectReadme;
