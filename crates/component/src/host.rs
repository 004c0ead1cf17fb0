//! What all but the addon ask of their host.

use alloc::string::String;

use twilio_access_token::UnixTime;

/// The value of a variable of the host's environment.
pub(crate) fn variable(name: &str) -> Option<String> {
    let environment = wasip2::cli::environment::get_environment();
    environment
        .into_iter()
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// The host's clock.
pub(crate) fn now() -> UnixTime {
    UnixTime::from_secs(wasip2::clocks::wall_clock::now().seconds)
}
