//! Whether it can be timed how much of a forged signature or passcode is right: the test of [dudect], which compares the times
//! of two kinds of input by Welch's t. Here one is wrong in its first byte, and the other in its last.
//!
//! A |t| under 4.5 is no evidence of a difference; the first line, a comparison that stops where bytes differ, is how one looks.
//!
//! [dudect]: https://eprint.iacr.org/2016/1123
#![expect(clippy::print_stdout, reason = "that is what it is for")]

use core::{error::Error, hint::black_box};
use std::time::Instant;

use twilio_access_token::{Algorithm, CompactJws, HmacKey, UnixTime, WebhookError, WebhookKey, WebhookParams};
use twilio_access_token_endpoint::{Endpoint, Request};

const ROUNDS: usize = 200_000;
const NOW: UnixTime = UnixTime::from_secs(1_700_000_000);

fn main() -> Result<(), Box<dyn Error>> {
    println!("{:<44} {:>8}", "what is wrong at its start or at its end", "|t|");

    let right = [b'a'; 64];
    report("a comparison that is not constant in time", &right, [0, 63], |guess| {
        right.iter().zip(guess).all(|(right, guess)| black_box(right) == guess)
    });

    let key = HmacKey::new(Algorithm::Hs256, b"the-32-character-API-key-secret.");
    let token = key.sign_payload(r#"{"sub":"alice"}"#, None);
    let mut jws = CompactJws::parse(token.as_bytes())?;
    let signature = jws.signature.clone();
    report("HmacKey::verifies", &signature, [0, signature.len() - 1], |guess| {
        jws.signature.copy_from_slice(guess);
        key.verify(&jws)
    });

    let key = WebhookKey::auth_token("12345")?;
    let params = WebhookParams::new();
    let url = "https://example.com/voice";
    let signature = key.sign(url, &params);
    // The last letter and the padding have bits that are not used, and base64 lacks some neighbours of letters.
    report(
        "WebhookKey::validate_form",
        signature.as_bytes(),
        [0, signature.len() - 3],
        |guess| {
            let outcome = key.validate_form(core::str::from_utf8(guess).unwrap_or_default(), url, &params);
            assert_eq!(outcome, Err(WebhookError::SignatureMismatch));
            false
        },
    );

    let target = "/create-room-token?identity=alice&passcode=correct-horse-battery-staple";
    let (start, passcode) = target.split_at(target.len() - 28);
    let endpoint = Endpoint::from_env(|name| {
        let value = match name {
            "ACCOUNT_SID" => "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "API_KEY" => "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            "API_SECRET" => "the-32-character-API-key-secret.",
            "TOKEN_AUTH" => "passcode",
            "PASSCODE" => passcode,
            _ => return None,
        };
        Some(value.to_owned())
    });
    report(
        "the endpoint's passcode",
        target.as_bytes(),
        [start.len(), target.len() - 1],
        |guess| {
            let request = Request {
                method: "POST",
                target: core::str::from_utf8(guess).unwrap_or_default(),
                headers: &[],
                body: b"",
            };
            endpoint.handle(&request, NOW).status != 401
        },
    );
    Ok(())
}

/// Times `accepts`, which must refuse `right` with one of two bytes changed, and prints how much the times differ by which.
fn report(name: &str, right: &[u8], places: [usize; 2], mut accepts: impl FnMut(&[u8]) -> bool) {
    let mut times = [Vec::with_capacity(ROUNDS), Vec::with_capacity(ROUNDS)];
    // Always in the same memory, of which some is slower than other.
    let mut guess = right.to_vec();
    // Which comes next must not be known to what predicts branches: xorshift64.
    let mut random = 0x9E37_79B9_7F4A_7C15_u64;
    for _ in 0..ROUNDS {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let changed = usize::from(random & 1 == 1);
        for (number, place) in places.into_iter().enumerate() {
            guess[place] = right[place] ^ u8::from(number == changed);
        }
        let start = Instant::now();
        let accepted = accepts(black_box(&guess));
        let time = start.elapsed();
        assert!(!accepted, "{name}: what is forged is taken");
        times[changed].push(time.as_secs_f64());
    }
    // The slowest tenth is the machine's doing.
    let mut all = times.concat();
    all.sort_by(f64::total_cmp);
    let limit = all[all.len() / 10 * 9];
    for times in &mut times {
        times.retain(|time| *time <= limit);
    }
    let [first, last] = times.map(|times| Moments::of(&times));
    let t = (first.mean - last.mean) / (first.variance_of_mean + last.variance_of_mean).sqrt();
    println!("{name:<44} {:>8.1}", t.abs());
}

struct Moments {
    mean: f64,
    variance_of_mean: f64,
}

impl Moments {
    #[expect(clippy::cast_precision_loss, reason = "some hundred thousand")]
    fn of(times: &[f64]) -> Self {
        let count = times.len() as f64;
        let mean = times.iter().sum::<f64>() / count;
        let variance = times.iter().map(|time| (time - mean).powi(2)).sum::<f64>() / (count - 1.0);
        Self {
            mean,
            variance_of_mean: variance / count,
        }
    }
}
