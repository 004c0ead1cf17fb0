//! The canonical form of a request, and its hash.

use alloc::{
    borrow::Cow,
    format,
    string::{String, ToString as _},
    vec::Vec,
};
use core::fmt;

use percent_encoding::percent_decode_str;

use crate::{
    percent::{encode_canonical, form_field},
    webhook::body_sha256,
};

/// A request as Twilio hashes it, <https://www.twilio.com/docs/iam/pkcv/quickstart>. [`Display`](fmt::Display) writes what is
/// hashed.
///
/// It is the form that Twilio's Node library writes, save where that one hashes another request than it sends, so that Twilio
/// must refuse it: a parameter whose value holds `=` is cut there, one that holds `%` is decoded or throws, and the URL's own
/// query is left out.
///
/// ```
/// use twilio_access_token::validation::CanonicalRequest;
///
/// let request = CanonicalRequest::new("post", "api.twilio.com", "//2010-04-01/Accounts/AC00000000000000000000000000000000")
///     .with_authorization("Basic QUMwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDpmb29iYXI=")
///     .with_body(b"FriendlyName=my new friendly name");
/// assert_eq!(
///     request.to_string(),
///     "POST\n\
///      /2010-04-01/Accounts/AC00000000000000000000000000000000\n\
///      \n\
///      authorization:Basic QUMwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDpmb29iYXI=\n\
///      host:api.twilio.com\n\
///      \n\
///      authorization;host\n\
///      b8e20591615abc52293f088c87be6df8e9b7b40c3da573f134c9132add851e2d",
/// );
/// ```
#[derive(Clone, Eq, PartialEq)]
pub struct CanonicalRequest {
    method: String,
    host: String,
    path: String,
    params: Vec<(String, String)>,
    authorization: String,
    body_hash: String,
}

impl CanonicalRequest {
    /// The names of the headers that are hashed, in the claim `hrh`.
    ///
    /// ```
    /// # use twilio_access_token::validation::CanonicalRequest;
    /// let request = CanonicalRequest::new("GET", "api.twilio.com", "/");
    /// assert!(request.to_string().contains(CanonicalRequest::SIGNED_HEADERS));
    /// ```
    #[doc(hidden)]
    pub const SIGNED_HEADERS: &'static str = "authorization;host";

    /// A request without a query, an `Authorization` or a body.
    ///
    /// `host` is the header `Host`: with the port only where that is not the scheme's own. `path` is that of the request
    /// line, with `.` and `..` resolved; repeated slashes are made one.
    ///
    /// ```
    /// # use twilio_access_token::validation::CanonicalRequest;
    /// let request = CanonicalRequest::new("get", "API.twilio.com", "//2010-04-01//Accounts.json");
    /// assert_eq!((request.method(), request.path()), ("GET", "/2010-04-01/Accounts.json"));
    /// ```
    #[must_use]
    pub fn new(method: &str, host: &str, path: &str) -> Self {
        Self {
            method: method.to_uppercase(),
            host: host.trim().to_lowercase(),
            path: canonical_path(path),
            params: Vec::new(),
            authorization: String::new(),
            body_hash: String::new(),
        }
    }

