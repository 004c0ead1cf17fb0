"""Tokens before they are signed."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Grant(ABC):
    """What a token permits: a key, and what stands under it in the token's ``grants``."""

    key: str
    """The key, such as ``video``."""

    @abstractmethod
    def to_payload(self) -> object:
        """What stands under the key, as ``json`` writes it."""


def _given(**members: object) -> dict[str, object]:
    return {name: value for name, value in members.items() if value is not None}


@dataclass(frozen=True)
class VideoGrant(Grant):
    """Permission to join rooms of Twilio Video."""

    key = "video"

    room: str | None = None
    """The one room that may be joined, by unique name or SID (``RM…``), 1 to 128 characters; ``None`` for every room."""

    def to_payload(self) -> dict[str, object]:
        return {} if self.room is None else {"room": self.room}


@dataclass(frozen=True)
class VoiceGrant(Grant):
    """Permission to make and take calls with Twilio Voice, whose identities are letters, digits and underscores."""

    key = "voice"

    _: KW_ONLY
    incoming_allow: bool | None = None
    """Permits to take calls, if it is true."""
    outgoing_application_sid: str | None = None
    """The TwiML application through which calls are made, ``AP…``."""
    outgoing_application_params: Mapping[str, Any] | None = None
    """What Twilio passes on to the application."""
    push_credential_sid: str | None = None
    """The credential for push notifications, ``CR…``."""
    endpoint_id: str | None = None
    """The name of the device, of your own choice."""

    def to_payload(self) -> dict[str, object]:
        outgoing = _given(application_sid=self.outgoing_application_sid, params=self.outgoing_application_params)
        return _given(
            incoming=None if self.incoming_allow is None else {"allow": self.incoming_allow},
            outgoing=outgoing or None,
            push_credential_sid=self.push_credential_sid,
            endpoint_id=self.endpoint_id,
        )


@dataclass(frozen=True)
class ChatGrant(Grant):
    """Permission to use Twilio Conversations, formerly Chat."""

    key = "chat"

    service_sid: str
    """The service, ``IS…``."""
    _: KW_ONLY
    endpoint_id: str | None = None
    """The name of the device, of your own choice."""
    deployment_role_sid: str | None = None
    """The role throughout the service, ``RL…``."""
    push_credential_sid: str | None = None
    """The credential for push notifications, ``CR…``."""

    def to_payload(self) -> dict[str, object]:
        return _given(
            service_sid=self.service_sid,
            endpoint_id=self.endpoint_id,
            deployment_role_sid=self.deployment_role_sid,
            push_credential_sid=self.push_credential_sid,
        )


@dataclass(frozen=True)
class SyncGrant(Grant):
    """Permission to use Twilio Sync."""

    key = "data_sync"

    service_sid: str
    """The service, ``IS…``."""
    _: KW_ONLY
    endpoint_id: str | None = None
    """The name of the device, of your own choice."""

    def to_payload(self) -> dict[str, object]:
        return _given(service_sid=self.service_sid, endpoint_id=self.endpoint_id)


@dataclass(frozen=True)
class TaskRouterGrant(Grant):
    """Permission to use Twilio TaskRouter."""

    key = "task_router"

    workspace_sid: str
    """The workspace, ``WS…``."""
    _: KW_ONLY
    worker_sid: str | None = None
    """The worker, ``WK…``."""
    role: str | None = None
    """Such as ``worker`` or ``supervisor``."""

    def to_payload(self) -> dict[str, object]:
        return _given(workspace_sid=self.workspace_sid, worker_sid=self.worker_sid, role=self.role)


@dataclass(frozen=True)
class PlaybackGrant(Grant):
    """Permission to watch a stream of Twilio Live."""

    key = "player"

    grant: Mapping[str, Any]
    """What the REST API's PlaybackGrant gives; it becomes the grant as it stands."""

    def to_payload(self) -> Mapping[str, Any]:
        return self.grant


@dataclass(frozen=True)
class CustomGrant(Grant):
    """A grant that has no class of its own here."""

    key: str
    """Any but ``identity``."""
    value: Any
    """What stands under the key, as ``json`` writes it."""

    def to_payload(self) -> Any:
        return self.value


@dataclass(frozen=True)
class AccessToken:
    """Who may do what, for how long: all of a token but the key and the time.

    Nothing is checked before it is signed.
    """

    identity: str
    """The name by which the user is known to your application, 1 to 256 characters, of which Video takes 128."""
    _: KW_ONLY
    grants: Iterable[Grant] = ()
    """What it permits, in the order in which it is written. A grant takes the place of an earlier one with the same key."""
    ttl: int | None = None
    """How long it lives, 1 to 86,400 seconds; ``None`` for 3,600."""
    not_before: int | None = None
    """The second since 1970 before which Twilio refuses it; ``None`` for a token that is valid at once."""
    region: str | None = None
    """The region of the API key, lower-case letters and digits such as ``ie1``; ``None`` for ``us1``."""

    def __post_init__(self) -> None:
        # An iterator would have no grants left for a second token.
        object.__setattr__(self, "grants", tuple(self.grants))

    def to_json(self) -> str:
        """The JSON text that ``SigningKey.sign_json`` takes, on one line."""
        grants = {grant.key: grant.to_payload() for grant in self.grants}
        token: dict[str, object] = {"identity": self.identity, "grants": grants}
        if self.ttl is not None:
            token["ttl"] = self.ttl
        if self.not_before is not None:
            token["not_before"] = self.not_before
        if self.region is not None:
            token["region"] = self.region
        return _encode(token)
