"""Twilio's own library as the oracle: its tokens say what ours say."""

from __future__ import annotations

from typing import Any

import jwt as pyjwt
import pytest
from twilio.jwt import access_token as twilio
from twilio.jwt.access_token import grants as twilio_grants

from twilio_access_token import (
    AccessToken,
    ChatGrant,
    Grant,
    PlaybackGrant,
    SigningKey,
    SyncGrant,
    TaskRouterGrant,
    Verifier,
    VideoGrant,
    VoiceGrant,
)

#: What Twilio's Python library leaves out of every token, and its Node library, whose bytes these are, writes.
NOT_WRITTEN = {"iat"}

SID = "0123456789abcdef0123456789abcdef"
SERVICE = f"IS{SID}"
CREDENTIAL = f"CR{SID}"
CHAT = {"service_sid": SERVICE, "endpoint_id": "browser", "deployment_role_sid": f"RL{SID}", "push_credential_sid": CREDENTIAL}
VOICE: dict[str, Any] = {
    "incoming_allow": True,
    "outgoing_application_sid": f"AP{SID}",
    "outgoing_application_params": {"to": "Zoë", "nested": [1, None, {"x": 0.5}]},
    "push_credential_sid": CREDENTIAL,
    "endpoint_id": "phone",
}

PAIRS: list[tuple[Any, Grant]] = [
    (twilio_grants.VideoGrant(), VideoGrant()),
    (twilio_grants.VideoGrant(room="daily"), VideoGrant("daily")),
    (twilio_grants.VoiceGrant(), VoiceGrant()),
    (twilio_grants.VoiceGrant(incoming_allow=True), VoiceGrant(incoming_allow=True)),
    (twilio_grants.VoiceGrant(**VOICE), VoiceGrant(**VOICE)),
    (twilio_grants.ChatGrant(service_sid=SERVICE), ChatGrant(SERVICE)),
    (twilio_grants.ChatGrant(**CHAT), ChatGrant(**CHAT)),
    (twilio_grants.SyncGrant(service_sid=SERVICE), SyncGrant(SERVICE)),
    (twilio_grants.SyncGrant(SERVICE, "browser"), SyncGrant(SERVICE, endpoint_id="browser")),
    (twilio_grants.TaskRouterGrant(f"WS{SID}"), TaskRouterGrant(f"WS{SID}")),
    (
        twilio_grants.TaskRouterGrant(f"WS{SID}", f"WK{SID}", "worker"),
        TaskRouterGrant(f"WS{SID}", worker_sid=f"WK{SID}", role="worker"),
    ),
    (twilio_grants.PlaybackGrant({"requestCredentials": None, "x": 1}), PlaybackGrant({"requestCredentials": None, "x": 1})),
]

OPTIONS: list[dict[str, Any]] = [
    {},
    {"ttl": 60},
    {"ttl": 86400, "region": "ie1"},
    {"not_before": 1_700_000_600},
]


def parts_of(token: Any, secret: str) -> tuple[dict[str, Any], dict[str, Any]]:
    whenever: Any = {"verify_exp": False, "verify_nbf": False}
    return pyjwt.get_unverified_header(token), pyjwt.decode(token, secret, ["HS256"], options=whenever)


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize(("theirs", "ours"), PAIRS, ids=lambda grant: type(grant).__name__)
def test_the_same_claims(
    theirs: Any,
    ours: Grant,
    options: dict[str, Any],
    credentials: tuple[str, str, str],
    now: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("time.time", lambda: now)
    # Twilio's would be valid from now on, not from ever, unless it is told otherwise.
    nbf = options.get("not_before")
    twilio_options = {name: value for name, value in options.items() if name != "not_before"}
    token = twilio.AccessToken(*credentials, identity="zoë", nbf=nbf, **twilio_options)
    token.add_grant(theirs)
    our_token = SigningKey(*credentials).sign(AccessToken("zoë", grants=[ours], **options))
    (our_header, our_claims), (header, claims) = (parts_of(jwt, credentials[2]) for jwt in (our_token, token.to_jwt()))
    assert our_header == header
    assert NOT_WRITTEN.isdisjoint(claims) and our_claims.keys() - claims.keys() == NOT_WRITTEN
    assert {name: value for name, value in our_claims.items() if name not in NOT_WRITTEN} == claims


def test_each_reads_the_other_s(credentials: tuple[str, str, str]) -> None:
    account, api_key, secret = credentials
    token = twilio.AccessToken(account, api_key, secret, identity="alice", grants=[twilio_grants.VideoGrant(room="daily")])
    claims = Verifier(account, api_key, secret).verify(token.to_jwt())
    assert claims["grants"] == {"identity": "alice", "video": {"room": "daily"}}
    ours = SigningKey(account, api_key, secret).sign(AccessToken("alice", grants=[VideoGrant("daily")]))
    read = twilio.AccessToken.from_jwt(ours, secret)
    assert (read.payload["sub"], read.payload["grants"]["identity"]) == (account, "alice")
