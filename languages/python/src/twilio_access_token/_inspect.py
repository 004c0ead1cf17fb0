"""Why Twilio would refuse a token."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Literal

from ._component import Instance, Pool, instant, unwrap
from ._errors import TwilioTokenError
from ._secret import Secret


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with a token."""

    code: str
    """The stable name of this finding, in kebab-case."""
    twilio_code: int | None
    """The error with which Twilio answers, <https://www.twilio.com/docs/api/errors>, if one is known."""
    severity: Literal["error", "warning"]
    """Whether Twilio refuses the token, or may, or the token does not do what was probably meant."""
    message: str
    """What is wrong, with the value that is at fault. Never a secret."""
    hint: str
    """What to do about it."""


@dataclass(frozen=True)
class Report:
    """What a token holds, and what is wrong with it."""

    header: str | None
    """The header's JSON text, if the token has one."""
    payload: str | None
    """The payload's JSON text, if the token has one."""
    signature: Literal["mismatch", "unchecked", "verified"]
    """Whether the signature is that of the secret; unchecked without one, and where the token cannot be read so far."""
    findings: tuple[Finding, ...]
    """What is wrong, in the order in which Twilio would come upon it."""


def inspect(
    token: str, *, api_key_secret: str | None = None, region: str | None = None, now: float | None = None
) -> Report:
    """Reads any text as an access token and lists what Twilio would refuse about it. Any thread may call it.

    That nothing is found is no proof that a token is good: for that there is ``Verifier``, and Twilio, which knows whether a
    key still exists.

    :param api_key_secret: To check the signature.
    :param region: The region of the API key; ``None`` for ``us1``.
    :param now: When Twilio is asked, in seconds since 1970; by the clock unless given.
    :raises TwilioTokenError: ``invalid-utf8``.
    """
    secret = None if api_key_secret is None else Secret(api_key_secret)
    del api_key_secret
    report = unwrap(
        _instances().use(Instance.call, "inspector", "inspect", token, secret, region, instant(now)), TwilioTokenError
    )
    findings = [
        Finding(finding.code, getattr(finding, "twilio-code"), finding.severity, finding.message, finding.hint)
        for finding in report.findings
    ]
    return Report(report.header, report.payload, report.signature, tuple(findings))


@functools.cache
def _instances() -> Pool[Instance]:
    return Pool(Instance)
