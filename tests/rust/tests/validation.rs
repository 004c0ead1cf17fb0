//! `tests/vectors/capability.json`: validation tokens, made by Twilio's own package, through the Rust API.

use jsonwebtoken::{DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;
use twilio_access_token::{
    Ttl, UnixTime,
    validation::{CanonicalRequest, PrivateKey, PrivateKeyError, RsaAlgorithm, ValidationClient},
};

use crate::helpful::assert_helpful;

#[derive(Deserialize)]
struct Vectors {
    key: Key,
    now: u64,
    validation: ValidationCases,
}

#[derive(Deserialize)]
struct Key {
    account_sid: String,
}

type Pairs = Vec<(String, String)>;

#[derive(Deserialize)]
struct ValidationCases {
    credential_sid: String,
    api_key_sid: String,
    private_key: String,
    cases: Vec<RequestCase>,
}

#[derive(Deserialize)]
struct RequestCase {
    name: String,
    method: String,
    url: String,
    #[serde(default)]
    params: Pairs,
    authorization: Option<String>,
    #[serde(default)]
    body: String,
    canonical: Option<String>,
    right: Option<Right>,
    jwt: Option<String>,
}

#[derive(Deserialize)]
struct Right {
    path: Option<String>,
    query: Option<String>,
}

impl Vectors {
    fn read() -> Self {
        serde_json::from_str(include_str!("../../vectors/capability.json")).unwrap()
    }

    fn now(&self) -> UnixTime {
        UnixTime::from_secs(self.now)
    }
}

impl RequestCase {
    /// The request, its URL taken apart. That is the caller's to do; the vectors' URLs are such that little is to be done.
    fn canonical(&self) -> CanonicalRequest {
        let rest = self.url.strip_prefix("https://").unwrap();
        let (host, target) = rest.split_at(rest.find('/').unwrap());
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let path = path.replace("/foobar/../barfoo/./x", "/barfoo/x");
        let mut request = CanonicalRequest::new(&self.method, host.strip_suffix(":443").unwrap_or(host), &path)
            .with_query(query)
            .with_body(self.body.as_bytes());
        if let Some(authorization) = &self.authorization {
            request = request.with_authorization(authorization);
        }
        self.params
            .iter()
            .fold(request, |request, (name, value)| request.with_param(&**name, &**value))
    }
}

/// The claims of a token, if `jsonwebtoken` finds its signature good.
fn verified<C: serde::de::DeserializeOwned>(jwt: &str, key: &DecodingKey, algorithm: jsonwebtoken::Algorithm) -> C {
    let mut validation = Validation::new(algorithm);
    // The vectors' clock stands still in 2023.
    validation.validate_exp = false;
    decode::<C>(jwt, key, &validation).unwrap().claims
}

fn validation_client(vectors: &Vectors, algorithm: RsaAlgorithm) -> ValidationClient {
    let ValidationCases {
        credential_sid,
        api_key_sid,
        ..
    } = &vectors.validation;
    ValidationClient::new(&vectors.key.account_sid, credential_sid, api_key_sid, algorithm).unwrap()
}

#[test]
fn every_validation_token() {
    let vectors = Vectors::read();
    let key = PrivateKey::from_pem(&vectors.validation.private_key).unwrap();
    let client = validation_client(&vectors, RsaAlgorithm::Rs256);
    let (mut compared, mut mended) = (0, 0);
    for case in &vectors.validation.cases {
        let request = case.canonical();
        if let Some(canonical) = &case.canonical {
            assert_eq!(&request.to_string(), canonical, "{}", case.name);
            let jwt = key
                .sign(client.unsigned_token(&request, vectors.now()).unwrap())
                .unwrap();
            assert_eq!(Some(jwt), case.jwt, "{}", case.name);
            compared += 1;
        }
        if let Some(right) = &case.right {
            if let Some(path) = &right.path {
                assert_eq!(request.path(), path, "{}", case.name);
            }
            if let Some(query) = &right.query {
                assert_eq!(&request.query(), query, "{}", case.name);
            }
            mended += 1;
        }
    }
    assert_eq!((compared, mended), (12, 6));
}

/// RS256 and PS256, the latter with a salt that is another each time. AWS-LC verifies what AWS-LC signed, but the RS256 tokens
/// are those of OpenSSL too, above.
#[test]
fn jsonwebtoken_verifies_validation_tokens() {
    #[derive(Deserialize)]
    struct Claims {
        iss: String,
        sub: String,
        hrh: String,
        rqh: String,
        iat: u64,
        exp: u64,
    }

    let vectors = Vectors::read();
    let key = PrivateKey::from_pem(&vectors.validation.private_key).unwrap();
    let public = DecodingKey::from_rsa_components(MODULUS, "AQAB").unwrap();
    let request = vectors.validation.cases[1].canonical();
    for (ours, theirs) in [
        (RsaAlgorithm::Rs256, jsonwebtoken::Algorithm::RS256),
        (RsaAlgorithm::Ps256, jsonwebtoken::Algorithm::PS256),
    ] {
        let client = validation_client(&vectors, ours).with_ttl(Ttl::seconds(60).unwrap());
        let sign = || {
            key.sign(client.unsigned_token(&request, vectors.now()).unwrap())
                .unwrap()
        };
        let jwt = sign();
        assert_eq!(sign() == jwt, ours == RsaAlgorithm::Rs256);

        let header = decode_header(&jwt).unwrap();
        assert_eq!(header.alg, theirs);
        assert_eq!(header.kid.as_ref(), Some(&vectors.validation.credential_sid));
        assert_eq!(header.cty.as_deref(), Some("twilio-pkrv;v=1"));
        let claims: Claims = verified(&jwt, &public, theirs);
        assert_eq!(
            (claims.iss, claims.sub),
            (vectors.validation.api_key_sid.clone(), vectors.key.account_sid.clone())
        );
        assert_eq!(
            (claims.hrh.as_str(), claims.rqh),
            ("authorization;host", request.hash())
        );
        assert_eq!((claims.iat, claims.exp), (vectors.now, vectors.now + 60));
    }
}

#[test]
fn parses_its_own_algorithm_names() {
    for algorithm in [RsaAlgorithm::Rs256, RsaAlgorithm::Ps256] {
        assert_eq!(algorithm.to_string().parse(), Ok(algorithm));
    }
    for name in ["HS256", "rs256", "RS384", "none", ""] {
        assert!(name.parse::<RsaAlgorithm>().is_err(), "{name}");
    }
}

#[test]
fn rejects_unusable_private_keys() {
    let vectors = Vectors::read();
    let pem = &vectors.validation.private_key;
    let refused = |text: &str| PrivateKey::from_pem(text).unwrap_err();
    assert_eq!(refused(""), PrivateKeyError::NotPem);
    assert_eq!(refused("MarkedSecret"), PrivateKeyError::NotPem);
    assert_eq!(refused(&pem.replace("-----END", "")), PrivateKeyError::NotPem);
    assert_eq!(refused(&pem.replace(" PRIVATE", " PUBLIC")), PrivateKeyError::NotPem);
    let encrypted = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIF\n-----END ENCRYPTED PRIVATE KEY-----\n";
    assert_eq!(refused(encrypted), PrivateKeyError::Encrypted);
    let older = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMIIF\n-----END RSA PRIVATE KEY-----\n";
    assert_eq!(refused(older), PrivateKeyError::Encrypted);
    // A whole PEM text around half a key, an elliptic key, and 1024 bits.
    let half = pem
        .lines()
        .filter(|line| line.starts_with("-----"))
        .collect::<Vec<_>>()
        .join("\nMIIF\n");
    for text in [&*half, ELLIPTIC, SHORT] {
        assert_eq!(refused(text), PrivateKeyError::Rejected);
    }
    for error in [
        PrivateKeyError::Encrypted,
        PrivateKeyError::NotPem,
        PrivateKeyError::Rejected,
        PrivateKeyError::SigningFailed,
    ] {
        assert_helpful(error.code(), &error.to_string(), error.hint());
    }
}

#[test]
fn debug_of_a_private_key_shows_no_secret() {
    let vectors = Vectors::read();
    let key = PrivateKey::from_pem(&vectors.validation.private_key).unwrap();
    assert_eq!(format!("{key:?}"), r#"PrivateKey("[secret elided]")"#);
}

/// The public half of the vectors' private key.
const MODULUS: &str = "1Nd7qYiht6T5oAVCz9hXrqHOc6By21mqRexEL122mPrSjlVWh7XtkV4A_4kCgsGSprTZTDX9UIBCbyFcPbXp7iBRjVqH20ydpvmn4V3uaq5fZv5V-P7FeX7vWHAMENxMsq6EqImY5VUwPwinIwLSUgXWJy2llBzpCUT8SZ40NJUxOxlRJVB3qz8-xPzP7qGX7iywWEyXtc6fHP-zYJRfFDp_bPMyOhBDH8XqH4peOtIFBmqHLteLC2YgLmC9u1oDkG00L_nOhWNJOonGIXzMb6IRpVgo9LaNn-NciIgUvYIxcGIqTs5G8j8NydSRTfoj42EUNRvag2n7-nXn9Qni6w";

/// Made for these tests, and nobody's: a key for ES256.
const ELLIPTIC: &str = "-----BEGIN PRIVATE KEY-----\n\
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgpuyWCBpyHNg83PAR\n\
Ik7P11dn1oOcVUwHbZzxk/JzJQqhRANCAASr6fwZzF9yV32RvN6ucrQjpbL9ZXrU\n\
YD+8hBej7RBWywlppHizfhPDXUvVTTOP/v6iKQeYGsv30UNhz9A32kB5\n\
-----END PRIVATE KEY-----";

/// Made for these tests, and nobody's: an RSA key of 1024 bits.
const SHORT: &str = "-----BEGIN PRIVATE KEY-----\n\
MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBAMMUWiSB2ztyzXLi\n\
1GWQii6pSZQH6uFJkbuTnmImi890gQ/zxDj33e/KLm9FHWfzrSERaDGa2dGOc8hW\n\
maxXmvfa6pxGkkx4skGcAgY98izzqRitaCJl3lcDIA7PhXm5xoUjYbHCQ/4qdST/\n\
exMkpH4D26rJRk9UtbYIgNeT+oQ5AgMBAAECgYBgu0nLinycKNwJGML7LcXnR1hN\n\
x/NHDQTvf05tGvH+x6VrtJNbMEVjrtyBnkLrleAGYqxI1KEnkTyGXbLLy5DycKMj\n\
9XM4ZwI288zqFXgAhazTjw8mQMTscgmrERCxesLW1BA+kOU62xZCIboOPmuQp2zg\n\
Vlqzma0liz+ToQy1kQJBAP51LlnaW1rIWcrfsFExL2UljftndC7atGaOiHEipqgg\n\
LsME6hDXAO0IxxniUxCQA8FxOi5QcPIjYs8BYwG6hEUCQQDEQwoME/pE1RHH8yhF\n\
VFmP8+QXgCd56Oma8+BjgiZM9UROTGO7gr/OucVWobERWRNYjDyid69SLBxglfh8\n\
SNFlAkEAjWEUQM5G5djdsw+4ClSWrc9A5QdlEUdo5naZLqr/B/jhom+PkY20MP8o\n\
iKQsXM53l7pOhj8hkhfBJZzyopo8NQJAffV8pEXKEJUi5U4EoYJCPOZNlFuWemJm\n\
UyGD+LlV9XxQC2Rxea2vhnCp2zDI4JZnmSPf4nGn3rgauk5l/PYLFQJAKy08+IR8\n\
D71Qbm0I8GKqA2c2uzATp84jJd3hwWpEZF/yUQ7gmOFyzuGFqKvD5YGKMtQlOsiS\n\
0LwGzyUokxApwg==\n\
-----END PRIVATE KEY-----";
