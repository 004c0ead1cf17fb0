//! Instants and lifetimes, both in whole seconds as RFC 7519 §2 counts them (`NumericDate`).

use core::{fmt, str::FromStr, time::Duration};
#[cfg(feature = "std")]
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

crate::error_table! {
    /// Why a number is not an instant that a token can have.
    ///
    /// ```
    /// use twilio_access_token::{UnixTime, UnixTimeError};
    ///
    /// assert_eq!("now".parse::<UnixTime>(), Err(UnixTimeError::Invalid));
    /// ```
    #[derive(Clone, Copy, Debug, Eq, PartialEq)]
    pub enum UnixTimeError -> &'static str {
        /// It is not a whole number of seconds.
        Invalid => "invalid-time", "the time is not a whole number of seconds",
            "Give whole seconds since 1970-01-01T00:00:00Z, in digits.";
        /// It is after [`UnixTime::MAX`].
        OutOfRange {
            /// The time, read as seconds.
            seconds: u64,
        } => "time-out-of-range", "the time {seconds} lies after the year 9999 when read as seconds",
            "Give seconds, not milliseconds.";
    }
}

crate::error_table! {
    /// Why a number is not a lifetime.
    ///
    /// ```
    /// use twilio_access_token::{Ttl, TtlError};
    ///
    /// assert_eq!(Ttl::seconds(90_000), Err(TtlError::TooLong { seconds: 90_000 }));
    /// ```
    #[derive(Clone, Copy, Debug, Eq, PartialEq)]
    pub enum TtlError -> &'static str {
        /// It is not a whole number of seconds.
        Invalid => "invalid-ttl", "the lifetime is not a whole number of seconds",
            "Give whole seconds from 1 to 86400, in digits: 3600 for an hour.";
        /// It is over 24 hours.
        TooLong {
            /// The lifetime asked for.
            seconds: u64,
        } => "ttl-too-long", "a lifetime of {seconds} seconds is over the limit of 86400",
            "Give at most 86400 seconds (24 hours), or 86399 to be safe with Twilio Voice; clients can ask for a new token in time.";
        /// It is no seconds, or fewer.
        TooShort => "ttl-too-short", "a lifetime of no seconds makes a token that is never valid",
            "Give at least 1 second; 3600 is usual.";
    }
}

/// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// ```
/// use twilio_access_token::UnixTime;
///
/// let now: UnixTime = "1700000000".parse()?;
/// assert_eq!(now, UnixTime::from_secs(1_700_000_000));
/// assert_eq!(UnixTime::try_from(0.5).unwrap_err().code(), "invalid-time");
/// # Ok::<(), twilio_access_token::MintError>(())
/// ```
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct UnixTime(u64);

impl UnixTime {
    /// 9999-12-31T23:59:59Z. A token that reaches past it is refused: such a time is nearly always in milliseconds.
    ///
    /// ```
    /// # use twilio_access_token::{AccessToken, UnixTime};
    /// let milliseconds = UnixTime::from_secs(1_700_000_000_000);
    /// assert!(milliseconds > UnixTime::MAX);
    /// let error = AccessToken::new("alice")?.expires_at(milliseconds).unwrap_err();
    /// assert_eq!(error.code(), "time-out-of-range");
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    pub const MAX: Self = Self(253_402_300_799);

    /// The instant `secs` seconds after 1970-01-01T00:00:00Z.
    ///
    /// ```
    /// # use twilio_access_token::UnixTime;
    /// assert!(UnixTime::from_secs(1_700_000_000) < UnixTime::from_secs(1_700_000_001));
    /// ```
    #[must_use]
    pub const fn from_secs(secs: u64) -> Self {
        Self(secs)
    }

    /// The instant that the system clock shows. A clock before 1970 reads as 1970.
    ///
    /// ```
    /// # use twilio_access_token::UnixTime;
    /// assert!(UnixTime::now() > UnixTime::from_secs(1_700_000_000));
    /// ```
    #[cfg(feature = "std")]
    #[must_use]
    pub fn now() -> Self {
        SystemTime::now().into()
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    ///
    /// ```
    /// # use twilio_access_token::UnixTime;
    /// assert_eq!(UnixTime::from_secs(1_700_000_000).as_secs(), 1_700_000_000);
    /// ```
    #[must_use]
    pub const fn as_secs(self) -> u64 {
        self.0
    }

    /// When what is signed at this instant expires.
    pub(crate) fn plus(self, ttl: Ttl) -> Result<Self, UnixTimeError> {
        // Both are in range, so their sum is far from u64's.
        Self(self.in_range()?.0 + ttl.as_secs()).in_range()
    }

    /// This instant if it is not after [`MAX`](Self::MAX).
    pub(crate) fn in_range(self) -> Result<Self, UnixTimeError> {
        if self > Self::MAX {
            return Err(UnixTimeError::OutOfRange { seconds: self.0 });
        }
        Ok(self)
    }
}

impl fmt::Display for UnixTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for UnixTime {
    type Err = UnixTimeError;

