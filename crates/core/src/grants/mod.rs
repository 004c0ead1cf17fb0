//! What a token permits.

mod custom;
mod video;

use alloc::{string::String, vec::Vec};
use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeMap as _};

pub use self::{custom::CustomGrant, video::VideoGrant};

/// Permission for one Twilio product.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Grant {
    /// Twilio Video.
    Video(VideoGrant),
    /// Anything that has no type of its own here.
    Custom(CustomGrant),
}

impl Grant {
    /// The member of the claim `grants` that this grant is the value of.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::Video(_) => VideoGrant::KEY,
            Self::Custom(grant) => grant.key(),
        }
    }
}

impl From<VideoGrant> for Grant {
    fn from(grant: VideoGrant) -> Self {
        Self::Video(grant)
    }
}

impl From<CustomGrant> for Grant {
    fn from(grant: CustomGrant) -> Self {
        Self::Custom(grant)
    }
}

/// The claim `grants`: who the token is for, and what it permits, in the order of adding.
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
    pub fn add(&mut self, grant: impl Into<Grant>) {
        let grant = grant.into();
        match self.list.iter_mut().find(|earlier| earlier.key() == grant.key()) {
            Some(earlier) => *earlier = grant,
            None => self.list.push(grant),
        }
    }

    /// The grants in order.
    pub fn iter(&self) -> impl Iterator<Item = &Grant> {
        self.list.iter()
    }

    /// A size in bytes that holds the JSON text of all but unusual grants.
    pub(crate) fn size_hint(&self) -> usize {
        self.identity.as_ref().map_or(0, String::len) + 128 * self.list.len()
    }
}

impl Serialize for Grants {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(identity) = &self.identity {
            map.serialize_entry(Self::IDENTITY, identity)?;
        }
        for grant in &self.list {
            match grant {
                Grant::Video(grant) => map.serialize_entry(VideoGrant::KEY, grant)?,
                Grant::Custom(grant) => map.serialize_entry(grant.key(), grant.value())?,
            }
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Grants {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Grants;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of grants")
            }

            fn visit_map<M: de::MapAccess<'de>>(self, mut map: M) -> Result<Grants, M::Error> {
                let mut grants = Grants::default();
                while let Some(key) = map.next_key::<String>()? {
                    match key.as_str() {
                        Grants::IDENTITY => grants.identity = Some(map.next_value()?),
                        VideoGrant::KEY => grants.add(map.next_value::<VideoGrant>()?),
                        _ => grants.add(CustomGrant::decoded(key, map.next_value()?)),
                    }
                }
                Ok(grants)
            }
        }

        deserializer.deserialize_map(Visitor)
    }
}
