//! A request that Twilio signed is worth the token that it asks for and no other.

use std::collections::BTreeSet;

use proptest::{
    collection::{SizeRange, vec},
    option,
    prelude::{Just, Strategy, prop_assert, prop_assert_eq, proptest},
    sample::select,
    test_runner::Config,
};
use twilio_access_token::{UnixTime, WebhookKey, WebhookParams, body_sha256};
use twilio_access_token_endpoint::{Endpoint, Request};

const AUTH_TOKEN: &str = "12345678901234567890123456789012";
const URL: &str = "https://tokens.example/create-room-token";
const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";
const NOW: UnixTime = UnixTime::from_secs(1_700_000_000);

/// Pieces of names and values, between which any text can be cut: what the endpoint reads, what Twilio's webhooks have, what sorts
/// before, between and behind, and what a URL is made of.
const PIECES: &[&str] = &[
    "identity",
    "room",
    "alice",
    "daily",
    "CallSid",
    "From",
    "a",
    "j",
    "z",
    "?",
    "&",
    "=",
    ":443",
    "bodySHA256",
];

fn endpoint() -> Endpoint {
    Endpoint::from_env(|name| {
        let value = match name {
            "ACCOUNT_SID" => "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "API_KEY" => "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            "API_SECRET" => "ssssssssssssssssssssssssssssssss",
            "TOKEN_AUTH" => "twilio-signature",
            "AUTH_TOKEN" => AUTH_TOKEN,
            "TOKEN_URL" => URL,
            "ACCESS_LOG" => "json",
            _ => return None,
        };
        Some(value.to_owned())
    })
}

/// Identity and room of the token that a request gets, if it gets one.
fn minted(
    endpoint: &Endpoint,
    query: Option<&str>,
    content_type: &str,
    body: &str,
    signature: &str,
) -> Option<[String; 2]> {
    let query = query.map_or(String::new(), |query| format!("?{query}"));
    let headers = [("content-type", content_type), ("x-twilio-signature", signature)];
    let request = Request {
        method: "POST",
        target: &format!("/create-room-token{query}"),
        headers: &headers,
        body: body.as_bytes(),
    };
    let response = endpoint.handle(&request, NOW);
    let log: serde_json::Value = serde_json::from_str(&response.log?).unwrap();
    let text = |name: &str| log[name].as_str().unwrap_or_default().to_owned();
    (response.status == 200).then(|| [text("identity"), text("room")])
}

fn written(fields: &[(String, String)]) -> String {
    let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02x}")).collect::<String>();
    let fields = fields
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)));
    fields.collect::<Vec<_>>().join("&")
}

/// Every form whose fields, in the order in which they are signed, are these pieces one behind the other.
fn forms(pieces: &[&str]) -> Vec<Vec<(String, String)>> {
    let sorted = |form: &[(String, String)]| form.windows(2).all(|pair| pair[0] < pair[1]);
    let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let mut all = vec![vec![]];
    for piece in pieces {
        let mut longer = Vec::new();
        for form in all {
            if sorted(&form) {
                for new in [field(piece, ""), field("", piece)] {
                    longer.push([&*form, &[new]].concat());
                }
            }
            if let Some(((name, value), before)) = form.split_last() {
                longer.push([before, &[field(name, &format!("{value}{piece}"))]].concat());
                // A name can go on only where there is no value yet.
                if value.is_empty() {
                    longer.push([before, &[field(&format!("{name}{piece}"), "")]].concat());
                }
            }
        }
        all = longer;
    }
    all.retain(|form| sorted(form));
    all
}

/// What the requests mint for that have the signature of the URL with this text behind it, cut between the pieces in every way.
fn tokens(signed: &[&str]) -> BTreeSet<[String; 2]> {
    let (endpoint, key) = (endpoint(), WebhookKey::auth_token(AUTH_TOKEN).unwrap());
    let signature = key.sign(&format!("{URL}{}", signed.concat()), &WebhookParams::new());
    let of = |query: Option<&str>, rest: &[&str]| {
        let forms = forms(rest);
        let minted = forms
            .iter()
            .filter_map(|form| minted(&endpoint, query, FORM, &written(form), &signature));
        minted.collect::<Vec<_>>()
    };
    let mut tokens = of(None, signed);
    // What follows a question mark can be a query, in whole or in part.
    if let Some((&"?", after)) = signed.split_first() {
        for place in 0..=after.len() {
            let (query, rest) = after.split_at(place);
            tokens.extend(of(Some(&query.concat()), rest));
        }
    }
    tokens.into_iter().collect()
}

