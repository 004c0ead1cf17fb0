//! Whether it can be timed how much of a forged signature or passcode is right: the test of [dudect], which compares the times
//! of two kinds of input by Welch's t. Here one is wrong in its first byte, and the other in its last.
//!
//! A |t| under 4.5 is no evidence of a difference; the first line, a comparison that stops where bytes differ, is how one looks.
//!
//! [dudect]: https://eprint.iacr.org/2016/1123
#![expect(clippy::print_stdout, reason = "that is what it is for")]

use core::{error::Error, hint::black_box};
use std::time::Instant;

use twilio_access_token::{Algorithm, CompactJws, HmacKey, UnixTime, WebhookKey, WebhookParams};
use twilio_access_token_endpoint::{Endpoint, Request};

const ROUNDS: usize = 200_000;
const NOW: UnixTime = UnixTime::from_secs(1_700_000_000);

/// Two inputs, of which the first is wrong in its first byte and the second in its last.
type Forged<T> = [T; 2];

fn main() -> Result<(), Box<dyn Error>> {
    println!("{:<44} {:>8}", "of two inputs, wrong at the start or the end", "|t|");

    let right = [b'a'; 64];
    report("a comparison that is not constant in time", &forged(&right), |guess| {
        right.iter().zip(guess).all(|(right, guess)| black_box(right) == guess)
    });

    let key = HmacKey::new(Algorithm::Hs256, b"the-32-character-API-key-secret.");
    let token = key.sign_payload(r#"{"sub":"alice"}"#, None);
    let jws = CompactJws::parse(token.as_bytes())?;
    let tokens = forged(&jws.signature).map(|signature| {
        let mut forged = jws.clone();
        forged.signature = signature;
        forged
    });
    report("HmacKey::verifies", &tokens, |token| key.verifies(token));

    let key = WebhookKey::auth_token("12345")?;
    let params = WebhookParams::new();
    let url = "https://example.com/voice";
    // Letters that stay base64, though not that of the last byte, some bits of which are not used.
    let signature = key.sign(url, &params);
    let signatures = [0, signature.len() - 3].map(|place| with_another_letter(&signature, place));
    report("WebhookKey::validate_form", &signatures, |signature| {
        key.validate_form(signature, url, &params).is_ok()
    });

    let passcode = "correct-horse-battery-staple";
    let endpoint = Endpoint::from_variables(|name| {
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
    let targets = [0, passcode.len() - 1].map(|place| {
        let passcode = with_another_letter(passcode, place);
        format!("/create-room-token?identity=alice&passcode={passcode}")
    });
    report("the endpoint's passcode", &targets, |target| {
        let request = Request {
            method: "POST",
            target,
            headers: &[],
            body: b"",
        };
        endpoint.handle(&request, NOW).status == 200
    });
    Ok(())
}

fn forged(right: &[u8]) -> Forged<Vec<u8>> {
    [0, right.len() - 1].map(|place| {
        let mut forged = right.to_vec();
        forged[place] ^= 1;
        forged
    })
}

fn with_another_letter(right: &str, place: usize) -> String {
    let another = if right[place..].starts_with('x') { "y" } else { "x" };
    format!("{}{another}{}", &right[..place], &right[place + 1..])
}

/// Times `accepts`, which must refuse both inputs, and prints how much the times differ.
fn report<T>(name: &str, inputs: &Forged<T>, accepts: impl Fn(&T) -> bool) {
    let mut times = [Vec::with_capacity(ROUNDS), Vec::with_capacity(ROUNDS)];
    // Which comes next must not be known to what predicts branches: xorshift64.
    let mut random = 0x9E37_79B9_7F4A_7C15_u64;
    for _ in 0..ROUNDS {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let kind = usize::from(random & 1 == 1);
        let start = Instant::now();
        let accepted = accepts(black_box(&inputs[kind]));
        let time = start.elapsed();
        assert!(!black_box(accepted), "{name}: a forged one is taken");
        times[kind].push(time.as_secs_f64());
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
