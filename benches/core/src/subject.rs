//! What is minted and verified: a token for a room, and one with grants for three products.

use serde::{Deserialize, Serialize};
use twilio_access_token::{
    AccessToken, ApplicationSid, ChatGrant, ServiceSid, SigningKey, UnixTime, VideoGrant, VoiceGrant,
};

pub const ACCOUNT_SID: &str = "AC0123456789abcdef0123456789abcdef";
pub const API_KEY_SID: &str = "SKfedcba9876543210fedcba9876543210";
pub const SECRET: &str = "NotARealSecret0NotARealSecret012";
pub const NOW: u64 = 1_700_000_000;
/// Of an access token without a region.
pub const HEADER: &str = r#"{"alg":"HS256","typ":"JWT","cty":"twilio-fpa;v=1"}"#;

const APPLICATION_SID: &str = "AP0123456789abcdef0123456789abcdef";
const SERVICE_SID: &str = "IS0123456789abcdef0123456789abcdef";

#[derive(Clone, Copy, Debug)]
pub enum Subject {
    Room,
    ThreeGrants,
}

/// The claims as other libraries take and give them.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Claims {
    pub jti: String,
    pub grants: Grants,
    pub iat: u64,
    pub exp: u64,
    pub iss: String,
    pub sub: String,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Grants {
    pub identity: String,
    pub video: Video,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voice: Option<Voice>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chat: Option<Chat>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Video {
    pub room: String,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Voice {
    pub outgoing: Outgoing,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Outgoing {
    pub application_sid: String,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Chat {
    pub service_sid: String,
}

impl Subject {
    pub const ALL: [Self; 2] = [Self::Room, Self::ThreeGrants];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Room => "one room",
            Self::ThreeGrants => "video, voice and chat",
        }
    }

    pub fn token(self) -> AccessToken {
        let token = AccessToken::new("alice").expect("a good identity");
        let token = token.with_grant(VideoGrant::room("daily").expect("a good room"));
        match self {
            Self::Room => token,
            Self::ThreeGrants => {
                let application = APPLICATION_SID.parse::<ApplicationSid>().expect("a good SID");
                let service = SERVICE_SID.parse::<ServiceSid>().expect("a good SID");
                token
                    .with_grant(VoiceGrant::new().with_outgoing(application))
                    .with_grant(ChatGrant::service(service))
            }
        }
    }

    pub fn claims(self) -> Claims {
        let three = matches!(self, Self::ThreeGrants);
        Claims {
            jti: format!("{API_KEY_SID}-{NOW}"),
            grants: Grants {
                identity: "alice".to_owned(),
                video: Video {
                    room: "daily".to_owned(),
                },
                voice: three.then(|| Voice {
                    outgoing: Outgoing {
                        application_sid: APPLICATION_SID.to_owned(),
                    },
                }),
                chat: three.then(|| Chat {
                    service_sid: SERVICE_SID.to_owned(),
                }),
            },
            iat: NOW,
            exp: NOW + 3600,
            iss: API_KEY_SID.to_owned(),
            sub: ACCOUNT_SID.to_owned(),
        }
    }

    /// The claims written out, as one would who knew that nothing needs escaping.
    pub fn write_claims(self, json: &mut Vec<u8>, identity: &str, room: &str) {
        use std::io::Write as _;

        let mut put = |text: &str| json.extend_from_slice(text.as_bytes());
        put(r#"{"jti":""#);
        put(API_KEY_SID);
        put("-1700000000\",\"grants\":{\"identity\":\"");
        put(identity);
        put(r#"","video":{"room":""#);
        put(room);
        put("\"}");
        if matches!(self, Self::ThreeGrants) {
            put(r#","voice":{"outgoing":{"application_sid":""#);
            put(APPLICATION_SID);
            put(r#""}},"chat":{"service_sid":""#);
            put(SERVICE_SID);
            put("\"}");
        }
        let _ = write!(json, r#"}},"iat":{NOW},"exp":{},"iss":""#, NOW + 3600);
        let mut put = |text: &str| json.extend_from_slice(text.as_bytes());
        put(API_KEY_SID);
        put(r#"","sub":""#);
        put(ACCOUNT_SID);
        put("\"}");
    }
}

pub fn key() -> SigningKey {
    SigningKey::new(ACCOUNT_SID, API_KEY_SID, SECRET).expect("a good key")
}

pub fn now() -> UnixTime {
    UnixTime::from_secs(NOW)
}
