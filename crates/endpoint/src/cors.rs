//! Which pages may ask, and what their browsers are told: <https://fetch.spec.whatwg.org/#http-cors-protocol>.

use alloc::{string::String, vec::Vec};

use crate::{
    env::{Env, list, optional},
    error::EndpointError,
    request::{Header, Request},
    response::Response,
};

const ALLOWED_ORIGINS: &str = "ALLOWED_ORIGINS";

/// The origins whose pages may ask.
pub(crate) enum Origins {
    Any,
    Listed(Vec<String>),
}

impl Origins {
    /// `None` if the variable is unset.
    pub(crate) fn from_env(variable: Env<'_>) -> Result<Option<Self>, EndpointError> {
        let Some(value) = optional(variable, &[ALLOWED_ORIGINS])? else {
            return Ok(None);
        };
        let origins = list(&value);
        if origins == ["*"] {
            return Ok(Some(Self::Any));
        }
        if origins.is_empty() || !origins.iter().all(|origin| is_origin(origin)) {
            return Err(EndpointError::InvalidVariable {
                name: ALLOWED_ORIGINS,
                wanted: "*, or origins such as https://app.example, without a path and with commas between",
            });
        }
        let origins = origins.into_iter().map(str::to_ascii_lowercase);
        Ok(Some(Self::Listed(origins.collect())))
    }

    /// Rejects a page of another origin, and several origins, which some hosts join. A client that is not a browser sends none.
    pub(crate) fn check(&self, request: &Request<'_>) -> Result<(), EndpointError> {
        let allowed = match request.header("origin") {
            Header::Absent => true,
            Header::Invalid => false,
            Header::Value(origin) => match self {
                Self::Any => !origin.contains([' ', '\t', ',']),
                Self::Listed(_) => self.allowed(request).is_some(),
            },
        };
        if allowed {
            Ok(())
        } else {
            Err(EndpointError::OriginNotAllowed)
        }
    }

    /// Adds what a browser must know of every answer, without which it hides even an error's text from the page that asked.
    pub(crate) fn mark(&self, request: &Request<'_>, request_headers: &'static str, response: &mut Response) {
        if let Some(origin) = self.allowed(request) {
            response.push_header("access-control-allow-origin", String::from(origin));
        }
        response.push_header("access-control-allow-methods", "POST");
        response.push_header("access-control-allow-headers", request_headers);
        if let Self::Listed(_) = self {
            response.push_header("vary", "Origin");
        }
    }

    /// The value of `Access-Control-Allow-Origin` for a request.
    fn allowed(&self, request: &Request<'_>) -> Option<&str> {
        match self {
            Self::Any => Some("*"),
            Self::Listed(origins) => {
                let Header::Value(origin) = request.header("origin") else {
                    return None;
                };
                origins.iter().map(String::as_str).find(|allowed| *allowed == origin)
            }
        }
    }
}

/// Scheme, host and perhaps port, as browsers write them, RFC 6454 §6.2.
fn is_origin(text: &str) -> bool {
    let Some((scheme, host)) = text.split_once("://") else {
        return false;
    };
    !scheme.is_empty()
        && !host.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_graphic())
        && !host.contains(['/', '?', '#', '@', '*', '\\'])
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;

    use super::{EndpointError, Origins};

    #[test]
    fn parses_origins() {
        let read = |value: &str| Origins::from_env(&|_| Some(value.to_string()));
        assert!(matches!(read(""), Ok(None)));
        for value in ["*", " * "] {
            assert!(matches!(read(value), Ok(Some(Origins::Any))), "{value}");
        }
        for value in [
            "https://app.example",
            "https://app.example, http://localhost:3000",
            "capacitor://localhost",
            "HTTPS://App.Example,",
        ] {
            assert!(matches!(read(value), Ok(Some(Origins::Listed(_)))), "{value}");
        }
        for value in [
            ",",
            "null",
            "app.example",
            "https://",
            "https://app.example/",
            "https://*.app.example",
            "*, https://app.example",
            "https://app.example https://b.example",
            "https://app.example\r\nx-evil: 1",
        ] {
            let Err(EndpointError::InvalidVariable { name, .. }) = read(value) else {
                panic!("{value}");
            };
            assert_eq!(name, "ALLOWED_ORIGINS");
        }
    }
}
