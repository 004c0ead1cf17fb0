//! `twilio-access-token:tokens/signer` over the core crate.

use alloc::string::String;
use core::cell::Cell;

use twilio_access_token::{
    AccessToken, EnvError, MintError, SidKind, SigningKey, TokenIssuer, Ttl, TtlError, UnixTime, UnixTimeError,
    VideoGrant,
};
use zeroize::Zeroizing;

use self::bindings::exports::twilio_access_token::tokens::{
    signer::{self, AccessTokenBorrow, Guest, GuestAccessToken, GuestSigningKey},
    types::{self, MintErrorCode},
};
use crate::{now, variables};

pub(crate) struct Library;

impl Guest for Library {
    type AccessToken = TokenBuilder;
    type SigningKey = SigningKey;

    fn create_room_token(identity: String, room: Option<String>) -> Result<String, types::MintError> {
        let issuer = TokenIssuer::from_env(variables())?;
        Ok(issuer.create_room_token(&identity, room.as_deref(), now())?.jwt)
    }
}

impl GuestSigningKey for SigningKey {
    fn create(
        account_sid: String,
        api_key_sid: String,
        api_key_secret: String,
    ) -> Result<signer::SigningKey, types::MintError> {
        let secret = Zeroizing::new(api_key_secret);
        Ok(signer::SigningKey::new(Self::new(&account_sid, &api_key_sid, &secret)?))
    }

    fn from_environment() -> Result<signer::SigningKey, types::MintError> {
        Ok(signer::SigningKey::new(TokenIssuer::from_env(variables())?.into_key()))
    }

    fn sign(&self, token: AccessTokenBorrow<'_>, now: Option<u64>) -> Result<String, types::MintError> {
        Ok(token
            .get::<TokenBuilder>()
            .read(|token| Self::sign(self, token, time(now)))?)
    }
}

/// The time that is given, or that of the host's clock.
pub(crate) fn time(given: Option<u64>) -> UnixTime {
    given.map_or_else(now, UnixTime::from_secs)
}

type TokenBuilder = ResourceCell<AccessToken>;

/// The value of a resource. `None` only while a method borrows it.
pub(crate) struct ResourceCell<T>(Cell<Option<T>>);

impl<T> ResourceCell<T> {
    pub(crate) const fn new(held: T) -> Self {
        Self(Cell::new(Some(held)))
    }

    pub(crate) fn change(&self, change: impl FnOnce(T) -> T) {
        self.0.set(self.0.take().map(change));
    }

    pub(crate) fn read<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        let Some(held) = self.0.take() else {
            unreachable!("no function of a resource calls another")
        };
        let outcome = read(&held);
        self.0.set(Some(held));
        outcome
    }
}

impl GuestAccessToken for TokenBuilder {
    fn create(identity: String) -> Result<signer::AccessToken, types::MintError> {
        let token = AccessToken::new(identity)?;
        Ok(signer::AccessToken::new(Self::new(token)))
    }

    fn grant_video(&self, room: Option<String>) -> Result<(), types::MintError> {
        let grant = VideoGrant::room_or_any(room.as_deref())?;
        self.change(|token| token.with_grant(grant));
        Ok(())
    }

    fn set_not_before(&self, not_before: u64) {
        self.change(|token| token.with_not_before(UnixTime::from_secs(not_before)));
    }

    fn set_region(&self, region: String) -> Result<(), types::MintError> {
        let region = region.parse().map_err(MintError::from)?;
        self.change(|token| token.with_region(region));
        Ok(())
    }

    fn set_ttl(&self, seconds: u32) -> Result<(), types::MintError> {
        let ttl = Ttl::seconds(seconds.into()).map_err(MintError::from)?;
        self.change(|token| token.with_ttl(ttl));
        Ok(())
    }
}

impl From<MintError> for types::MintError {
    fn from(error: MintError) -> Self {
        let code = match error {
            MintError::Environment(EnvError::Conflicting { .. }) => MintErrorCode::ConflictingVariables,
            MintError::EmptyIdentity => MintErrorCode::EmptyIdentity,
            MintError::EmptyRoom => MintErrorCode::EmptyRoom,
            MintError::IdentityTooLong { .. } => MintErrorCode::IdentityTooLong,
            MintError::InvalidApiKeySecret { .. } => MintErrorCode::InvalidApiKeySecret,
            MintError::InvalidGrant { .. } => MintErrorCode::InvalidGrant,
            MintError::InvalidJson { .. } => MintErrorCode::InvalidJson,
            MintError::InvalidRegion(_) => MintErrorCode::InvalidRegion,
            MintError::InvalidSid(error) => match error.kind {
                SidKind::Account => MintErrorCode::InvalidAccountSid,
                SidKind::ApiKey => MintErrorCode::InvalidApiKeySid,
                SidKind::Application => MintErrorCode::InvalidApplicationSid,
                SidKind::Credential => MintErrorCode::InvalidCredentialSid,
                SidKind::Role => MintErrorCode::InvalidRoleSid,
                SidKind::Service => MintErrorCode::InvalidServiceSid,
                SidKind::TaskQueue => MintErrorCode::InvalidTaskQueueSid,
                SidKind::Worker => MintErrorCode::InvalidWorkerSid,
                SidKind::Workspace => MintErrorCode::InvalidWorkspaceSid,
                _ => MintErrorCode::Other,
            },
            MintError::InvalidTime(UnixTimeError::Invalid) => MintErrorCode::InvalidTime,
            MintError::InvalidTtl(TtlError::Invalid) => MintErrorCode::InvalidTtl,
            MintError::InvalidType { .. } => MintErrorCode::InvalidType,
            MintError::Environment(EnvError::Missing { .. }) => MintErrorCode::MissingVariable,
            MintError::NeverValid { .. } => MintErrorCode::NeverValid,
            MintError::RoomTooLong { .. } => MintErrorCode::RoomTooLong,
            MintError::SidsSwapped => MintErrorCode::SidsSwapped,
            MintError::InvalidTime(UnixTimeError::OutOfRange { .. }) => MintErrorCode::TimeOutOfRange,
            MintError::InvalidTtl(TtlError::TooLong { .. }) => MintErrorCode::TtlTooLong,
            MintError::InvalidTtl(TtlError::TooShort) => MintErrorCode::TtlTooShort,
            MintError::UnsupportedAlgorithm(_) => MintErrorCode::UnsupportedAlgorithm,
            _ => MintErrorCode::Other,
        };
        Self {
            code,
            message: error.full_message(),
        }
    }
}

#[expect(unsafe_code, reason = "generated by wit-bindgen")]
pub(crate) mod bindings {
    use super::Library;

    #[cfg(not(feature = "full"))]
    wit_bindgen::generate!({ world: "library", path: "../../wit" });
    #[cfg(feature = "full")]
    wit_bindgen::generate!({ world: "full", path: "../../wit" });
    export!(Library);
}
