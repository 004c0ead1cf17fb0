//! The forms of one URL, any of which Twilio may have signed.

use alloc::{
    string::{String, ToString as _},
    vec::Vec,
};

use crate::percent::{FRAGMENT, PATH, SPECIAL_QUERY, USER_INFO, encode, escape, form_field};

/// The form of `url` that `accepts` takes, each given in three pieces: unchanged, as the WHATWG serialises it, and that with its
/// query encoded again as Node's `querystring` does, each without and with the port.
///
/// Read what a signature covers from the form that is returned. Another form of the same URL can have other fields.
pub(super) fn find_form(url: &str, accepts: &dyn Fn([&str; 3]) -> bool) -> Option<String> {
    let find = |url: &str| {
        let form = port_forms(url).into_iter().find(|form| accepts(*form))?;
        Some(form.concat())
    };
    find(url).or_else(|| {
        let normalised = normalise(url)?;
        find(&normalised).or_else(|| find(&with_legacy_query(&normalised)?))
    })
}

/// The first value of `name` in the query, decoded as a form: WHATWG URL §5.1.
pub(super) fn query_value(url: &str, name: &str) -> Option<String> {
    let before_fragment = url.split('#').next()?;
    let (_, query) = before_fragment.split_once('?')?;
    let mut fields = query.split('&').map(form_field);
    fields.find_map(|(other, value)| (other == name).then_some(value))
}

/// The URL without its port, and with it: its own, or the one of its scheme. Nothing else is changed, since a character that
/// is encoded anew is another one than was signed.
fn port_forms(url: &str) -> [[&str; 3]; 2] {
    let Some((scheme, after)) = url.split_once("://").filter(|(scheme, _)| is_scheme(scheme)) else {
        return [[url, "", ""]; 2];
    };
    let authority = &after[..after.find(['/', '?', '#']).unwrap_or(after.len())];
    let host = authority.rfind('@').map_or(0, |at| at + 1);
    // The colons of an IPv6 address are no ports.
    let host_end = authority[host..].rfind(']').map_or(host, |bracket| host + bracket);
    let port = authority[host_end..]
        .find(':')
        .map_or(authority.len(), |colon| host_end + colon);

    let authority_start = scheme.len() + "://".len();
    let (before, port_and_rest) = url.split_at(authority_start + port);
    let (port, rest) = port_and_rest.split_at(authority.len() - port);
    let with_port = match port {
        "" if scheme.eq_ignore_ascii_case("https") => ":443",
        "" => ":80",
        port => port,
    };
    [[before, "", rest], [before, with_port, rest]]
}

/// RFC 3986 §3.1.
fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

/// What the [URL standard](https://url.spec.whatwg.org) makes of an HTTP or WebSocket URL, parsed and serialised (§4.4, §4.5).
///
/// Where only the host could be written otherwise, an address or a name that is not ASCII, it is left as it is: those
/// standards' tables are larger than all else here, and Twilio does not rewrite hosts. `None` where there is no such URL.
fn normalise(url: &str) -> Option<String> {
    let url = url.trim_matches(|character| character <= ' ');
    let url = url.replace(['\t', '\n', '\r'], "");
    let (scheme, rest) = url.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    let default_port = match scheme.as_str() {
        "http" | "ws" => 80,
        "https" | "wss" => 443,
        _ => return None,
    };
    let rest = rest.trim_start_matches(['/', '\\']);
    let (rest, fragment) = cut(rest, '#');
    let (rest, query) = cut(rest, '?');
    let (authority, path) = rest.split_at(rest.find(['/', '\\']).unwrap_or(rest.len()));

    let mut out = scheme + "://";
    let host_and_port = match authority.rsplit_once('@') {
        None => authority,
        Some((user_info, host_and_port)) => {
            push_user_info(&mut out, user_info);
            host_and_port
        }
    };
    push_host_and_port(&mut out, host_and_port, default_port)?;
    push_path(&mut out, path);
    if let Some(query) = query {
        out.push('?');
        out.extend(encode(query, SPECIAL_QUERY));
    }
    if let Some(fragment) = fragment {
        out.push('#');
        out.extend(encode(fragment, FRAGMENT));
    }
    Some(out)
}

fn cut(text: &str, separator: char) -> (&str, Option<&str>) {
    match text.split_once(separator) {
        None => (text, None),
        Some((before, after)) => (before, Some(after)),
    }
}

