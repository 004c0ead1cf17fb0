//! Does one thing so many times, for a profiler that counts instructions: `twilio-access-token-instructions mint 1000`.
#![expect(clippy::print_stderr, clippy::unwrap_used, reason = "a tool of the tests")]

use core::hint::black_box;
use std::{env, process::ExitCode};

use twilio_access_token::{AccessToken, Inspector, SigningKey, UnixTime, Verifier, VideoGrant};

const SECRET: &str = "NotARealSecret0NotARealSecret012";

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let what = arguments.next().unwrap_or_default();
    let times = arguments.next().and_then(|times| times.parse::<u32>().ok());

    let now = UnixTime::from_secs(1_700_000_000);
    let key = SigningKey::new(
        "AC0123456789abcdef0123456789abcdef",
        "SKfedcba9876543210fedcba9876543210",
        SECRET,
    )
    .unwrap();
    let token = AccessToken::new("alice")
        .unwrap()
        .with_grant(VideoGrant::room("daily").unwrap());
    let jwt = key.sign(&token, now).unwrap();
    let verifier = Verifier::new(&key);
    let inspector = Inspector::new(now).with_secret(SECRET);

    let run: &dyn Fn() = match what.as_str() {
        "mint" => &|| drop(black_box(key.sign(black_box(&token), now))),
        "verify" => &|| drop(black_box(verifier.verify(black_box(&jwt), now))),
        "inspect" => &|| drop(black_box(inspector.inspect(black_box(&jwt)))),
        _ => return usage(),
    };
    let Some(times) = times else { return usage() };
    for _ in 0..times {
        run();
    }
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    eprintln!("usage: twilio-access-token-instructions mint|verify|inspect TIMES");
    ExitCode::from(2)
}
