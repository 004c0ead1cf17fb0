"""Components show no secret in results, errors, output and the messages of traps."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from support import CLI, FULL, LIBRARY, MARKED, REDACTION, VECTORS, assert_unmarked, environment, signed, wasi_environment
from wasi_host import Instance, Refused

KEY = VECTORS["key"]
SIDS = (KEY["account_sid"], KEY["api_key_sid"])
ENVIRONMENT = environment({**KEY, "api_key_secret": MARKED}, AUTH_TOKEN=MARKED, TWILIO_WEBHOOK_KEY_SECRET=MARKED)
INVOKE = {component: ["--invoke", 'create-room-token("alice", none)', str(component)] for component in (LIBRARY, FULL)}


def run(wasmtime: str, env: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [wasmtime, "run", *wasi_environment(env), *arguments]
    return subprocess.run(command, env=dict(env), capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("component", INVOKE, ids=lambda path: path.stem)
@pytest.mark.parametrize("name", REDACTION["key_variables"])
def test_shows_no_variable(wasmtime: str, component: Path, name: str) -> None:
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
def test_traps_show_no_secret(wasmtime: str, command: str) -> None:
    """No code traps by itself: it runs out of fuel before, while and after it reads the secret."""
    fuel, traps = 1000, 0
    while (done := run(wasmtime, ENVIRONMENT, "-W", f"fuel={fuel}", *COMMANDS[command])).returncode != 0:
        assert "all fuel consumed" in done.stderr and "wasm backtrace" in done.stderr, done.stderr
        assert_unmarked(done.stdout, done.stderr)
        fuel, traps = fuel * 5 // 4, traps + 1
    assert traps > 5 and done.stdout, fuel


def test_finds_a_secret_that_is_printed(wasmtime: str) -> None:
    url = [str(CLI), "webhook", "sign", "--url", MARKED, "--body", "{}"]
    with pytest.raises(AssertionError, match="MarkedSecret"):
        assert_unmarked(run(wasmtime, ENVIRONMENT, *url).stdout)


def test_shows_a_host_no_secret(capfd: pytest.CaptureFixture[str]) -> None:
    """Results, errors, and handles of the resources that hold the secret."""
    full = Instance(FULL, {name: value for name, value in ENVIRONMENT.items() if name not in ("PATH", "HOME")})
    algorithm = "hmac-sha256"
    key = full.call("signer", "[static]signing-key.create", *SIDS, MARKED)
    token = full.call("signer", "[static]access-token.create", "alice")
    verifier = full.call("verifier", "[static]token-verifier.create", *SIDS, MARKED)
    webhook_key = full.call("webhooks", "[static]webhook-key.create", MARKED, algorithm)
    usual = dict(account_sid=SIDS[0], api_key_sid=SIDS[1], api_key_secret=MARKED)
    jwt = full.call("signer", "[method]signing-key.sign", key, token, None)
    reports = [full.call("inspector", "inspect", row, MARKED, MARKED, None) for row in [jwt, *REDACTION["inspect"]]]
    shown = [repr(value) for value in (key, verifier, webhook_key, jwt, *reports)]
    keys = [tuple({**usual, **row}.values()) for row in REDACTION["keys"]]
    rejected = [
        *(("signer", "[static]signing-key.create", *row) for row in keys),
        *(("verifier", "[static]token-verifier.create", *row) for row in keys),
        ("signer", "[static]access-token.create", MARKED * 9),
        ("signer", "[method]access-token.grant-video", token, MARKED * 5),
        ("signer", "[method]access-token.set-region", token, MARKED),
        *(("minter", "sign-json", key, row, None) for row in REDACTION["tokens"]),
        *(("verifier", "[method]token-verifier.verify", verifier, signed(row), None) for row in REDACTION["verify"]),
        *(("webhooks", "parse-signature-settings", row) for row in REDACTION["settings"]),
    ]
    for row in REDACTION["webhooks"]:
        signature = row.get("signature") or full.call("webhooks", "[method]webhook-key.sign", webhook_key, row["signed_url"], [])
        name, content = ("form", row["params"]) if "params" in row else ("body", row["body"].encode())
        fields = [tuple(field) for field in content] if name == "form" else content
        rejected.append(("webhooks", f"[method]webhook-key.validate-{name}", webhook_key, signature, row["url"], fields))
    for call in rejected:
        with pytest.raises(Refused) as refused:
            full.call(*call)
        shown.append(f"{refused.value} {refused.value.code}")
    assert_unmarked(*shown, *capfd.readouterr())
