"""The library component: its resources in a host, and its one plain function from a command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jwt as pyjwt
import pytest

from support import CASES, LIBRARY, VECTORS, environment, key_of
from wasi_host import Instance, Refused, invoke

KEY = VECTORS["key"]


class Library(Instance):
    """The library component, whose functions are those of one interface."""

    def __init__(self, env: Mapping[str, str]) -> None:
        super().__init__(LIBRARY, env)

    def signer(self, name: str, *arguments: Any) -> Any:
        return self.call("signer", name, *arguments)

    def sign(self, case: Mapping[str, Any]) -> str:
        key = key_of(case)
        names = ("account_sid", "api_key_sid", "api_key_secret")
        signing_key = self.signer("[static]signing-key.create", *(key[name] for name in names))
        token = self.signer("[static]access-token.create", case["identity"])
        self.signer("[method]access-token.grant-video", token, case.get("room"))
        if "ttl" in case:
            self.signer("[method]access-token.set-ttl", token, case["ttl"])
        if "not_before" in case:
            self.signer("[method]access-token.set-not-before", token, case["not_before"])
        if "region" in case:
            self.signer("[method]access-token.set-region", token, case["region"])
        return self.signer("[method]signing-key.sign", signing_key, token, case.get("now", VECTORS["now"]))


@pytest.fixture(scope="module")
def library() -> Library:
    return Library({})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_vectors(library: Library, case: Mapping[str, Any]) -> None:
    if "jwt" in case:
        assert library.sign(case) == case["jwt"]
        return
    with pytest.raises(Refused) as refused:
        library.sign(case)
    assert refused.value.code == case["error"]
    assert KEY["api_key_secret"] not in str(refused.value)


def test_the_clock_and_the_environment() -> None:
    variables = {name: value for name, value in environment().items() if name not in ("PATH", "HOME")}
    library = Library(variables)
    signing_key = library.signer("[static]signing-key.from-environment")
    token = library.signer("[static]access-token.create", "alice")
    claims = pyjwt.decode(library.signer("[method]signing-key.sign", signing_key, token, None), KEY["api_key_secret"], ["HS256"])
    assert (claims["sub"], claims["grants"]) == (KEY["account_sid"], {"identity": "alice"})

    created = library.signer("create-room-token", "alice", "daily")
    assert pyjwt.decode(created, KEY["api_key_secret"], ["HS256"])["grants"]["video"] == {"room": "daily"}

    with pytest.raises(Refused) as refused:
        Library({}).signer("create-room-token", "alice", None)
    assert refused.value.code == "missing-variable"


def test_a_second_grant_replaces_the_first(library: Library) -> None:
    token = library.signer("[static]access-token.create", "alice")
    for room in ("first", "second"):
        library.signer("[method]access-token.grant-video", token, room)
    key = library.signer("[static]signing-key.create", KEY["account_sid"], KEY["api_key_sid"], KEY["api_key_secret"])
    claims = pyjwt.decode(library.signer("[method]signing-key.sign", key, token, None), KEY["api_key_secret"], ["HS256"])
    assert claims["grants"] == {"identity": "alice", "video": {"room": "second"}}


@pytest.mark.parametrize("room", ["daily", None])
def test_invoke_prints_the_token(wasmtime: str, room: str | None) -> None:
    argument = "none" if room is None else f'some("{room}")'
    printed = invoke(wasmtime, LIBRARY, f'create-room-token("alice", {argument})', environment())
    assert printed.startswith('ok("') and printed.endswith('")')
    claims = pyjwt.decode(printed[4:-2], KEY["api_key_secret"], ["HS256"])
    assert claims["exp"] - claims["iat"] == 3600
    assert claims["jti"] == f"{KEY['api_key_sid']}-{claims['iat']}"
    assert claims["grants"] == {"identity": "alice", "video": {"room": room} if room else {}}


@pytest.mark.parametrize(
    ("call", "env", "code"),
    [
        ('create-room-token("", none)', environment(), "empty-identity"),
        ('create-room-token("alice", some(""))', environment(), "empty-room"),
        ('create-room-token("alice", none)', environment({}), "missing-variable"),
        ('create-room-token("alice", none)', environment({**KEY, "account_sid": "AC1"}), "invalid-account-sid"),
        ('create-room-token("alice", none)', environment(TOKEN_TTL="0"), "ttl-too-short"),
        ('create-room-token("alice", none)', environment(TOKEN_TTL="86401"), "ttl-too-long"),
        ('create-room-token("alice", none)', environment(TOKEN_TTL="soon"), "invalid-ttl"),
        ('create-room-token("alice", none)', environment(TWILIO_API_KEY="other"), "conflicting-variables"),
    ],
)
def test_invoke_prints_what_is_wrong(wasmtime: str, call: str, env: Mapping[str, str], code: str) -> None:
    assert invoke(wasmtime, LIBRARY, call, env).startswith(f"err({{code: {code}, message: ")