    /// Adds the parameters of a query as it stands in the request line, without the `?`. It is read as forms are: a `+` is a
    /// space.
    ///
    /// ```
    /// # use twilio_access_token::validation::CanonicalRequest;
    /// let request = CanonicalRequest::new("GET", "api.twilio.com", "/").with_query("To=%2B1&From=a+b");
    /// assert_eq!(request.query(), "From=a%20b&To=%2B1");
    /// ```
    #[must_use]
    pub fn with_query(mut self, query: &str) -> Self {
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            self.params.push(form_field(pair));
        }
        self
    }

    /// Adds a parameter of the query, neither name nor value encoded.
    ///
    /// ```
    /// # use twilio_access_token::validation::CanonicalRequest;
    /// let request = CanonicalRequest::new("GET", "api.twilio.com", "/").with_param("To", "+18005551212");
    /// assert_eq!(request.query(), "To=%2B18005551212");
    /// ```
    #[must_use]
    pub fn with_param(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.params.push((name.into(), value.into()));
        self
    }

    /// Sets the value of the header `Authorization`.
    ///
    /// ```
    /// # use twilio_access_token::validation::CanonicalRequest;
    /// let request = CanonicalRequest::new("GET", "api.twilio.com", "/").with_authorization("Basic QUM6");
    /// assert_eq!(request.headers(), "authorization:Basic QUM6\nhost:api.twilio.com\n");
    /// ```
    #[must_use]
    pub fn with_authorization(mut self, value: &str) -> Self {
        self.authorization = String::from(value.trim());
        self
    }

    /// Sets the body, in the bytes in which it is sent. An empty one counts as none.
    ///
    /// ```
    /// # use twilio_access_token::validation::CanonicalRequest;
    /// let request = CanonicalRequest::new("POST", "api.twilio.com", "/").with_body(b"{}");
    /// assert_eq!(request.body_hash(), "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
    /// ```
    #[must_use]
    pub fn with_body(mut self, body: &[u8]) -> Self {
        self.body_hash = if body.is_empty() {
            String::new()
        } else {
            body_sha256(body)
        };
        self
    }

    /// The method, in capitals.
    ///
    /// ```
    /// # use twilio_access_token::validation::CanonicalRequest;
    /// assert_eq!(CanonicalRequest::new("post", "api.twilio.com", "/").method(), "POST");
    /// ```
    #[doc(hidden)]
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The path, each part of it decoded and encoded anew.
    ///
    /// ```
    /// # use twilio_access_token::validation::CanonicalRequest;
    /// assert_eq!(CanonicalRequest::new("GET", "api.twilio.com", "/a b/%7Ec").path(), "/a%20b/~c");
    /// ```
    #[doc(hidden)]
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The parameters, sorted and encoded.
    ///
    /// ```
    /// # use twilio_access_token::validation::CanonicalRequest;
    /// let request = CanonicalRequest::new("GET", "api.twilio.com", "/").with_param("b", "*").with_param("a", "=");
    /// assert_eq!(request.query(), "a=%3D&b=%2A");
    /// ```
    #[doc(hidden)]
    #[must_use]
    pub fn query(&self) -> String {
        let mut params = self.params.iter().collect::<Vec<_>>();
        // Twilio sorts what is not encoded yet, as `name=value`, in the order of UTF-16.
        params.sort_by_cached_key(|(name, value)| format!("{name}={value}").encode_utf16().collect::<Vec<_>>());
        let mut query = String::new();
        for (name, value) in params {
            if !query.is_empty() {
                query.push('&');
            }
            query.extend(encode_canonical(name.as_bytes()));
            query.push('=');
            query.extend(encode_canonical(value.as_bytes()));
        }
        query
    }

    /// The headers, one a line.
    ///
    /// ```
    /// # use twilio_access_token::validation::CanonicalRequest;
    /// let request = CanonicalRequest::new("GET", "api.twilio.com:8443", "/");
    /// assert_eq!(request.headers(), "authorization:\nhost:api.twilio.com:8443\n");
    /// ```
    #[doc(hidden)]
    #[must_use]
    pub fn headers(&self) -> String {
        let Self {
            authorization, host, ..
        } = self;
        format!("authorization:{authorization}\nhost:{host}\n")
    }

    /// SHA-256 of the body in lower-case hexadecimal digits, or nothing where there is no body.
    ///
    /// ```
    /// # use twilio_access_token::validation::CanonicalRequest;
    /// assert_eq!(CanonicalRequest::new("GET", "api.twilio.com", "/").body_hash(), "");
    /// ```
    #[doc(hidden)]
    #[must_use]
    pub fn body_hash(&self) -> &str {
        &self.body_hash
    }

    /// SHA-256 of all this in lower-case hexadecimal digits: the claim `rqh`.
    ///
    /// ```
    /// # use twilio_access_token::{body_sha256, validation::CanonicalRequest};
    /// let request = CanonicalRequest::new("GET", "api.twilio.com", "/");
    /// assert_eq!(request.hash(), body_sha256(request.to_string().as_bytes()));
    /// ```
    #[doc(hidden)]
    #[must_use]
    pub fn hash(&self) -> String {
        body_sha256(self.to_string().as_bytes())
    }
}

impl fmt::Debug for CanonicalRequest {
    /// Without the values of `Authorization` and of the parameters, and without the body.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CanonicalRequest")
            .field("method", &self.method)
            .field("host", &self.host)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for CanonicalRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}\n{}\n{}\n{}\n{}\n{}",
            self.method,
            self.path,
            self.query(),
            self.headers(),
            Self::SIGNED_HEADERS,
            self.body_hash
        )
    }
}

fn canonical_path(path: &str) -> String {
    let mut canonical = String::with_capacity(path.len());
    for (position, part) in path.split('/').enumerate() {
        if position > 0 && !canonical.ends_with('/') {
            canonical.push('/');
        }
        canonical.extend(encode_canonical(&Cow::from(percent_decode_str(part))));
    }
    canonical
}

#[cfg(test)]
mod tests {
    use super::CanonicalRequest;

    fn path(path: &str) -> alloc::string::String {
        CanonicalRequest::new("GET", "h", path).path().into()
    }

    #[test]
    fn paths() {
        for (given, canonical) in [
            ("/", "/"),
            ("", ""),
            ("//a///b//", "/a/b/"),
            ("/foo bar+/baz*qux/abc%7Edef", "/foo%20bar%2B/baz%2Aqux/abc~def"),
            ("/a%2Fb", "/a%2Fb"),
            ("/%e2%82%ac/€", "/%E2%82%AC/%E2%82%AC"),
            ("/100%/%zz/%ff", "/100%25/%25zz/%FF"),
            ("/!'()-_.~", "/!'()-_.~"),
        ] {
            assert_eq!(path(given), canonical);
        }
    }

    #[test]
    fn queries() {
        let query = |request: CanonicalRequest| request.query();
        let request = || CanonicalRequest::new("GET", "h", "/");
        assert_eq!(
            query(
                request()
                    .with_param("To9", "+2")
                    .with_param("To", "+1")
                    .with_param("P", "20")
            ),
            "P=20&To9=%2B2&To=%2B1"
        );
        assert_eq!(query(request().with_param("a", "b=c=d")), "a=b%3Dc%3Dd");
        assert_eq!(
            query(request().with_param("a", "100%").with_param("b", "%41")),
            "a=100%25&b=%2541"
        );
        assert_eq!(
            query(request().with_query("b=c+d&a=%2B%41=&&e").with_param("c", "*")),
            "a=%2BA%3D&b=c%20d&c=%2A&e="
        );
    }

    #[test]
    fn headers_are_trimmed() {
        let request = CanonicalRequest::new("GET", " API.twilio.com ", "/");
        assert_eq!(request.headers(), "authorization:\nhost:api.twilio.com\n");
        let request = request.with_authorization(" Basic \t");
        assert_eq!(request.headers(), "authorization:Basic\nhost:api.twilio.com\n");
    }

    #[test]
    fn debug_shows_no_authorization() {
        let request = CanonicalRequest::new("GET", "h", "/p")
            .with_authorization("Basic marked-secret")
            .with_param("q", "marked-secret");
        assert!(!alloc::format!("{request:?}").contains("marked-secret"));
    }
}
