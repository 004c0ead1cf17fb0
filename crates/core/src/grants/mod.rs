//! What a token permits.

mod chat;
mod custom;
mod playback;
mod sync;
mod task_router;
mod video;
mod voice;

use alloc::{borrow::Cow, string::String, vec::Vec};
use core::{fmt, marker::PhantomData};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::value::RawValue;

pub use self::{
    chat::ChatGrant, custom::CustomGrant, playback::PlaybackGrant, sync::SyncGrant, task_router::TaskRouterGrant,
    video::VideoGrant, voice::VoiceGrant,
};
use crate::{
    error::MintError,
    json::{Object, RawJson, has_duplicate_member, key, object_from_str},
};

/// Declares the grants that have types: their variants, keys and conversions.
macro_rules! grants {
    ($($(#[doc = $doc:literal])+ $variant:ident($class:ident) = $key:literal;)+) => {
        /// Permission for one Twilio product.
        ///
        /// ```
        /// use twilio_access_token::{Grant, VideoGrant};
        ///
        /// let grant = Grant::from(VideoGrant::room("daily")?);
        /// assert!(matches!(&grant, Grant::Video(video) if *video == VideoGrant::room("daily")?));
        /// # Ok::<(), twilio_access_token::MintError>(())
        /// ```
        #[derive(Clone, Debug, Eq, PartialEq)]
        #[non_exhaustive]
        pub enum Grant {
            $($(#[doc = $doc])+ $variant($class),)+
            /// Anything that has no type of its own here.
            Custom(CustomGrant),
        }

        impl Grant {
            /// The member of the claim `grants` that this grant is the value of.
            ///
            /// ```
            /// # use twilio_access_token::{Grant, SyncGrant, VideoGrant};
            /// assert_eq!(Grant::from(VideoGrant::any_room()).key(), "video");
            ///
            /// let sync = SyncGrant::service("IS0123456789abcdef0123456789abcdef".parse()?);
            /// assert_eq!(Grant::from(sync).key(), "data_sync");
            /// # Ok::<(), twilio_access_token::MintError>(())
            /// ```
            #[must_use]
            pub fn key(&self) -> &str {
                match self {
                    $(Self::$variant(_) => $class::KEY,)+
                    Self::Custom(grant) => grant.key(),
                }
            }

            fn write(&self, grants: &mut Object<'_>) {
                match self {
                    $(Self::$variant(grant) => grant.write(grants.value(key!($key))),)+
                    Self::Custom(grant) => grant.value().write(grants.dynamic_key(grant.key())),
                }
            }

            /// Holds a grant that was written elsewhere to what its constructors ask for.
            fn check(&self) -> Result<(), MintError> {
                match self {
                    $(Self::$variant(grant) => grant.check(),)+
                    Self::Custom(grant) if Self::reserved(grant.key()).is_some() => Err(MintError::InvalidGrant {
                        reason: "it has fields that its product's grant does not have, or of another type",
                    }),
                    Self::Custom(_) => Ok(()),
                }
            }

            /// Why a custom grant cannot have `key`, if a product's grant has it.
            fn reserved(key: &str) -> Option<&'static str> {
                match key {
                    $($class::KEY => Some(concat!(
                        "the key \"", $key, "\" is reserved for the typed grant ", stringify!($variant),
                    )),)+
                    _ => None,
                }
            }

            /// The grant of a token that was made elsewhere. One that its type cannot hold without loss is a custom one.
            /// `None` if it has a member twice.
            fn decoded(key: &str, value: impl RawText) -> Option<Self> {
                let typed = match key {
                    $($class::KEY => object_from_str(value.text()).map(Self::$variant).ok(),)+
                    _ => None,
                };
                // The fields of a type are there once.
                if typed.as_ref().is_none_or(Self::is_free_form) && has_duplicate_member(value.text()) {
                    return None;
                }
                Some(typed.unwrap_or_else(|| Self::Custom(CustomGrant::decoded(String::from(key), value.into_raw()))))
            }
        }

        $(
            impl $class {
                pub(crate) const KEY: &str = $key;
            }

            impl From<$class> for Grant {
                fn from(grant: $class) -> Self {
                    Self::$variant(grant)
                }
            }

            impl Serialize for $class {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    RawJson::written(|json| self.write(json)).serialize(serializer)
                }
            }
        )+
    };
}

grants! {
    /// Twilio Conversations, formerly Chat.
    Chat(ChatGrant) = "chat";
    /// Twilio Live.
    Playback(PlaybackGrant) = "player";
    /// Twilio Sync.
    Sync(SyncGrant) = "data_sync";
    /// Twilio TaskRouter.
    TaskRouter(TaskRouterGrant) = "task_router";
    /// Twilio Video.
    Video(VideoGrant) = "video";
    /// Twilio Voice.
    Voice(VoiceGrant) = "voice";
}

impl Grant {
    /// Whether there is JSON in it of the application's own.
    fn is_free_form(&self) -> bool {
        match self {
            Self::Custom(_) | Self::Playback(_) => true,
            Self::Voice(grant) => grant.has_params(),
            _ => false,
        }
    }
}

impl CustomGrant {
    /// The grant whose value is the JSON text `json`, which is written into the token as it stands, key order and all.
    ///
    /// # Errors
    ///
    /// [`MintError::InvalidGrant`] if `json` is not JSON, or `key` is `identity` or that of a typed grant, such as `video`.
    ///
    /// ```
    /// # use twilio_access_token::{AccessToken, CustomGrant};
    /// let token = AccessToken::new("alice")?.with_grant(CustomGrant::new("rtc", "{}")?);
    /// assert_eq!(token, AccessToken::from_json(r#"{"identity":"alice","grants":{"rtc":{}}}"#)?);
    /// assert_eq!(CustomGrant::new("identity", "{}").unwrap_err().code(), "invalid-grant");
    /// assert_eq!(CustomGrant::new("video", "{}").unwrap_err().code(), "invalid-grant");
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    pub fn new(key: impl Into<String>, json: impl Into<String>) -> Result<Self, MintError> {
        let key = key.into();
        if key == Grants::IDENTITY {
            return Err(MintError::InvalidGrant {
                reason: "its key is that of the identity",
            });
        }
        if let Some(reason) = Grant::reserved(&key) {
            return Err(MintError::InvalidGrant { reason });
        }
        let value = RawJson::new(json.into()).ok_or(MintError::InvalidGrant {
            reason: "its value is not JSON",
        })?;
        Ok(Self::decoded(key, value))
    }
}

impl From<CustomGrant> for Grant {
    fn from(grant: CustomGrant) -> Self {
        Self::Custom(grant)
    }
}

/// The claim `grants`: who the token is for, and what it permits, in the order of adding.
///
/// ```
/// use twilio_access_token::{Grant, Grants, VideoGrant};
///
/// let grants: Grants = serde_json::from_str(r#"{"identity":"alice","video":{"room":"daily"}}"#)?;
/// assert_eq!(grants.identity.as_deref(), Some("alice"));
/// assert_eq!(grants.get("video"), Some(&Grant::Video(VideoGrant::room("daily")?)));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Grants {
    /// The identity, always written first.
    pub identity: Option<String>,
    list: Vec<Grant>,
}

impl Grants {
    pub(crate) const IDENTITY: &str = "identity";

    /// Grants for `identity` that permit nothing yet.
    pub(crate) fn for_identity(identity: String) -> Self {
        Self {
            identity: Some(identity),
            list: Vec::new(),
        }
    }

    /// Adds a grant. One for the same key as an earlier grant takes that one's place.
    ///
    /// ```
    /// # use twilio_access_token::{Grants, VideoGrant, VoiceGrant};
    /// let mut grants = Grants::default();
    /// grants.add(VideoGrant::any_room());
    /// grants.add(VoiceGrant::new());
    /// grants.add(VideoGrant::room("daily")?);
    /// assert_eq!(serde_json::to_string(&grants)?, r#"{"video":{"room":"daily"},"voice":{}}"#);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    pub fn add(&mut self, grant: impl Into<Grant>) {
        let grant = grant.into();
        match self.list.iter_mut().find(|earlier| earlier.key() == grant.key()) {
            Some(earlier) => *earlier = grant,
            None => self.list.push(grant),
        }
    }

    /// The grant under `key`, such as `video`.
    ///
    /// ```
    /// # use twilio_access_token::{Grant, Grants, VideoGrant};
    /// let mut grants = Grants::default();
    /// grants.add(VideoGrant::any_room());
    /// assert_eq!(grants.get("video"), Some(&Grant::Video(VideoGrant::any_room())));
    /// assert_eq!(grants.get("voice"), None);
    /// ```
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Grant> {
        self.list.iter().find(|grant| grant.key() == key)
    }

    /// The grants in order.
    ///
    /// ```
    /// # use twilio_access_token::{Grant, Grants};
    /// let grants: Grants = serde_json::from_str(r#"{"voice":{},"identity":"alice","video":{}}"#)?;
    /// let keys: Vec<_> = grants.iter().map(Grant::key).collect();
    /// assert_eq!(keys, ["voice", "video"]);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = &Grant> {
        self.list.iter()
    }

    /// Holds all grants to what their constructors ask for.
    pub(crate) fn check(&self) -> Result<(), MintError> {
        self.list.iter().try_for_each(Grant::check)
    }

    pub(crate) fn write(&self, json: &mut Vec<u8>) {
        let mut members = Object::open(json).string(key!("identity"), self.identity.as_deref());
        for grant in &self.list {
            grant.write(&mut members);
        }
        members.close();
    }

    /// A size in bytes that holds the JSON text of all but unusual grants.
    pub(crate) fn size_hint(&self) -> usize {
        self.identity.as_ref().map_or(0, String::len) + 128 * self.list.len()
    }
}

