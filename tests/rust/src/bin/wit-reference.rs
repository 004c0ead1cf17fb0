//! Writes `docs/wit.md` anew.

use core::error::Error;
use std::fs;

use twilio_access_token_tests::wit::{REFERENCE, Wit};

fn main() -> Result<(), Box<dyn Error>> {
    fs::write(REFERENCE, Wit::of_the_component().reference()?)?;
    Ok(())
}
