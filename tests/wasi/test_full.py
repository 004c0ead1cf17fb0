"""The full component: what it has beyond the library."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import jwt as pyjwt
import pytest

from support import CASES, FULL, GRANTS, INSPECT, PITFALLS, VECTORS, environment
from wasi_host import Instance, Refused, invoke

KEY = tuple(VECTORS["key"][name] for name in ("account_sid", "api_key_sid", "api_key_secret"))
OTHER_KEY = (KEY[0], f"SK{'0' * 32}", "another")
NOW = VECTORS["now"]


@pytest.fixture(scope="module")
def full() -> Instance:
    return Instance(FULL)


@pytest.mark.parametrize("case", GRANTS, ids=lambda case: case["name"])
def test_grants(full: Instance, case: Mapping[str, Any]) -> None:
    key = full.call("signer", "[static]signing-key.create", *KEY)
    if "jwt" in case:
        assert full.call("minter", "sign-json", key, case["token"], NOW) == case["jwt"]
        return
    with pytest.raises(Refused) as refused:
        full.call("minter", "sign-json", key, case["token"], NOW)
    assert refused.value.code == case["error"]


def test_json_that_is_none(full: Instance) -> None:
    key = full.call("signer", "[static]signing-key.create", *KEY)
    for text, code in [
        ("", "invalid-json"),
        ("[]", "invalid-json"),
        ('{"identity":"alice","ttl":"1h"}', "invalid-type"),
        ('{"identity":"alice","admin":1}', "invalid-json"),
    ]:
        with pytest.raises(Refused) as refused:
            full.call("minter", "sign-json", key, text, NOW)
        assert refused.value.code == code


def test_verify(full: Instance) -> None:
    verifier = full.call("verifier", "[static]token-verifier.create", *OTHER_KEY)

    def verify(token: str, now: int | None = NOW) -> Any:
        return full.call("verifier", "[method]token-verifier.verify", verifier, token, now)

    def code(token: str, now: int | None = NOW) -> str:
        with pytest.raises(Refused) as refused:
            verify(token, now)
        assert KEY[2] not in str(refused.value)
        return refused.value.code

    token = CASES[1]["jwt"]
    assert code(token) == "signature-mismatch"
    full.call("verifier", "[method]token-verifier.add-key", verifier, *KEY)
    assert json.loads(verify(token)) == pyjwt.decode(token, options={"verify_signature": False})
    assert code(token, NOW + 3600) == "expired"
    assert code(token, None) == "expired"
    assert code("hello") == "malformed"
    full.call("verifier", "[method]token-verifier.set-leeway", verifier, 1)
    assert verify(token, NOW + 3600)
    with pytest.raises(Refused) as refused:
        full.call("verifier", "[static]token-verifier.create", KEY[1], KEY[0], KEY[2])
    assert refused.value.code == "sids-swapped"


@pytest.mark.parametrize("case", PITFALLS, ids=lambda case: case["name"])
def test_pitfalls(full: Instance, case: Mapping[str, Any]) -> None:
    verifier = full.call("verifier", "[static]token-verifier.create", *KEY)

    def verify() -> str:
        return full.call("verifier", "[method]token-verifier.verify", verifier, case["token"], NOW)

    if case["error"] is None:
        assert json.loads(verify())["grants"]["identity"] == "alice"
        return
    with pytest.raises(Refused) as refused:
        verify()
    assert refused.value.code == case["error"]


@pytest.mark.parametrize("case", INSPECT["cases"], ids=lambda case: case["name"])
def test_inspect(full: Instance, case: Mapping[str, Any]) -> None:
    arguments = (case["token"], case.get("secret"), case.get("region"), INSPECT["now"])
    report = full.call("inspector", "inspect", *arguments)
    found = [[finding.code, getattr(finding, "twilio-code"), finding.severity] for finding in report.findings]
    assert found == case["findings"]
    assert report.signature == case["signature"]


def test_invoke(wasmtime: str) -> None:
    """`wasmtime run --invoke` for the function that needs no resource."""
    printed = invoke(wasmtime, FULL, 'inspect("hello", none, none, some(1700000000))', environment({}))
    assert 'code: "malformed", twilio-code: some(20101), severity: error' in printed
