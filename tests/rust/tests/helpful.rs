//! What the errors of every kind have in common.

/// Checks the form of an error's code, and that it says what is wrong and then what to do.
#[track_caller]
pub(crate) fn assert_helpful(code: &str, message: &str, hint: &str) {
    assert!(
        code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'),
        "{code}"
    );
    assert!(!message.ends_with('.') && message.len() > 15, "{message}");
    assert!(hint.ends_with('.') && hint.len() > 15, "{hint}");
}
