//! Where a token's key belongs.

use alloc::string::String;
use core::{fmt, str::FromStr};

crate::error_table! {
    /// Why a string is not a region.
    ///
    /// ```
    /// use twilio_access_token::{Region, RegionError};
    ///
    /// assert_eq!("Dublin".parse::<Region>(), Err(RegionError::Invalid));
    /// ```
    #[derive(Clone, Copy, Debug, Eq, PartialEq)]
    pub enum RegionError -> &'static str {
        /// It is empty, or has other characters than lower-case letters and digits.
        Invalid => "invalid-region", "the region is not lower-case letters and digits",
            "Give the region to which the API key belongs, such as us1, ie1, au1 or jp1, or leave it out for us1.";
    }
}

/// The Twilio region to which an API key belongs: lower-case letters and digits, such as `ie1`.
///
/// A token's region must be that of its key. `us1` is the default and need not be named; Video works with keys of `us1`
/// alone. See [Twilio's page on regional credentials][regions].
///
/// ```
/// use twilio_access_token::Region;
///
/// let region: Region = "ie1".parse()?;
/// assert_eq!("Dublin".parse::<Region>().unwrap_err().code(), "invalid-region");
/// # Ok::<(), twilio_access_token::MintError>(())
/// ```
///
/// [regions]: https://www.twilio.com/docs/global-infrastructure/manage-regional-api-credentials
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Region(String);

impl Region {
    /// The region as Twilio writes it.
    ///
    /// ```
    /// # use twilio_access_token::Region;
    /// assert_eq!("au1".parse::<Region>()?.as_str(), "au1");
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Region {
    type Err = RegionError;

    /// # Errors
    ///
    /// [`RegionError::Invalid`] unless it is lower-case letters and digits, at least one.
    fn from_str(text: &str) -> Result<Self, RegionError> {
        let well_formed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        if text.is_empty() || !text.bytes().all(well_formed) {
            return Err(RegionError::Invalid);
        }
        Ok(Self(String::from(text)))
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