impl Serialize for Grants {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawJson::written(|json| self.write(json)).serialize(serializer)
    }
}

/// JSON text as a deserializer hands it over: a copy, or a part of its input.
trait RawText {
    fn text(&self) -> &str;
    fn into_raw(self) -> RawJson;
}

impl RawText for RawJson {
    fn text(&self) -> &str {
        self.as_str()
    }

    fn into_raw(self) -> RawJson {
        self
    }
}

impl RawText for &RawValue {
    fn text(&self) -> &str {
        self.get()
    }

    fn into_raw(self) -> RawJson {
        self.into()
    }
}

/// Reads grants whose JSON text `V` holds.
struct Visitor<V>(PhantomData<V>);

impl<'de, V: Deserialize<'de> + RawText> de::Visitor<'de> for Visitor<V> {
    type Value = Grants;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of grants")
    }

    fn visit_map<M: de::MapAccess<'de>>(self, mut map: M) -> Result<Grants, M::Error> {
        /// Not copied where it needs not be.
        #[derive(Deserialize)]
        struct Key<'k>(#[serde(borrow)] Cow<'k, str>);

        let mut grants = Grants::default();
        while let Some(Key(key)) = map.next_key()? {
            // Which of two would be meant is not for a reader to guess, RFC 8725 §2.4.
            if grants.get(&key).is_some() || (key == Grants::IDENTITY && grants.identity.is_some()) {
                return Err(de::Error::custom("a grant is there twice"));
            }
            if key == Grants::IDENTITY {
                grants.identity = Some(map.next_value()?);
            } else {
                let grant = Grant::decoded(&key, map.next_value::<V>()?);
                grants
                    .list
                    .push(grant.ok_or_else(|| de::Error::custom("a grant has a member twice"))?);
            }
        }
        Ok(grants)
    }
}

impl Grants {
    /// As [`deserialize`](Deserialize::deserialize), without copies, from JSON that is a string in memory.
    pub(crate) fn deserialize_borrowed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Visitor::<&RawValue>(PhantomData))
    }
}

impl<'de> Deserialize<'de> for Grants {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Visitor::<RawJson>(PhantomData))
    }
}
