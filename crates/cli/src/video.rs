//! `video`: a token for Twilio Video.

use lexopt::{Arg, Parser, ValueExt as _};
use twilio_access_token::{AccessToken, Region, TokenIssuer, Ttl, UnixTime, VideoGrant};

use crate::{CliError, Host, help};

/// The options as they were given, checked for nothing yet.
#[derive(Default)]
struct Options {
    identity: Option<String>,
    issued_at: Option<String>,
    not_before: Option<String>,
    region: Option<String>,
    room: Option<String>,
    ttl: Option<String>,
}

pub(crate) fn run(parser: Parser, host: &Host<'_>) -> Result<String, CliError> {
    let Some(options) = Options::read(parser)? else {
        return Ok(help::video());
    };
    let identity = options.identity.ok_or(CliError::MissingOption("identity"))?;
    let issuer = TokenIssuer::from_variables(host.variable)?;

    let ttl = match options.ttl {
        Some(ttl) => ttl.parse::<Ttl>()?,
        None => issuer.ttl(),
    };
    let mut token = AccessToken::new(identity)?
        .with_grant(VideoGrant::room_or_any(options.room.as_deref())?)
        .with_ttl(ttl);
    if let Some(not_before) = options.not_before {
        token = token.with_not_before(not_before.parse()?);
    }
    if let Some(region) = options.region {
        token = token.with_region(region.parse::<Region>()?);
    }
    let now = options
        .issued_at
        .map_or(Ok(host.now), |time| time.parse::<UnixTime>())?;
    Ok(issuer.key().sign(&token, now)? + "\n")
}

impl Options {
    /// `None` where help is asked for.
    fn read(mut parser: Parser) -> Result<Option<Self>, CliError> {
        let mut options = Self::default();
        while let Some(arg) = parser.next()? {
            let (name, option) = match arg {
                Arg::Short('h') | Arg::Long("help") => return Ok(None),
                Arg::Long("identity") => ("identity", &mut options.identity),
                Arg::Long("issued-at") => ("issued-at", &mut options.issued_at),
                Arg::Long("not-before") => ("not-before", &mut options.not_before),
                Arg::Long("region") => ("region", &mut options.region),
                Arg::Long("room") => ("room", &mut options.room),
                Arg::Long("ttl") => ("ttl", &mut options.ttl),
                other => return Err(CliError::unexpected(other)),
            };
            if option.replace(parser.value()?.string()?).is_some() {
                return Err(CliError::RepeatedOption(name));
            }
        }
        Ok(Some(options))
    }
}
