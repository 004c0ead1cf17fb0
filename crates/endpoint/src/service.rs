//! Minting: the token that an authenticated caller gets.

use alloc::{string::String, vec::Vec};

use twilio_access_token::{AccessToken, Grant, IssuedToken, MintError, TokenIssuer, UnixTime, VideoGrant};

use crate::{
    auth::{Admitted, Auth, TokenRequest},
    env::Env,
    error::EndpointError,
    grants,
    protocol::MAX_BODY_BYTES,
    request::Request,
    rooms::Rooms,
};

/// The configuration of an endpoint that mints.
pub(crate) struct TokenService {
    pub(crate) auth: Auth,
    issuer: TokenIssuer,
    grants: Vec<Grant>,
    /// `None` if a token may name any room or none.
    rooms: Option<Rooms>,
}

/// An issued token, and the identity and room that it is valid for.
pub(crate) struct TokenResponse {
    pub(crate) identity: String,
    pub(crate) room: Option<String>,
    pub(crate) issued: IssuedToken,
}

impl TokenService {
    pub(crate) fn from_env(variable: Env<'_>) -> Result<Self, EndpointError> {
        Ok(Self {
            auth: Auth::from_env(variable)?,
            issuer: TokenIssuer::from_env(variable).map_err(EndpointError::Configuration)?,
            grants: grants::from_env(variable)?,
            rooms: Rooms::from_env(variable)?,
        })
    }

    /// Mints the token of an admitted caller.
    pub(crate) fn mint(
        &self,
        request: &Request<'_>,
        admitted: Admitted<'_>,
        now: UnixTime,
    ) -> Result<TokenResponse, EndpointError> {
        if request.body.len() > MAX_BODY_BYTES {
            return Err(EndpointError::BodyTooLarge);
        }
        let TokenRequest { identity, room, rooms } = admitted.read(request, now)?;
        for rooms in self.rooms.iter().chain(&rooms) {
            rooms.check(room.as_deref())?;
        }
        let issued = self.issue(&identity, room.as_deref(), now);
        Ok(TokenResponse {
            issued: issued.map_err(EndpointError::Mint)?,
            identity,
            room,
        })
    }

    fn issue(&self, identity: &str, room: Option<&str>, now: UnixTime) -> Result<IssuedToken, MintError> {
        let token = AccessToken::new(identity)?.with_grant(VideoGrant::room_or_any(room)?);
        let token = self.grants.iter().cloned().fold(token, AccessToken::with_grant);
        self.issuer.issue(token, now)
    }
}
