"""What is raised. The codes and messages are the core's."""

from __future__ import annotations

import json


class TwilioTokenError(Exception):
    """Anything that is refused: the base of what this package raises.

    An argument of the wrong Python type is a ``TypeError``, and one out of its range a ``ValueError``, as everywhere.
    """

    code: str
    """The reason, for a program: a stable name in kebab-case, such as ``empty-room``."""

    message: str
    """What is wrong, without a final period. Never contains a secret. The wording may change between versions."""

    hint: str
    """What to do about it, in one sentence. The wording may change between versions."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(code, message, hint)
        self.code = code
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}. {self.hint}"


class MintError(TwilioTokenError):
    """Why a token is not minted, or a key is none."""

    @classmethod
    def _from_json(cls, text: str) -> MintError:
        error = json.loads(text)
        return cls(error["code"], error["message"], error["hint"])


class VerifyError(TwilioTokenError):
    """Why a token is not taken."""


class WebhookError(TwilioTokenError):
    """Why a request is not taken for Twilio's."""
