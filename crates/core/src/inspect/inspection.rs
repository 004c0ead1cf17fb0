//! An inspection under way.

use alloc::string::String;

use super::{
    findings::FindingKind,
    report::{Finding, Report},
};
use crate::time::UnixTime;

/// What the rules read beside the token, and the report they write. Each rule is a method in the file of its area.
pub(super) struct Inspection<'i> {
    pub(super) now: UnixTime,
    pub(super) secret: Option<&'i str>,
    pub(super) region: Option<&'i str>,
    pub(super) report: Report,
}

impl Inspection<'_> {
    pub(super) fn add(&mut self, kind: FindingKind, message: impl Into<String>) {
        self.report.findings.push(Finding {
            code: kind.code,
            twilio_code: Some(kind.twilio_code),
            severity: kind.severity,
            message: message.into(),
            hint: kind.hint,
        });
    }
}
