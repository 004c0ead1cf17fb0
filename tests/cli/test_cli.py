"""The command line, as native binary and as component."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping

import pytest

from support import CASES, CLI, NATIVE, VECTORS, WASMTIME, environment, key_of, wasi_environment

SECRET = VECTORS["key"]["api_key_secret"]


@pytest.fixture(params=["native", "component"])
def surface(request: pytest.FixtureRequest) -> str:
    return request.param


def run(surface: str, *arguments: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    env = environment() if env is None else env
    program = [str(NATIVE)] if surface == "native" else [WASMTIME, "run", *wasi_environment(env), str(CLI)]
    done = subprocess.run([*program, *arguments], env=dict(env), capture_output=True, text=True, timeout=60)
    assert SECRET not in done.stdout + done.stderr
    return done


def status(surface: str, native: int) -> int:
    """A component's status is 1 where the native one is 2."""
    return native if surface == "native" else min(native, 1)


def options(case: Mapping[str, object]) -> list[str]:
    names = {"room": "--room", "ttl": "--ttl", "not_before": "--not-before", "region": "--region"}
    given = [(option, str(case[name])) for name, option in names.items() if name in case]
    now = str(case.get("now", VECTORS["now"]))
    pairs = [("--identity", str(case["identity"])), ("--issued-at", now), *given]
    return [text for pair in pairs for text in pair]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_vectors(surface: str, case: Mapping[str, object]) -> None:
    done = run(surface, "video", *options(case), env=environment(key_of(case)))
    if "jwt" in case:
        assert (done.returncode, done.stdout, done.stderr) == (0, f"{case['jwt']}\n", "")
    else:
        code = case.get("error_from_environment", case["error"])
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith(f"error[{code}]: ")
        assert "\n  help: " in done.stderr


def test_missing_variables_are_all_named(surface: str) -> None:
    done = run(surface, "video", "--identity", "alice", env=environment({}))
    assert done.returncode == 1
    assert "error[missing-variable]: ACCOUNT_SID, API_KEY and API_SECRET are not set" in done.stderr
    done = run(surface, "video", "--identity", "alice", env=environment({**VECTORS["key"], "api_key_secret": ""}))
    assert "error[missing-variable]: API_SECRET is not set" in done.stderr


def test_other_spellings(surface: str) -> None:
    key = VECTORS["key"]
    spelled = {
        "TWILIO_ACCOUNT_SID": key["account_sid"],
        "TWILIO_API_KEY_SID": key["api_key_sid"],
        "TWILIO_API_KEY_SECRET": key["api_key_secret"],
    }
    arguments = ["video", "--identity", "alice", "--issued-at", str(VECTORS["now"])]
    assert run(surface, *arguments, env=environment({}, **spelled)).stdout == f"{CASES[0]['jwt']}\n"
    agreeing = environment(**{"TWILIO_API_KEY": key["api_key_sid"]})
    assert run(surface, *arguments, env=agreeing).stdout == f"{CASES[0]['jwt']}\n"
    done = run(surface, *arguments, env=environment(TWILIO_API_SECRET="another"))
    assert "error[conflicting-variables]: API_SECRET and TWILIO_API_SECRET are both set, and differ" in done.stderr


def test_lifetime_from_the_environment(surface: str) -> None:
    case = next(case for case in CASES if case.get("ttl") == 1 and "now" not in case and "jwt" in case)
    arguments = ["video", "--identity", case["identity"], "--issued-at", str(VECTORS["now"])]
    assert run(surface, *arguments, env=environment(TOKEN_TTL="1")).stdout == f"{case['jwt']}\n"
    overridden = run(surface, *arguments, "--ttl", "1", env=environment(TOKEN_TTL="60"))
    assert overridden.stdout == f"{case['jwt']}\n"
    for ttl, code in [("0", "ttl-too-short"), ("86401", "ttl-too-long"), ("1h", "invalid-ttl")]:
        assert f"error[{code}]" in run(surface, *arguments, env=environment(TOKEN_TTL=ttl)).stderr


def test_the_clock(surface: str) -> None:
    first, second = (run(surface, "video", "--identity", "alice").stdout for _ in range(2))
    assert first.count(".") == second.count(".") == 2
    assert first != CASES[0]["jwt"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["video"], "missing-option"),
        (["video", "--identity"], "missing-value"),
        (["video", "--identity", "alice", "--identity", "bob"], "repeated-option"),
        (["video", "--identity", "alice", "--admin"], "unknown-option"),
        (["video", "--identity", "alice", "-x"], "unknown-option"),
        (["video", "--identity", "alice", SECRET], "unexpected-argument"),
        (["video", "--identity", "alice", "--secret", SECRET], "unknown-option"),
        (["video", "--identity", "alice", f"--api-secret={SECRET}"], "unknown-option"),
        ([SECRET], "unknown-command"),
        (["--ttl", "60"], "unknown-option"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_wrong_usage(surface: str, arguments: list[str], code: str) -> None:
    done = run(surface, *arguments)
    assert (done.returncode, done.stdout) == (status(surface, 2), "")
    assert done.stderr.startswith(f"error[{code}]: ")
    assert "\n  help: " in done.stderr


def test_a_secret_among_the_options_is_shown_the_way(surface: str) -> None:
    done = run(surface, "video", "--identity", "alice", "--api-secret", SECRET)
    assert "Secrets are read from the environment alone: set API_SECRET." in done.stderr


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"], ["help"], ["video", "--help"], ["--", "--help"]])
def test_help(surface: str, arguments: list[str]) -> None:
    done = run(surface, *arguments, env=environment({}))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(("Mints", "Prints"))
    for promised in ["Usage:", "--help", "ACCOUNT_SID", "API_SECRET", "Exit status:", "video --identity alice --room daily"]:
        assert promised in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100


def test_version(surface: str) -> None:
    assert run(surface, "--version").stdout == "twilio-access-token 0.1.0\n"


def test_dashes_that_wasmtime_hands_on(surface: str) -> None:
    case = CASES[0]
    assert run(surface, "--", "video", *options(case)).stdout == f"{case['jwt']}\n"


def test_output_that_cannot_be_written() -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [str(NATIVE), "video", "--identity", "alice"], env=environment(), stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode == 1
    assert done.stderr.startswith("error[output-failed]: ")
