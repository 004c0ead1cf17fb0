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
mod issuer;
mod json;
mod jws;
mod key;
mod sid;
mod time;
mod token;
mod webhook;

pub use self::{
    claims::Claims,
    error::MintError,
    grants::{CustomGrant, Grant, Grants, VideoGrant},
    identity::{Identity, Region},
    issuer::{IssuedToken, TokenIssuer},
    jws::{Algorithm, Header, HmacKey},
    key::SigningKey,
    sid::{AccountSid, ApiKeySid, SidProblem},
    time::{Ttl, UnixTime},
    token::AccessToken,
    webhook::{
        WebhookAlgorithm, WebhookError, WebhookKey, WebhookParams, WebhookSettings, body_sha256, url_with_body_sha256,
    },
};

/// The examples of the project's README.
#[cfg(all(doctest, feature = "std"))]
#[doc = include_str!("../../../README.md")]
struct ProjectReadme;
