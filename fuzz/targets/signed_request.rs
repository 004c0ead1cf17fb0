//! A request that Twilio signed is worth the token that it asks for, and no other: whatever is sent with its signature.
//!
//! An input is, a line each: identity, room, fields and a query of the signed request, with a letter before the identity that says
//! what it is (`j` for JSON, else a form); then the places at which its text is cut into another form, and a query and a body that
//! are tried as they are.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use twilio_access_token::{WebhookKey, WebhookParams, body_sha256};
use twilio_access_token_endpoint::{Endpoint, Request};
use twilio_access_token_fuzz::{NOW, endpoint};

const AUTH_TOKEN: &str = "another-secret-that-Twilio-knows";
const URL: &str = "https://tokens.example/create-room-token";
const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

static ENDPOINT: LazyLock<Endpoint> = LazyLock::new(|| {
    let endpoint = endpoint(&[
        ("TOKEN_AUTH", "twilio-signature"),
        ("AUTH_TOKEN", AUTH_TOKEN),
        ("TOKEN_URL", URL),
        ("ACCESS_LOG", "json"),
    ]);
    assert_eq!(endpoint.problem(), None);
    endpoint
});

fuzz_target!(|input: &str| {
    let mut lines = input.split('\n');
    let mut line = || lines.next().unwrap_or_default();
    let (identity, room, others, query) = (line(), line(), line(), line());
    let (cuts, other_query, other_body) = (line(), line(), line());

    let json = json!({ "identity": identity.get(1..), "room": room }).to_string();
    let mut form = vec![(
        String::from("identity"),
        identity.get(1..).unwrap_or_default().to_owned(),
    )];
    form.push((String::from("room"), room.to_owned()));
    form.extend(form_urlencoded::parse(others.as_bytes()).into_owned());

    let is_json = identity.starts_with('j');
    let signed_query = is_json.then(|| format!("{query}&bodySHA256={}", body_sha256(json.as_bytes())));
    let (content_type, body, text) = match &signed_query {
        Some(query) => (JSON, json.clone(), format!("?{query}")),
        None => (FORM, encoded(&form), concatenated(&form)),
    };
    let key = WebhookKey::auth_token(AUTH_TOKEN).expect("it is not empty");
    let signature = key.sign(&format!("{URL}{text}"), &WebhookParams::new());
    let signed = minted(signed_query.as_deref(), content_type, &body, &signature);

    let check = |query: Option<&str>, content_type: &str, body: &str| {
        let replayed = minted(query, content_type, body, &signature);
        // A form that is rejected can have the text of one that is not. JSON has but its own body.
        let may_differ = signed.is_none() && !is_json;
        assert!(
            replayed.is_none() || replayed == signed || may_differ,
            "{signed:?} {replayed:?}"
        );
    };
    // The text in other fields, and a part of it as the query.
    let places = cuts
        .bytes()
        .map(usize::from)
        .filter(|place| text.is_char_boundary(*place) && *place <= text.len());
    let mut places = places.collect::<Vec<_>>();
    places.sort_unstable();
    let mut pieces = Vec::new();
    let mut start = 0;
    for place in places.into_iter().chain([text.len()]) {
        pieces.push(&text[start..place]);
        start = place;
    }
    let pairs = |pieces: &[&str]| {
        let field = |pair: &[&str]| (pair[0].to_owned(), pair.get(1).copied().unwrap_or_default().to_owned());
        encoded(&pieces.chunks(2).map(field).collect::<Vec<_>>())
    };
    check(None, FORM, &pairs(&pieces));
    if let Some((first, rest)) = pieces.split_first().filter(|(first, _)| first.starts_with('?')) {
        check(Some(&first[1..]), FORM, &pairs(rest));
    }
    for body in [other_body, &pairs(&pieces), &pairs(&[text.trim_start_matches('?')])] {
        check(Some(other_query), FORM, body);
        if body != json {
            check(Some(other_query), JSON, body);
        }
    }
    // Behind what one of the forms of a URL reads. It takes long, and so is done for some.
    if cuts.len() % 8 == 0 {
        let segments = "&".repeat(1000);
        let signed_query = text.trim_start_matches('?');
        check(Some(&format!("{segments}{other_query}")), FORM, &pairs(&[signed_query]));
        if other_body != json {
            check(
                Some(&format!("{signed_query}{segments}{other_query}")),
                JSON,
                other_body,
            );
        }
    }
    check(None, FORM, other_body);
});

/// Identity and room of the token that a request gets with a signature, if it gets one.
fn minted(query: Option<&str>, content_type: &str, body: &str, signature: &str) -> Option<[String; 2]> {
    let query = query.map_or(String::new(), |query| format!("?{query}"));
    let response = ENDPOINT.handle(
        &Request {
            method: "POST",
            target: &format!("/create-room-token{query}"),
            headers: &[("content-type", content_type), ("x-twilio-signature", signature)],
            body: body.as_bytes(),
        },
        NOW,
    );
    let log: Value = serde_json::from_str(&response.log?).expect("a line is JSON");
    let text = |name: &str| log[name].as_str().unwrap_or_default().to_owned();
    (response.status == 200).then(|| [text("identity"), text("room")])
}

fn encoded(form: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish()
}

/// What Twilio signs of a form: each field once, sorted by UTF-16.
fn concatenated(form: &[(String, String)]) -> String {
    let units = |text: &String| text.encode_utf16().collect::<Vec<_>>();
    let mut form = form
        .iter()
        .map(|(name, value)| (units(name), units(value), name, value))
        .collect::<Vec<_>>();
    form.sort();
    form.dedup();
    form.into_iter()
        .flat_map(|(_, _, name, value)| [name.as_str(), value])
        .collect()
}
