"""A marked secret in components under wasmtime: in what a call gives or prints, and in what it leaves behind when it traps."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from support import CLI, FULL, LIBRARY, MARKED, VECTORS, assert_unmarked, environment, wasi_environment
from wasi_host import Instance, Refused

KEY = VECTORS["key"]
SIDS = (KEY["account_sid"], KEY["api_key_sid"])
ENVIRONMENT = environment({**KEY, "api_key_secret": MARKED}, AUTH_TOKEN=MARKED, TWILIO_WEBHOOK_KEY_SECRET=MARKED)


INVOKE = {component: ["--invoke", 'create-room-token("alice", none)', str(component)] for component in (LIBRARY, FULL)}


def run(wasmtime: str, env: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [wasmtime, "run", *wasi_environment(env), *arguments]
    return subprocess.run(command, env=dict(env), capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("component", INVOKE, ids=lambda path: path.stem)
@pytest.mark.parametrize("name", ["ACCOUNT_SID", "API_KEY", "API_SECRET", "TOKEN_TTL", "TWILIO_API_SECRET", "TWILIO_ACCOUNT_SID"])
def test_in_every_variable(wasmtime: str, component: Path, name: str) -> None:
    for value in (MARKED, f"{MARKED} "):
        done = run(wasmtime, {**ENVIRONMENT, name: value}, *INVOKE[component])
        assert_unmarked(done.stdout, done.stderr)
        assert done.stdout.startswith(("ok(", "err(")), done.stderr


COMMANDS = {
    "invoke": INVOKE[LIBRARY],
    "invoke the full one": INVOKE[FULL],
    "video": [str(CLI), "video", "--identity", "alice"],
    "webhook": [str(CLI), "webhook", "sign", "--url", "https://example.com"],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_traps(wasmtime: str, command: str) -> None:
    """None of the code traps by itself, so that it is let run out of fuel: before it reads the secret, after, and in between."""
    fuel, traps = 1000, 0
    while (done := run(wasmtime, ENVIRONMENT, "-W", f"fuel={fuel}", *COMMANDS[command])).returncode != 0:
        assert "all fuel consumed" in done.stderr and "wasm backtrace" in done.stderr, done.stderr
        assert_unmarked(done.stdout, done.stderr)
        fuel, traps = fuel * 5 // 4, traps + 1
    assert traps > 5 and done.stdout, fuel


def test_what_is_printed_is_found(wasmtime: str) -> None:
    url = [str(CLI), "webhook", "sign", "--url", MARKED, "--body", "{}"]
    with pytest.raises(AssertionError, match="MarkedSecret"):
        assert_unmarked(run(wasmtime, ENVIRONMENT, *url).stdout)


def test_in_a_host(capfd: pytest.CaptureFixture[str]) -> None:
    """All that a host gets to see: results, errors, and the handles of what holds the secret."""
    full = Instance(FULL, {name: value for name, value in ENVIRONMENT.items() if name not in ("PATH", "HOME")})
    algorithm = "hmac-sha256"
    key = full.call("signer", "[static]signing-key.create", *SIDS, MARKED)
    token = full.call("signer", "[static]access-token.create", "alice")
    verifier = full.call("verifier", "[static]token-verifier.create", *SIDS, MARKED)
    webhook_key = full.call("webhooks", "[static]webhook-key.create", MARKED, algorithm)
    jwt = full.call("signer", "[method]signing-key.sign", key, token, None)
    shown = [repr(value) for value in (key, verifier, webhook_key, jwt, full.call("inspector", "inspect", jwt, MARKED, MARKED, None))]
    refusals = [
        ("signer", "[static]signing-key.create", MARKED, SIDS[1], MARKED),
        ("signer", "[static]signing-key.create", SIDS[0], MARKED, MARKED),
        ("signer", "[static]signing-key.create", *SIDS, f"{MARKED} "),
        ("signer", "[static]access-token.create", MARKED * 9),
        ("signer", "[method]access-token.grant-video", token, MARKED * 5),
        ("signer", "[method]access-token.set-region", token, MARKED),
        ("minter", "sign-json", key, MARKED, None),
        ("minter", "sign-json", key, f'{{"identity":"alice","{MARKED}":1}}', None),
        ("minter", "sign-json", key, f'{{"identity":"alice","ttl":"{MARKED}"}}', None),
        ("verifier", "[static]token-verifier.create", MARKED, MARKED, MARKED),
        ("verifier", "[method]token-verifier.verify", verifier, MARKED, None),
        ("webhooks", "[method]webhook-key.validate-form", webhook_key, MARKED, MARKED, []),
        ("webhooks", "[method]webhook-key.validate-body", webhook_key, MARKED, MARKED, MARKED.encode()),
        ("webhooks", "parse-signature-settings", f"algorithm={MARKED}"),
    ]
    for call in refusals:
        with pytest.raises(Refused) as refused:
            full.call(*call)
        shown.append(f"{refused.value} {refused.value.code}")
    assert_unmarked(*shown, *capfd.readouterr())
