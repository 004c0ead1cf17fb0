"""The shared cases of all languages."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from support import ROOT, assert_unmarked
from twilio_access_token import (
    AccessToken,
    ChatGrant,
    CustomGrant,
    Grant,
    PlaybackGrant,
    SigningKey,
    SyncGrant,
    TaskRouterGrant,
    TwilioTokenError,
    Verifier,
    VideoGrant,
    VoiceGrant,
    WebhookKey,
    inspect,
)

Case = Mapping[str, Any]

CASES: list[Case] = json.loads((ROOT / "tests" / "vectors" / "embeddings.json").read_text())["cases"]


def test_there_are_cases_of_each_call() -> None:
    calls = Counter(case["call"] for case in CASES)
    assert calls.keys() == {"sign", "verify", "inspect", "webhook"}
    assert min(calls.values()) > 50
    assert calls.total() > 290


def cases(call: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", [case for case in CASES if case["call"] == call], ids=lambda case: case["name"])


def assert_outcome(case: Case, call: Callable[[], Any]) -> None:
    if "error" not in case:
        assert call() == case["result"]
        return
    with pytest.raises(TwilioTokenError) as refused:
        call()
    assert refused.value.code == case["error"]
    assert str(refused.value) == f"{refused.value.message}. {refused.value.hint}"
    assert_unmarked(refused.value.message, repr(refused.value))


def credentials_of(case: Case) -> tuple[str, str, str]:
    return case["account_sid"], case["api_key_sid"], case["api_key_secret"]


def voice(*, incoming: Any = None, outgoing: Any = None, **members: Any) -> VoiceGrant:
    [allow] = [None] if incoming is None else incoming.values()
    if outgoing is not None and outgoing.keys() != {"application_sid", "params"}:
        outgoing = {"params": None, **outgoing}
    application, parameters = (None, None) if outgoing is None else (outgoing["application_sid"], outgoing["params"])
    return VoiceGrant(
        incoming_allow=allow, outgoing_application_sid=application, outgoing_application_params=parameters, **members
    )


GRANTS: Mapping[str, Callable[..., Grant]] = {
    "chat": ChatGrant,
    "data_sync": SyncGrant,
    "task_router": TaskRouterGrant,
    "video": VideoGrant,
    "voice": voice,
}


def grant(key: str, payload: Any) -> Grant:
    """The grant of the product's own class, where that has what the payload holds."""
    try:
        return PlaybackGrant(payload) if key == "player" else GRANTS[key](**payload)
    except (AttributeError, KeyError, TypeError):
        return CustomGrant(key, payload)


def unique(members: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(members)) < len(members):
        raise ValueError("a name occurs twice")
    return dict(members)


def token_of(text: str) -> AccessToken:
    options = json.loads(text, object_pairs_hook=unique)
    return AccessToken(**options | {"grants": [grant(*entry) for entry in options.get("grants", {}).items()]})


@cases("sign")
def test_sign(case: Case) -> None:
    assert_outcome(case, lambda: SigningKey(*credentials_of(case)).sign_json(case["token"], now=case["now"]))


def is_typed(case: Case) -> bool:
    """Whether ``AccessToken`` can express the JSON of a case."""
    try:
        token_of(case["token"])
    except (AttributeError, TypeError, ValueError):
        return False
    return True


@pytest.mark.parametrize("case", [case for case in CASES if case["call"] == "sign" and is_typed(case)], ids=lambda case: case["name"])
def test_sign_what_is_put_together(case: Case) -> None:
    token = token_of(case["token"])
    assert_outcome(case, lambda: SigningKey(*credentials_of(case)).sign(token, now=case["now"]))
    assert_outcome(case, lambda: SigningKey(*credentials_of(case)).sign_many([token], now=case["now"])[0])


def test_each_product_has_its_class() -> None:
    made = {type(grant) for case in CASES if case["call"] == "sign" and is_typed(case) for grant in token_of(case["token"]).grants}
    assert made == {ChatGrant, CustomGrant, PlaybackGrant, SyncGrant, TaskRouterGrant, VideoGrant, VoiceGrant}


@cases("verify")
def test_verify(case: Case) -> None:
    verifier = Verifier(*credentials_of(case), leeway=case["leeway"])
    expected = {**case, "result": json.loads(case["result"])} if "error" not in case else case
    assert_outcome(expected, lambda: verifier.verify(case["token"], now=case["now"]))


@cases("inspect")
def test_inspect(case: Case) -> None:
    report = inspect(case["token"], api_key_secret=case["api_key_secret"], region=case["region"], now=case["now"])
    assert_unmarked(repr(report))
    findings = [[finding.code, finding.twilio_code, finding.severity] for finding in report.findings]
    assert {"signature": report.signature, "findings": findings} == case["result"]
    assert all(finding.message and finding.hint for finding in report.findings)


@cases("webhook")
def test_webhook(case: Case) -> None:
    def validate() -> None:
        key = WebhookKey(case["secret"], settings=case["settings"])
        if "body" in case:
            key.validate_body(case["signature"], case["url"], case["body"].encode())
        else:
            key.validate_form(case["signature"], case["url"], [(name, value) for name, value in case["fields"]])

    assert_outcome(case, validate)
