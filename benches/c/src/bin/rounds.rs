//! Signs tokens with the crate for benches/ffi/bench.py, which says how it is asked.
#![expect(clippy::print_stdout, reason = "it prints what it finds")]

use core::error::Error;
use std::{io, time::Instant};

use twilio_access_token::{AccessToken, SigningKey, UnixTime};

const TOKEN: &str = r#"{"identity":"alice","grants":{"video":{"room":"daily"}}}"#;

fn main() -> Result<(), Box<dyn Error>> {
    let key = SigningKey::new(
        "AC0123456789abcdef0123456789abcdef",
        "SKfedcba9876543210fedcba9876543210",
        "NotARealSecret0NotARealSecret012",
    )?;
    let sign = || -> Result<_, Box<dyn Error>> { Ok(key.sign(&AccessToken::from_json(TOKEN)?, UnixTime::now())?) };
    println!("{}", sign()?);
    for line in io::stdin().lines() {
        let tokens = line?.parse::<u32>()?;
        let start = Instant::now();
        for _ in 0..tokens {
            sign()?;
        }
        println!("{}", start.elapsed().as_nanos() / u128::from(tokens));
    }
    Ok(())
}
