//! How often the core asks for memory, which is what it takes beside the MAC.

use allocation_counter::measure;
use twilio_access_token::{AccessToken, ChatGrant, HmacKey, ServiceSid, SigningKey, UnixTime, VideoGrant, VoiceGrant};

/// The claims and the token, whatever is granted.
#[test]
fn signs_a_token_with_two_allocations() {
    let now = UnixTime::from_secs(1_700_000_000);
    let key = SigningKey::new(
        "AC0123456789abcdef0123456789abcdef",
        "SKfedcba9876543210fedcba9876543210",
        "NotARealSecret0NotARealSecret012",
    )
    .unwrap();
    let service = "IS0123456789abcdef0123456789abcdef".parse::<ServiceSid>().unwrap();
    let room = AccessToken::new("alice")
        .unwrap()
        .with_grant(VideoGrant::room("daily").unwrap());
    let more = room
        .clone()
        .with_not_before(now)
        .with_grant(VoiceGrant::new().with_incoming())
        .with_grant(ChatGrant::service(service));
    for token in [room, more] {
        let seen = measure(|| drop(key.sign(&token, now).unwrap()));
        assert_eq!((seen.count_total, seen.count_current), (2, 0), "{token:?}");
    }
}

/// A payload that was written elsewhere takes the token alone.
#[test]
fn signs_a_payload_with_one_allocation() {
    let key = HmacKey::new(twilio_access_token::Algorithm::Hs256, b"secret");
    let seen = measure(|| drop(key.sign_payload(r#"{"grants":{}}"#, None)));
    assert_eq!((seen.count_total, seen.count_current), (1, 0));
}
