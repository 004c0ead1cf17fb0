"""The versions of wasmtime with which all this is tested, and components that it has compiled before."""

from __future__ import annotations

import http.client
import re
import subprocess
from pathlib import Path

import pytest

from support import CASES, CLI, FULL, HTTP, LIBRARY, ROOT, VECTORS, WASMTIMES, environment, free_port, serving, wasi_environment

COMPONENTS = [LIBRARY, FULL, CLI, HTTP]


def version(program: str) -> tuple[int, ...]:
    text = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    return tuple(int(number) for number in re.match(r"wasmtime (\d+)\.(\d+)\.(\d+)", text).groups())


def test_the_oldest_is_the_one_that_the_readme_promises() -> None:
    promised = re.search(r"in wasmtime (\d+) and newer", (ROOT / "README.md").read_text())
    assert version(WASMTIMES["oldest wasmtime"])[0] == int(promised[1])
    assert version(WASMTIMES["wasmtime"]) > version(WASMTIMES["oldest wasmtime"])


@pytest.fixture
def compiled(wasmtime: str, tmp_path: Path) -> dict[Path, str]:
    """Each component, compiled by this wasmtime."""
    for component in COMPONENTS:
        subprocess.run([wasmtime, "compile", "-o", tmp_path / component.stem, component], check=True, timeout=60)
    return {component: str(tmp_path / component.stem) for component in COMPONENTS}


def test_compiled_components_run(wasmtime: str, compiled: dict[Path, str]) -> None:
    env = environment()
    run = [wasmtime, "run", "--allow-precompiled", *wasi_environment(env)]

    def printed(*arguments: str) -> str:
        return subprocess.run([*run, *arguments], env=env, capture_output=True, text=True, check=True, timeout=60).stdout

    video = ["video", "--identity", "alice", "--issued-at", str(VECTORS["now"])]
    assert printed(compiled[CLI], *video) == f"{CASES[0]['jwt']}\n"
    for component in (LIBRARY, FULL):
        assert printed("--invoke", 'create-room-token("alice", none)', compiled[component]).startswith('ok("eyJ')


def test_compiled_components_serve(wasmtime: str, compiled: dict[Path, str]) -> None:
    env, port = environment(TOKEN_AUTH="anyone", ALLOWED_ORIGINS="*"), free_port()
    serve = [wasmtime, "serve", "--allow-precompiled", "--addr", f"127.0.0.1:{port}", "-S", "cli", *wasi_environment(env)]
    with serving([*serve, compiled[HTTP]], port, env):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("POST", "/create-room-token?identity=alice")
        answer = connection.getresponse()
        assert (answer.status, answer.read()[:10]) == (200, b'{"token":"')
        connection.close()


def test_compiled_components_are_refused_unasked_and_elsewhere(wasmtime: str, compiled: dict[Path, str]) -> None:
    (other,) = set(WASMTIMES.values()) - {wasmtime}
    for command, complaint in [
        ([wasmtime, "run"], "--allow-precompiled"),
        ([other, "run", "--allow-precompiled"], "compiled with incompatible"),
    ]:
        done = subprocess.run([*command, compiled[CLI], "--version"], capture_output=True, text=True, timeout=60)
        assert done.returncode != 0 and complaint in done.stderr, done.stderr