fn push_user_info(out: &mut String, user_info: &str) {
    let (user, password) = cut(user_info, ':');
    let password = password.filter(|password| !password.is_empty());
    out.extend(encode(user, USER_INFO));
    if let Some(password) = password {
        out.push(':');
        out.extend(encode(password, USER_INFO));
    }
    if !user.is_empty() || password.is_some() {
        out.push('@');
    }
}

fn push_host_and_port(out: &mut String, host_and_port: &str, default_port: u16) -> Option<()> {
    let name_start = host_and_port.rfind(']').map_or(0, |bracket| bracket + 1);
    let (host, port) = match host_and_port[name_start..].find(':') {
        None => (host_and_port, ""),
        Some(colon) => (
            &host_and_port[..name_start + colon],
            &host_and_port[name_start + colon + 1..],
        ),
    };
    if host.is_empty() || host.contains(|character: char| character <= ' ' || FORBIDDEN_IN_HOST.contains(character)) {
        return None;
    }
    out.push_str(&host.to_ascii_lowercase());
    if !port.is_empty() {
        let all_digits = port.bytes().all(|byte| byte.is_ascii_digit());
        let port = port.parse::<u16>().ok().filter(|_| all_digits)?;
        if port != default_port {
            out.push(':');
            out.push_str(&port.to_string());
        }
    }
    Some(())
}

/// The path with its dot segments resolved.
fn push_path(out: &mut String, path: &str) {
    let mut segments = Vec::new();
    let mut given = path
        .strip_prefix(['/', '\\'])
        .unwrap_or(path)
        .split(['/', '\\'])
        .peekable();
    while let Some(segment) = given.next() {
        let dots = segment.to_ascii_lowercase().replace("%2e", ".");
        if dots == ".." {
            segments.pop();
        }
        if dots != "." && dots != ".." {
            segments.push(segment);
        } else if given.peek().is_none() {
            segments.push("");
        }
    }
    for segment in segments {
        out.push('/');
        out.extend(encode(segment, PATH));
    }
}

/// The URL with its query, and what follows it, read and written again by the rules of Node's module `querystring`, which
/// some of Twilio's services follow.
///
/// `None` if the query has more segments than `querystring.parse` reads. Those after the limit would be in the URL but not in
/// this form, so a signature of the form would not cover them.
fn with_legacy_query(url: &str) -> Option<String> {
    let Some((before, query)) = url.split_once('?').filter(|(_, query)| !query.is_empty()) else {
        return Some(String::from(url));
    };
    if query.split('&').count() > MAX_LEGACY_SEGMENTS {
        return None;
    }
    let given = query.split('&').filter(|given| !given.is_empty());
    let fields = given.map(form_field).collect::<Vec<_>>();
    // What is read is an object, which has each name once, at its first place, and the indices of an array before all others.
    let rank = |(place, (name, _)): (usize, &(String, String))| {
        let first = fields.iter().position(|(other, _)| other == name).unwrap_or(place);
        (array_index(name).unwrap_or(u32::MAX), first, place)
    };
    let mut order = fields.iter().enumerate().map(rank).collect::<Vec<_>>();
    order.sort_unstable();

    let mut out = String::from(before);
    let mut separator = '?';
    for (_, _, place) in order {
        let (name, value) = &fields[place];
        out.push(separator);
        out.extend(escape(name));
        out.push('=');
        out.extend(escape(value));
        separator = '&';
    }
    if separator == '?' {
        out.push('?');
    }
    Some(out)
}

/// A name that JavaScript takes for the index of an array, ECMA-262 §6.1.7.
fn array_index(name: &str) -> Option<u32> {
    let canonical = name == "0" || !name.starts_with(['0', '+']);
    let index = name.parse::<u32>().ok().filter(|_| canonical)?;
    (index < u32::MAX).then_some(index)
}

/// WHATWG URL §3.1, forbidden domain code points but for the brackets and colons of an IPv6 address.
const FORBIDDEN_IN_HOST: &str = "#/<>?@\\^|%\u{7f}";

