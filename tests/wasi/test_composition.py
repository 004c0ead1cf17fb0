"""The components as part of another: one that imports their interface, made whole by `wasm-tools compose`."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import jwt as pyjwt
import pytest

from support import FULL, LIBRARY, ROOT, VECTORS, environment, wasi_environment
from wasi_tools import wasm_tools

FRONT = ROOT / "target" / "test" / "front.wasm"


@pytest.fixture(scope="module", params=[LIBRARY, FULL], ids=lambda path: path.name)
def composed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("composed") / "composed.wasm"
    wasm_tools("compose", FRONT, "-d", request.param, "-o", output)
    return output


def run(program: str, composed: Path, env: Mapping[str, str], *identities: str) -> subprocess.CompletedProcess[str]:
    command = [program, "run", *wasi_environment(env), str(composed), *identities]
    return subprocess.run(command, env=dict(env), capture_output=True, text=True, timeout=60)


def test_the_front_imports_no_more_than_it_calls() -> None:
    wit = wasm_tools("component", "wit", FRONT)
    assert "import twilio-access-token:tokens/signer@" in wit and "import twilio-access-token:tokens/minter@" not in wit


def test_the_interface_is_no_longer_seen(composed: Path) -> None:
    wit = wasm_tools("component", "wit", composed)
    assert "twilio" not in wit and "export wasi:cli/run@" in wit


def test_it_mints(composed: Path, wasmtime: str) -> None:
    done = run(wasmtime, composed, environment(), "alice", "bob")
    assert (done.returncode, done.stderr) == (0, "")
    tokens = [pyjwt.decode(token, VECTORS["key"]["api_key_secret"], ["HS256"]) for token in done.stdout.split()]
    assert [token["grants"] for token in tokens] == [
        {"identity": "alice", "video": {"room": "daily"}},
        {"identity": "bob", "video": {"room": "daily"}},
    ]


def test_errors_cross(composed: Path, wasmtime: str) -> None:
    done = run(wasmtime, composed, environment(), "alice", "")
    assert done.returncode == 1 and done.stdout.startswith("MintErrorCode::EmptyIdentity: the identity is empty")
    done = run(wasmtime, composed, environment({}), "alice")
    assert done.returncode == 1 and done.stdout.startswith("MintErrorCode::MissingVariable: ")
