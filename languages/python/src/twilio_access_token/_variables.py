"""The variables of the environment that keys are read from."""

from __future__ import annotations

from collections.abc import Mapping

from ._secret import Secret

SIGNING_KEY = (
    "ACCOUNT_SID",
    "TWILIO_ACCOUNT_SID",
    "API_KEY",
    "API_KEY_SID",
    "TWILIO_API_KEY",
    "TWILIO_API_KEY_SID",
    "API_SECRET",
    "API_KEY_SECRET",
    "TWILIO_API_SECRET",
    "TWILIO_API_KEY_SECRET",
    "TOKEN_TTL",
)
WEBHOOK_KEY = ("AUTH_TOKEN", "TWILIO_AUTH_TOKEN", "TWILIO_WEBHOOK_KEY_SECRET")


def chosen(environment: Mapping[str, str], names: tuple[str, ...]) -> Secret[dict[str, str]]:
    """The variables of these names, and no other secret of the environment."""
    return Secret({name: environment[name] for name in names if name in environment})