fn pieces(lengths: impl Into<SizeRange>) -> impl Strategy<Value = Vec<&'static str>> {
    vec(select(PIECES), lengths)
}

/// A text that can be read as an identity and a room.
fn text() -> impl Strategy<Value = Vec<&'static str>> {
    let parts = (
        pieces(0..=2),
        Just(vec!["identity"]),
        pieces(1..=2),
        Just(vec!["room"]),
        pieces(1..=2),
    );
    parts.prop_map(|(before, identity, of_identity, room, of_room)| {
        [before, identity, of_identity, room, of_room].concat()
    })
}

/// What is before the identity, in it, in the room and behind it.
fn fields() -> impl Strategy<Value = Vec<(String, String)>> {
    let text = || pieces(0..=2).prop_map(|pieces| pieces.concat());
    let asked = |name: &'static str| option::weighted(0.9, text().prop_map(move |value| (name.to_owned(), value)));
    (vec((text(), text()), 0..2), asked("identity"), asked("room"))
        .prop_map(|(others, identity, room)| others.into_iter().chain(identity).chain(room).collect())
}

proptest! {
    #![proptest_config(Config::with_cases(64))]

    #[test]
    fn signature_mints_for_one_identity_and_room_at_most(text in text()) {
        let tokens = tokens(&text);
        prop_assert!(tokens.len() <= 1, "{tokens:?}");
    }

    /// Of a form whose other fields are those of Twilio's webhooks, which begin with a capital.
    #[test]
    fn signature_of_a_form_mints_for_what_it_asks_for(identity in pieces(1..=2), room in pieces(1..=2), from in pieces(0..=1)) {
        let signed = [&["From"], &*from, &["identity"], &*identity, &["room"], &*room].concat();
        let expected = [identity.concat(), room.concat()];
        for minted in tokens(&signed) {
            prop_assert_eq!(&minted, &expected);
        }
    }

    #[test]
    fn form_mints_for_what_it_asks_for(fields in fields()) {
        let (endpoint, key) = (endpoint(), WebhookKey::auth_token(AUTH_TOKEN).unwrap());
        let signature = key.sign(URL, &fields.iter().cloned().collect());
        if let Some([identity, room]) = minted(&endpoint, None, FORM, &written(&fields), &signature) {
            prop_assert!(fields.contains(&("identity".to_owned(), identity)));
            prop_assert!(fields.contains(&("room".to_owned(), room)));
        }
    }

    #[test]
    fn signature_of_json_mints_for_its_own_body(mut query in text(), mallory in fields()) {
        let body = r#"{"identity":"alice","room":"daily"}"#;
        let hash = format!("&bodySHA256={}", body_sha256(body.as_bytes()));
        query.retain(|piece| *piece != "bodySHA256");
        let signed = [&["?"], &*query, &[&*hash]].concat();
        prop_assert_eq!(tokens(&signed), BTreeSet::new());

        let (endpoint, key) = (endpoint(), WebhookKey::auth_token(AUTH_TOKEN).unwrap());
        let signed = signed[1..].concat();
        let signature = key.sign(&format!("{URL}?{signed}"), &WebhookParams::new());
        let expected = ["alice".to_owned(), "daily".to_owned()];
        prop_assert_eq!(minted(&endpoint, Some(&signed), JSON, body, &signature), Some(expected));

        let segments = "&".repeat(1000);
        let other = r#"{"identity":"mallory","room":"board"}"#;
        let others = format!("&bodySHA256={}", body_sha256(other.as_bytes()));
        let (mallory, smuggled) = (written(&mallory), written(&[(signed.clone(), String::new())]));
        for query in [
            signed.clone(),
            segments.clone(),
            format!("{segments}identity=mallory&room=board"),
            format!("{signed}{segments}&identity=mallory&room=board"),
            format!("{signed}{segments}{others}"),
            format!("{others}{segments}{signed}"),
        ] {
            for form in [&mallory, &smuggled, &format!("{smuggled}&{mallory}")] {
                prop_assert_eq!(minted(&endpoint, Some(&query), FORM, form, &signature), None);
            }
            prop_assert_eq!(minted(&endpoint, Some(&query), JSON, other, &signature), None);
        }
    }
}