    /// # Errors
    ///
    /// [`UnixTimeError::Invalid`] where the text is not a whole number of seconds.
    fn from_str(text: &str) -> Result<Self, UnixTimeError> {
        digits(text).map(Self).ok_or(UnixTimeError::Invalid)
    }
}

impl TryFrom<f64> for UnixTime {
    type Error = UnixTimeError;

    /// For callers whose only number is a double, JavaScript's `Date.now() / 1000` among them.
    ///
    /// # Errors
    ///
    /// [`UnixTimeError::Invalid`] unless it is a whole number of seconds from 0 to 2⁵³.
    fn try_from(secs: f64) -> Result<Self, UnixTimeError> {
        whole(secs).map(Self).ok_or(UnixTimeError::Invalid)
    }
}

/// Without the fraction of a second. An instant before 1970 reads as 1970.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use twilio_access_token::UnixTime;
///
/// let instant = SystemTime::UNIX_EPOCH + Duration::from_millis(1_700_000_000_999);
/// assert_eq!(UnixTime::from(instant).as_secs(), 1_700_000_000);
/// ```
#[cfg(feature = "std")]
impl From<SystemTime> for UnixTime {
    fn from(instant: SystemTime) -> Self {
        let since_epoch = instant.duration_since(SystemTime::UNIX_EPOCH);
        Self(since_epoch.map_or(0, |duration| duration.as_secs()))
    }
}

#[cfg(feature = "std")]
impl TryFrom<UnixTime> for SystemTime {
    type Error = UnixTimeError;

    /// # Errors
    ///
    /// [`UnixTimeError::OutOfRange`] if the time is after what the platform's clock can hold.
    fn try_from(time: UnixTime) -> Result<Self, UnixTimeError> {
        Self::UNIX_EPOCH
            .checked_add(Duration::from_secs(time.0))
            .ok_or(UnixTimeError::OutOfRange { seconds: time.0 })
    }
}

/// How long a token lives: 1 to 86,400 seconds, Twilio's [limit of 24 hours][20157].
///
/// ```
/// use twilio_access_token::Ttl;
///
/// assert_eq!(Ttl::default(), Ttl::seconds(3600)?);
/// assert_eq!(Ttl::seconds(86_401).unwrap_err().code(), "ttl-too-long");
/// assert_eq!("15m".parse::<Ttl>().unwrap_err().code(), "invalid-ttl");
/// # Ok::<(), twilio_access_token::MintError>(())
/// ```
///
/// [20157]: https://www.twilio.com/docs/api/errors/20157
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Ttl(u32);

impl Ttl {
    /// 3,600 seconds, the default of Twilio's libraries.
    ///
    /// ```
    /// # use twilio_access_token::Ttl;
    /// assert_eq!(Ttl::DEFAULT.as_secs(), 3_600);
    /// ```
    pub const DEFAULT: Self = Self(3_600);

    /// 86,400 seconds.
    ///
    /// ```
    /// # use twilio_access_token::Ttl;
    /// assert_eq!("86400".parse(), Ok(Ttl::MAX));
    /// ```
    pub const MAX: Self = Self(86_400);

    /// A lifetime of `seconds`, 1 to 86,400.
    ///
    /// # Errors
    ///
    /// [`TtlError::TooShort`] and [`TtlError::TooLong`].
    ///
    /// ```
    /// # use twilio_access_token::Ttl;
    /// assert_eq!(Ttl::seconds(900), "900".parse());
    /// assert_eq!(Ttl::seconds(0).unwrap_err().code(), "ttl-too-short");
    /// assert_eq!(Ttl::seconds(86_401).unwrap_err().code(), "ttl-too-long");
    /// ```
    pub const fn seconds(seconds: u64) -> Result<Self, TtlError> {
        if seconds == 0 {
            return Err(TtlError::TooShort);
        }
        if seconds > Self::MAX.as_secs() {
            return Err(TtlError::TooLong { seconds });
        }
        #[expect(clippy::cast_possible_truncation, reason = "at most 86,400")]
        Ok(Self(seconds as u32))
    }

    /// The lifetime in seconds.
    ///
    /// ```
    /// # use twilio_access_token::Ttl;
    /// assert_eq!("900".parse::<Ttl>()?.as_secs(), 900);
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[must_use]
    pub const fn as_secs(self) -> u64 {
        self.0 as u64
    }
}

impl Default for Ttl {
    /// [`Ttl::DEFAULT`].
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl FromStr for Ttl {
    type Err = TtlError;

    /// # Errors
    ///
    /// [`TtlError::Invalid`] where the text is not a whole number, and as [`Ttl::seconds`].
    fn from_str(text: &str) -> Result<Self, TtlError> {
        match text.strip_prefix('-').and_then(digits) {
            Some(_) => Err(TtlError::TooShort),
            None => Self::seconds(digits(text).ok_or(TtlError::Invalid)?),
        }
    }
}

impl TryFrom<f64> for Ttl {
    type Error = TtlError;

