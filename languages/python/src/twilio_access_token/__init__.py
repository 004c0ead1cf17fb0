"""Twilio access tokens: minted, verified, inspected; and webhooks validated.

What Twilio would certainly refuse is an error that says what to do about it. The work is done by a WebAssembly component,
which the package brings along and ``wasmtime`` runs.

>>> from twilio_access_token import AccessToken, SigningKey, VideoGrant
>>> key = SigningKey("AC" + 32 * "a", "SK" + 32 * "b", "the-32-character-API-key-secret.")
>>> token = key.sign(AccessToken("alice", grants=[VideoGrant("daily")]))
"""

from ._errors import MintError, TwilioTokenError, VerifyError, WebhookError
from ._inspect import Finding, Report, inspect
from ._keys import Claims, SigningKey, Verifier
from ._tokens import (
    AccessToken,
    ChatGrant,
    CustomGrant,
    Grant,
    PlaybackGrant,
    SyncGrant,
    TaskRouterGrant,
    VideoGrant,
    VoiceGrant,
)
from ._webhooks import FormFields, WebhookKey

__all__ = [
    "AccessToken",
    "ChatGrant",
    "Claims",
    "CustomGrant",
    "Finding",
    "FormFields",
    "Grant",
    "MintError",
    "PlaybackGrant",
    "Report",
    "SigningKey",
    "SyncGrant",
    "TaskRouterGrant",
    "TwilioTokenError",
    "Verifier",
    "VerifyError",
    "VideoGrant",
    "VoiceGrant",
    "WebhookError",
    "WebhookKey",
    "inspect",
]
