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
mod error;
mod grants;
mod identity;
mod inspect;
mod issuer;
mod json;
mod jws;
mod key;
mod percent;
mod secret;
mod sid;
mod time;
mod token;
pub mod validation;
mod verify;
mod webhook;

#[doc(hidden)]
pub use self::json::escape_controls;
pub use self::{
    claims::Claims,
    error::MintError,
    grants::{
        ChatGrant, CustomGrant, Grant, Grants, PlaybackGrant, SyncGrant, TaskRouterGrant, VideoGrant, VoiceGrant,
    },
    identity::{Identity, Region},
    inspect::{Finding, Inspector, Report, Severity, SignatureState},
    issuer::{IssuedToken, TokenIssuer, env_var},
    jws::{Algorithm, CompactJws, Header, HmacKey, MAX_TOKEN_BYTES, TokenFormatError},
    key::SigningKey,
    sid::{
        AccountSid, ApiKeySid, ApplicationSid, CredentialSid, RoleSid, ServiceSid, SidFormatError, SidKind,
        TaskQueueSid, WorkerSid, WorkspaceSid,
    },
    time::{Ttl, UnixTime},
    token::AccessToken,
    verify::{Verifier, VerifyError},
    webhook::{
        WebhookAlgorithm, WebhookError, WebhookKey, WebhookParams, WebhookSettings, body_sha256, url_with_body_sha256,
    },
};

/// The examples of the project's README.
#[cfg(all(doctest, feature = "std"))]
#[doc = include_str!("../../../README.md")]
struct ProjectReadme;
