"""The component's interface `webhooks`, and Python's own HMAC as the judge of the shared cases."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from support import FULL, WEBHOOKS, environment
from wasi_host import Instance, Refused, invoke

TOKEN = WEBHOOKS["auth_token"]
CASES = WEBHOOKS["cases"]
VALID = [case for case in CASES if "error" not in case]
SHARED_KEY = "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256"


class Webhooks(Instance):
    """An instance of the component, of which these tests call one interface."""

    def __init__(self, env: Mapping[str, str]) -> None:
        super().__init__(FULL, env)

    def call(self, name: str, *arguments: Any) -> Any:
        return super().call("webhooks", name, *arguments)

    def key(self, case: Mapping[str, Any]) -> Any:
        settings = self.call("parse-signature-settings", case.get("settings"))
        return self.call("[static]webhook-key.create", case.get("secret", TOKEN), settings.algorithm)

    def validate(self, case: Mapping[str, Any]) -> None:
        key, name, what = self.key(case), "form", fields(case)
        if "body" in case:
            name, what = "body", case["body"].encode()
        self.call(f"[method]webhook-key.validate-{name}", key, case["signature"], case["url"], what)


def fields(case: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in case.get("params", [])]


@pytest.fixture(scope="module")
def webhooks() -> Webhooks:
    return Webhooks({})


@pytest.mark.parametrize("case", VALID, ids=lambda case: case["name"])
def test_an_independent_judge(case: Mapping[str, Any]) -> None:
    ordered = sorted(set(fields(case)), key=lambda field: [text.encode("utf-16-be") for text in field])
    text = case.get("signed_url", case["url"]) + "".join(name + value for name, value in ordered)
    digest = hashlib.sha256 if "SHA256" in case.get("settings", "").upper() else hashlib.sha1
    mac = hmac.digest(case.get("secret", TOKEN).encode(), text.encode(), digest)
    assert base64.b64encode(mac).decode() == case["signature"]
    if "body" in case:
        assert f"bodySHA256={hashlib.sha256(case['body'].encode()).hexdigest()}" in case["url"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_vectors(webhooks: Webhooks, case: Mapping[str, Any]) -> None:
    if "error" not in case:
        webhooks.validate(case)
        signed = (case.get("signed_url", case["url"]), fields(case))
        assert webhooks.call("[method]webhook-key.sign", webhooks.key(case), *signed) == case["signature"]
        return
    with pytest.raises(Refused) as refused:
        webhooks.validate(case)
    assert refused.value.code == case["error"]
    assert case.get("secret", TOKEN) not in str(refused.value)


def test_settings(webhooks: Webhooks) -> None:
    read = webhooks.call("parse-signature-settings", SHARED_KEY)
    assert (getattr(read, "key-id"), read.algorithm) == ("webhooks_sharedkey_1", "hmac-sha256")
    read = webhooks.call("parse-signature-settings", None)
    assert (getattr(read, "key-id"), read.algorithm) == (None, "hmac-sha1")


def test_the_hash_of_a_body(webhooks: Webhooks) -> None:
    for body in [b"", b"{}", bytes(range(256))]:
        assert webhooks.call("body-sha256", body) == hashlib.sha256(body).hexdigest()


def test_keys_of_the_environment(webhooks: Webhooks) -> None:
    case, shared = CASES[0], next(case for case in VALID if case.get("settings") == SHARED_KEY and "body" not in case)
    host = Webhooks({"TWILIO_AUTH_TOKEN": TOKEN, "TWILIO_WEBHOOK_KEY_SECRET": shared["secret"]})
    for given in (case, shared):
        settings = host.call("parse-signature-settings", given.get("settings"))
        key = host.call("[static]webhook-key.from-environment", settings)
        url = given.get("signed_url", given["url"])
        assert host.call("[method]webhook-key.sign", key, url, fields(given)) == given["signature"]
    host.call("validate-webhook", case["signature"], case["url"], fields(case))

    for give, code in [
        (lambda: webhooks.call("validate-webhook", case["signature"], case["url"], fields(case)), "missing-variable"),
        (lambda: host.call("validate-webhook", case["signature"], case["url"], []), "signature-mismatch"),
        (lambda: host.call("[static]webhook-key.create", "", "hmac-sha1"), "empty-secret"),
    ]:
        with pytest.raises(Refused) as refused:
            give()
        assert refused.value.code == code
    conflicting = Webhooks({"TWILIO_AUTH_TOKEN": TOKEN, "AUTH_TOKEN": "another"})
    with pytest.raises(Refused) as refused:
        conflicting.call(
            "[static]webhook-key.from-environment", SimpleNamespace(**{"key-id": None, "algorithm": "hmac-sha1"})
        )
    assert refused.value.code == "conflicting-variables"


@pytest.mark.parametrize(("digits", "expected"), [("1234", "ok"), ("4321", "err({code: signature-mismatch, message: ")])
def test_invoke(wasmtime: str, digits: str, expected: str) -> None:
    case, env = CASES[0], environment({}, AUTH_TOKEN=TOKEN)
    pairs = {**dict(fields(case)), "Digits": digits}.items()
    given = ", ".join(f'("{name}", "{value}")' for name, value in pairs)
    call = f'validate-webhook("{case["signature"]}", "{case["url"]}", [{given}])'
    assert invoke(wasmtime, FULL, call, env).startswith(expected)