    /// For callers whose only number is a double.
    ///
    /// # Errors
    ///
    /// [`TtlError::Invalid`] where it is not a whole number, and as [`Ttl::seconds`].
    fn try_from(seconds: f64) -> Result<Self, TtlError> {
        if seconds < 0.0 {
            return Err(TtlError::TooShort);
        }
        Self::seconds(whole(seconds).ok_or(TtlError::Invalid)?)
    }
}

impl TryFrom<Duration> for Ttl {
    type Error = TtlError;

    /// # Errors
    ///
    /// [`TtlError::Invalid`] if it is not a whole number of seconds, and as [`Ttl::seconds`].
    fn try_from(duration: Duration) -> Result<Self, TtlError> {
        if duration.subsec_nanos() != 0 {
            return Err(TtlError::Invalid);
        }
        Self::seconds(duration.as_secs())
    }
}

impl From<Ttl> for Duration {
    fn from(ttl: Ttl) -> Self {
        Self::from_secs(ttl.as_secs())
    }
}

/// A text of digits alone; one too large for the type reads as the largest, which every limit refuses.
fn digits(text: &str) -> Option<u64> {
    let all_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then(|| text.parse().unwrap_or(u64::MAX))
}

/// A double that is a whole number and that no rounding can have made one.
fn whole(number: f64) -> Option<u64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "in range, and compared after"
    )]
    let integer = (0.0..=EXACT).contains(&number).then_some(number as u64)?;
    #[expect(clippy::cast_precision_loss, reason = "at most 2⁵³")]
    (integer as f64 == number).then_some(integer)
}

#[cfg(test)]
mod tests {
    use super::{Duration, Ttl, TtlError, UnixTime};

    #[test]
    fn ttl_limits() {
        let code = |text: &str| text.parse::<Ttl>().map_or_else(|error| error.code(), |_| "ok");
        assert_eq!(code("1"), "ok");
        assert_eq!(code("86400"), "ok");
        assert_eq!(code("0"), "ttl-too-short");
        assert_eq!(code("-5"), "ttl-too-short");
        assert_eq!(code("86401"), "ttl-too-long");
        assert_eq!(code("99999999999999999999999999"), "ttl-too-long");
        for text in ["", " 1", "1h", "1.5", "1e3", "+5", "--5", "-", "٣"] {
            assert_eq!(code(text), "invalid-ttl", "{text}");
        }
    }

    #[test]
    fn doubles() {
        let code = |number: f64| Ttl::try_from(number).map_or_else(|error| error.code(), |_| "ok");
        assert_eq!(code(3600.0), "ok");
        assert_eq!(code(0.0), "ttl-too-short");
        assert_eq!(code(-0.0), "ttl-too-short");
        assert_eq!(code(-1.0), "ttl-too-short");
        assert_eq!(code(86_401.0), "ttl-too-long");
        for number in [1.5, f64::NAN, f64::INFINITY, 1e300] {
            assert_eq!(code(number), "invalid-ttl", "{number}");
        }
        assert_eq!(
            UnixTime::try_from(1_700_000_000.0),
            Ok(UnixTime::from_secs(1_700_000_000))
        );
        assert!(UnixTime::try_from(0.5).is_err());
        assert!(UnixTime::try_from(9_007_199_254_740_994.0).is_err());
    }

    #[test]
    fn durations() {
        let ttl = Ttl::seconds(900).unwrap();
        assert_eq!(Ttl::try_from(Duration::from_secs(900)), Ok(ttl));
        assert_eq!(Duration::from(ttl), Duration::from_secs(900));
        assert_eq!(Ttl::try_from(Duration::from_millis(1500)), Err(TtlError::Invalid));
        assert_eq!(Ttl::try_from(Duration::ZERO), Err(TtlError::TooShort));
        assert_eq!(
            Ttl::try_from(Duration::from_secs(86_401)),
            Err(TtlError::TooLong { seconds: 86_401 })
        );
    }

    #[cfg(feature = "std")]
    #[test]
    fn system_times() {
        use std::time::SystemTime;

        use super::UnixTimeError;

        let time = UnixTime::from_secs(1_700_000_000);
        let instant = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        assert_eq!(SystemTime::try_from(time), Ok(instant));
        assert_eq!(UnixTime::from(instant + Duration::from_nanos(999_999_999)), time);
        assert_eq!(
            UnixTime::from(SystemTime::UNIX_EPOCH - Duration::from_secs(1)).as_secs(),
            0
        );
        assert_eq!(
            SystemTime::try_from(UnixTime::from_secs(u64::MAX)),
            Err(UnixTimeError::OutOfRange { seconds: u64::MAX })
        );
    }
}
