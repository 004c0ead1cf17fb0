//! The outcome of a run.

/// The outcome of a run.
///
/// ```
/// use std::process::ExitCode;
/// use twilio_access_token_cli::Exit;
///
/// assert_eq!(ExitCode::from(Exit::Success.code()), ExitCode::SUCCESS);
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Exit {
    /// Done.
    Success,
    /// The request or the environment is invalid, or a token or webhook is rejected.
    Refused,
    /// The command or an option is invalid.
    Usage,
}

impl Exit {
    /// The exit status: 0, 1 or 2.
    ///
    /// ```
    /// # use twilio_access_token_cli::Exit;
    /// assert_eq!([Exit::Success, Exit::Refused, Exit::Usage].map(Exit::code), [0, 1, 2]);
    /// ```
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Refused => 1,
            Self::Usage => 2,
        }
    }
}
