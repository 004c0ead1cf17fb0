//! Which rooms a token may be for.

use alloc::{string::String, vec::Vec};

use crate::{
    env::{Env, list, optional},
    error::EndpointError,
};

const ALLOWED_ROOMS: &str = "ALLOWED_ROOMS";

/// The rooms that tokens may name.
pub(crate) struct Rooms {
    allowed: Vec<String>,
    /// Whether a room is the one, or one of those, that an entry of the list allows.
    matches: fn(&str, &str) -> bool,
}

impl Rooms {
    /// `None` where every room is allowed, and a token for all of them.
    pub(crate) fn from_env(variable: Env<'_>) -> Result<Option<Self>, EndpointError> {
        let Some(value) = optional(variable, &[ALLOWED_ROOMS])? else {
            return Ok(None);
        };
        let patterns = list(&value).into_iter().map(String::from).collect::<Vec<_>>();
        if patterns.is_empty() {
            return Err(EndpointError::InvalidVariable {
                name: ALLOWED_ROOMS,
                wanted: "names of rooms, with commas between, where * stands for any characters",
            });
        }
        Ok(Some(Self::patterns(patterns)))
    }

    /// Rooms by patterns, in which `*` matches any characters, or none.
    pub(crate) const fn patterns(allowed: Vec<String>) -> Self {
        Self { allowed, matches }
    }

    /// Rooms by their names.
    pub(crate) const fn exact(allowed: Vec<String>) -> Self {
        Self {
            allowed,
            matches: |allowed, room| allowed == room,
        }
    }

    /// Rejects a room that is not allowed, and a request without a room, whose token would be valid for every room.
    pub(crate) fn check(&self, room: Option<&str>) -> Result<(), EndpointError> {
        let room = room.ok_or(EndpointError::MissingRoom)?;
        if self.allowed.iter().any(|allowed| (self.matches)(allowed, room)) {
            Ok(())
        } else {
            Err(EndpointError::RoomNotAllowed)
        }
    }
}

fn matches(pattern: &str, room: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == room;
    };
    let (middle, end) = rest.rsplit_once('*').unwrap_or(("", rest));
    let inner = room.strip_prefix(start).and_then(|room| room.strip_suffix(end));
    // The first place at which a piece fits leaves the most for those that follow.
    let mut pieces = middle.split('*');
    let rest = inner.and_then(|inner| pieces.try_fold(inner, |room, piece| Some(room.split_once(piece)?.1)));
    rest.is_some()
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns() {
        for (pattern, yes, no) in [
            ("daily", &["daily"][..], &["", "dail", "daily2", "Daily", "a daily"][..]),
            ("*", &["", "daily", "a/b", "*"], &[]),
            (
                "team-*",
                &["team-", "team-a", "team-*"],
                &["team", "a team-a", "Team-a"],
            ),
            ("*-daily", &["-daily", "a-daily"], &["daily", "a-daily2"]),
            ("a*a", &["aa", "aba"], &["a", "ab"]),
            (
                "a*b*c",
                &["abc", "a1b2c", "abbc", "abcbc"],
                &["ac", "acb", "abca", "bc"],
            ),
            ("*b*", &["b", "abc"], &["", "ac"]),
            ("**", &["", "a"], &[]),
            ("a?c", &["a?c"], &["abc"]),
            ("é*ü", &["éü", "é–ü"], &["é"]),
        ] {
            for room in yes {
                assert!(matches(pattern, room), "{pattern} {room}");
            }
            for room in no {
                assert!(!matches(pattern, room), "{pattern} {room}");
            }
        }
    }
}
