"""What the components are made of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support import CLI, FULL, HTTP, LIBRARY, ROOT
from wasi_tools import wasm_tools

COMPONENTS = {
    LIBRARY: {
        "limit": 65_000,
        "imports": ["wasi:cli/environment", "wasi:clocks/wall-clock"],
        "exports": ["twilio-access-token:tokens/signer", "twilio-access-token:tokens/types"],
    },
    FULL: {
        "limit": 270_000,
        "imports": ["wasi:cli/environment", "wasi:clocks/wall-clock"],
        "exports": [f"twilio-access-token:tokens/{name}" for name in ("inspector", "minter", "signer", "types", "verifier", "webhooks")],
    },
    HTTP: {
        "limit": 375_000,
        "imports": [
            "wasi:cli/environment",
            "wasi:cli/stdout",
            "wasi:clocks/monotonic-clock",
            "wasi:clocks/wall-clock",
            "wasi:http/types",
            "wasi:io/error",
            "wasi:io/poll",
            "wasi:io/streams",
        ],
        "exports": ["wasi:http/incoming-handler"],
    },
    CLI: {
        "limit": 330_000,
        "imports": [
            "wasi:cli/environment",
            "wasi:cli/stderr",
            "wasi:cli/stdin",
            "wasi:cli/stdout",
            "wasi:clocks/wall-clock",
            "wasi:io/error",
            "wasi:io/poll",
            "wasi:io/streams",
        ],
        "exports": ["wasi:cli/run"],
    },
}


@pytest.fixture(params=COMPONENTS, ids=lambda path: path.name)
def component(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_imports_and_exports_are_these_and_no_others(component: Path) -> None:
    wit = wasm_tools("component", "wit", component)
    for direction in ("import", "export"):
        found = re.findall(rf"^  {direction} ([^;@]+)(?:@[\d.]+)?;$", wit, re.MULTILINE)
        assert sorted(found) == COMPONENTS[component][f"{direction}s"]


def test_neither_files_nor_sockets(component: Path) -> None:
    wit = wasm_tools("component", "wit", component)
    assert not re.search(r"filesystem|sockets|random", wit)


def test_size(component: Path) -> None:
    assert component.stat().st_size < COMPONENTS[component]["limit"]


def test_it_is_valid(component: Path) -> None:
    wasm_tools("validate", component)


def test_no_path_of_the_machine_that_built_it(component: Path) -> None:
    contents = component.read_bytes()
    for path in (str(Path.home()), str(ROOT)):
        assert f"{path}/".encode() not in contents


def test_the_interface_parses() -> None:
    wasm_tools("component", "wit", ROOT / "wit")
