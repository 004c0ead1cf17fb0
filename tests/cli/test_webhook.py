"""`webhook`, as native binary and as component."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from support import WEBHOOKS, assert_refused, command_line, environment, status

TOKEN = WEBHOOKS["auth_token"]
CASES = WEBHOOKS["cases"]
VALIDATE = ["webhook", "validate", "--signature", CASES[0]["signature"], "--url", CASES[0]["url"]]


def run(
    surface: str, *arguments: str, env: Mapping[str, str] | None = None, stdin: bytes = b""
) -> subprocess.CompletedProcess[str]:
    env = environment({}, TWILIO_AUTH_TOKEN=TOKEN) if env is None else env
    done = subprocess.run([*command_line(surface, env), *arguments], env=dict(env), input=stdin, capture_output=True, timeout=60)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def variables(case: Mapping[str, Any]) -> dict[str, str]:
    shared = "key=" in case.get("settings", "")
    name = "TWILIO_WEBHOOK_KEY_SECRET" if shared else "AUTH_TOKEN"
    return environment({}, **{name: case.get("secret", TOKEN)})


def options(case: Mapping[str, Any]) -> list[str]:
    given = ["--settings", case["settings"]] if "settings" in case else []
    for name, value in case.get("params", []):
        given += ["--param", f"{name}={value}"]
    return given


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_vectors(surface: str, case: Mapping[str, Any]) -> None:
    env, given = variables(case), options(case)
    request = ["--signature", case["signature"], "--url", case["url"]]
    body = case.get("body", "").encode()
    read = ["--body-file", "-"] if "body" in case else []
    done = run(surface, "webhook", "validate", *request, *given, *read, env=env, stdin=body)
    if "error" in case:
        assert_refused(done, case["error"])
        assert case.get("secret", TOKEN) not in done.stderr
        return
    assert (done.returncode, done.stdout, done.stderr) == (0, "valid\n", "")
    done = run(surface, "webhook", "sign", "--url", case.get("signed_url", case["url"]), *given, env=env)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{case['signature']}\n", "")


def test_what_is_signed_is_valid_and_another_body_is_not(surface: str) -> None:
    body = '{"a": "é"}'
    done = run(surface, "webhook", "sign", "--url", "https://example.com/events?a=1", "--body", body)
    signature, url = done.stdout.splitlines()
    assert url == f"https://example.com/events?a=1&bodySHA256={hashlib.sha256(body.encode()).hexdigest()}"
    request = ["webhook", "validate", "--signature", signature, "--url", url]
    assert run(surface, *request, "--body", body).stdout == "valid\n"
    assert run(surface, *request, "--body-file", "-", stdin=body.encode()).stdout == "valid\n"
    done = run(surface, *request, "--body-file", "-", stdin=f"{body}\n".encode())
    assert (done.returncode, done.stderr.startswith("error[body-mismatch]: ")) == (1, True)


def test_a_file_is_read_natively_alone(tmp_path: Path) -> None:
    file = tmp_path / "body"
    file.write_bytes(bytes(range(256)))
    arguments = ["webhook", "sign", "--url", "https://example.com", "--body-file", str(file)]
    assert hashlib.sha256(bytes(range(256))).hexdigest() in run("native", *arguments).stdout
    missing = run("native", *arguments[:-1], str(tmp_path / "missing"))
    assert (missing.returncode, missing.stdout) == (1, "")
    assert missing.stderr.startswith("error[input-failed]: ")
    component = run("wasmtime", *arguments)
    assert (component.returncode, component.stdout) == (1, "")
    assert "error[no-files]: " in component.stderr and "--body-file -" in component.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["webhook", "guess"], "unknown-command"),
        (["webhook", "--url", "https://example.com"], "unknown-command"),
        (["webhook", "sign"], "missing-option"),
        (["webhook", "validate", "--url", "https://example.com"], "missing-option"),
        (["webhook", "sign", "--url"], "missing-value"),
        (["webhook", "sign", "--url", "a", "--url", "b"], "repeated-option"),
        (["webhook", "sign", "--url", "a", "--body-file", "-", "--body-file", "-"], "repeated-option"),
        (["webhook", "sign", "--url", "a", "--signature", "b"], "unknown-option"),
        (["webhook", "sign", "--url", "a", "b"], "unexpected-argument"),
        (["webhook", "sign", "--url", "a", "--auth-token", TOKEN], "unknown-option"),
        ([*VALIDATE, "--param", "Digits"], "malformed-param"),
        ([*VALIDATE, "--param", "a=b", "--body", "{}"], "conflicting-options"),
        ([*VALIDATE, "--param", "a=b", "--body-file", "-"], "conflicting-options"),
        ([*VALIDATE, "--body", "{}", "--body-file", "-"], "conflicting-options"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_wrong_usage(surface: str, arguments: list[str], code: str) -> None:
    done = run(surface, *arguments)
    assert_refused(done, code, status(surface, 2))
    assert TOKEN not in done.stderr


def test_help_for_what_is_missing(surface: str) -> None:
    done = run(surface, "webhook", "sign")
    assert "--url is not given" in done.stderr and "webhook validate" in done.stderr
    done = run(surface, "webhook", "sign", "--url", "a", "--auth-token", TOKEN)
    assert "Secrets are read from the environment alone: set AUTH_TOKEN." in done.stderr


@pytest.mark.parametrize(
    ("env", "more", "code"),
    [
        ({}, [], "missing-variable"),
        ({"AUTH_TOKEN": ""}, [], "missing-variable"),
        ({"AUTH_TOKEN": TOKEN}, ["--settings", "key=k"], "missing-variable"),
        ({"AUTH_TOKEN": TOKEN, "TWILIO_AUTH_TOKEN": "another"}, [], "conflicting-variables"),
    ],
)
def test_environment(surface: str, env: Mapping[str, str], more: list[str], code: str) -> None:
    assert_refused(run(surface, *VALIDATE, *more, env=environment({}, **env)), code)


@pytest.mark.parametrize("arguments", [["webhook"], ["webhook", "--help"], ["webhook", "sign", "-h"]])
def test_help(surface: str, arguments: list[str]) -> None:
    done = run(surface, *arguments, env=environment({}))
    assert (done.returncode, done.stderr) == (0, "")
    for promised in ["Usage:", "--signature", "--body-file", "AUTH_TOKEN", "TWILIO_WEBHOOK_KEY_SECRET", "Exit status:"]:
        assert promised in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100