/// How many segments, empty ones included, `querystring.parse` reads by default.
const MAX_LEGACY_SEGMENTS: usize = 1000;

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::{normalise, port_forms, query_value, with_legacy_query};

    #[test]
    fn ports() {
        for (url, without, with) in [
            ("https://a/b", "https://a/b", "https://a:443/b"),
            ("HTTPS://A", "HTTPS://A", "HTTPS://A:443"),
            ("http://a?b:c", "http://a?b:c", "http://a:80?b:c"),
            ("wss://a/", "wss://a/", "wss://a:80/"),
            ("https://a:1/b:2", "https://a/b:2", "https://a:1/b:2"),
            ("https://a:/b", "https://a/b", "https://a:/b"),
            ("https://u:p@q@a/@", "https://u:p@q@a/@", "https://u:p@q@a:443/@"),
            ("https://u:p@a:8/", "https://u:p@a/", "https://u:p@a:8/"),
            ("https://[::1]/", "https://[::1]/", "https://[::1]:443/"),
            ("https://[::1]:8/", "https://[::1]/", "https://[::1]:8/"),
            ("https://u:]@a:8/", "https://u:]@a/", "https://u:]@a:8/"),
            ("https://u:@a:8/", "https://u:@a/", "https://u:@a:8/"),
            ("https://u@[::1]:8/", "https://u@[::1]/", "https://u@[::1]:8/"),
            ("a+-.1://b/", "a+-.1://b/", "a+-.1://b:80/"),
            ("1a://b:1/", "1a://b:1/", "1a://b:1/"),
            ("a_b://c:1/", "a_b://c:1/", "a_b://c:1/"),
            ("/a?b=https://c", "/a?b=https://c", "/a?b=https://c"),
            ("", "", ""),
        ] {
            assert_eq!(port_forms(url).map(|pieces| pieces.concat()), [without, with], "{url}");
        }
    }

    #[test]
    fn normalised() {
        for (url, expected) in [
            ("https://A.example", Some("https://a.example/")),
            ("HTTP://a:80/b", Some("http://a/b")),
            ("https://a:0443/b", Some("https://a/b")),
            ("https://a:80/b", Some("https://a:80/b")),
            ("https://a:/b", Some("https://a/b")),
            ("https://a/?b='c d'#e'`", Some("https://a/?b=%27c%20d%27#e'%60")),
            ("https://a/b'{é}%41?é=1", Some("https://a/b'%7B%C3%A9%7D%41?%C3%A9=1")),
            ("https://a/b/./c/../d", Some("https://a/b/d")),
            ("https://a/b/%2e%2E/..", Some("https://a/")),
            ("https://a/b/.", Some("https://a/b/")),
            ("https://a\\b\\c?\\", Some("https://a/b/c?\\")),
            (" https:/\ta\n ", Some("https://a/")),
            ("https://u@v:p:q@a/", Some("https://u%40v:p%3Aq@a/")),
            ("https://:@a/", Some("https://a/")),
            ("https://[::A]:8/", Some("https://[::a]:8/")),
            ("https://a:99999/", None),
            ("https://a:+1/", None),
            ("https:///", None),
            ("https://a b/", None),
            ("ftp://a/", None),
            ("a", None),
        ] {
            assert_eq!(normalise(url).as_deref(), expected, "{url:?}");
        }
    }

    #[test]
    fn legacy_queries() {
        for (url, expected) in [
            ("https://a/", "https://a/"),
            ("https://a/?", "https://a/?"),
            ("https://a/?&&", "https://a/?"),
            ("https://a/?b=%27+%7E%20c&d", "https://a/?b='%20~%20c&d="),
            ("https://a/?b=1&c=2&b=3&=4", "https://a/?b=1&b=3&c=2&=4"),
            ("https://a/?b=1&10=2&9=3&09=4", "https://a/?9=3&10=2&b=1&09=4"),
            ("https://a/?b=%FF%zz%", "https://a/?b=%EF%BF%BD%25zz%25"),
            ("https://a/?b=c=d#e?f", "https://a/?b=c%3Dd%23e%3Ff"),
        ] {
            assert_eq!(with_legacy_query(url).as_deref(), Some(expected), "{url}");
        }
    }

    #[test]
    fn legacy_query_reads_1000_segments_or_none() {
        let url = |segments: usize| format!("https://a/?b=1{}&c=2", "&".repeat(segments - 2));
        assert_eq!(with_legacy_query(&url(1000)).as_deref(), Some("https://a/?b=1&c=2"));
        assert_eq!(with_legacy_query(&url(1001)), None);
    }

    #[test]
    fn query_values() {
        for (url, expected) in [
            ("https://a/?n=1&n=2", Some("1")),
            ("https://a/?%6E=%41+b", Some("A b")),
            ("https://a/?n", Some("")),
            ("https://a/#?n=1", None),
            ("https://a/?m=1#&n=1", None),
            ("https://a/n=1", None),
        ] {
            assert_eq!(query_value(url, "n").as_deref(), expected, "{url}");
        }
    }
}
