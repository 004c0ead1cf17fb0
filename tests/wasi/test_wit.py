"""That the interface has not changed, since the last release, in a way that breaks what was built for it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from support import ROOT
from wasi_tools import WASM_TOOLS, wasm_tools

WIT = ROOT / "wit"
BASELINE = ROOT / "tests" / "wasi" / "baseline.wit"
PACKAGE = re.compile(r"^package twilio-access-token:tokens@(\d+)\.(\d+)\.(\d+);$", re.MULTILINE)

# Files of the interface, what is changed in them, and whether that breaks who imports it.
CHANGES = [
    ("minter.wit", "    sign-json-lines:", "    sign-more: func();\n    @since(version = 0.1.0)\n    sign-json-lines:", False),
    ("signer.wit", "        set-ttl:", "        set-more: func();\n        @since(version = 0.1.0)\n        set-ttl:", False),
    ("types.wit", "    type unix-time = u64;", "    type unix-time = u64;\n    enum more { one }", False),
    ("webhooks.wit", "    body-sha256: func", "    body-sha512: func", True),
    ("minter.wit", "tokens: string", "tokens: list<string>", True),
    ("types.wit", "type unix-time = u64;", "type unix-time = u32;", True),
    ("inspector.wit", "        hint: string,", "        hint: string,\n        more: string,", True),
    ("verifier.wit", "        expired,\n", "        expired,\n        revoked,\n", True),
    ("types.wit", "        ttl-too-short,\n", "", True),
    ("world.wit", "    @since(version = 0.1.0)\n    import webhooks;\n", "", True),
]


def version(wit: str) -> tuple[int, ...]:
    return tuple(int(number) for number in PACKAGE.search(wit).groups())


def semver_check(folder: Path) -> subprocess.CompletedProcess[str]:
    """Compares the interface in the folder with the baseline, as the version that comes after that."""
    major, minor, patch = version(BASELINE.read_text())
    for file in folder.glob("*.wit"):
        file.write_text(PACKAGE.sub(f"package twilio-access-token:tokens@{major}.{minor}.{patch + 1};", file.read_text()))
    before = folder / "deps" / "before"
    before.mkdir(parents=True)
    (before / BASELINE.name).write_text(BASELINE.read_text())
    worlds = [f"twilio-access-token:tokens/imports@{major}.{minor}.{patch + after}" for after in (0, 1)]
    command = [WASM_TOOLS, "component", "semver-check", folder, "--prev", worlds[0], "--new", worlds[1]]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for file in WIT.glob("*.wit"):
        (tmp_path / file.name).write_text(file.read_text())
    return tmp_path


def test_what_was_built_for_the_last_release_still_works(copy: Path) -> None:
    before, now = version(BASELINE.read_text()), version((WIT / "world.wit").read_text())
    assert now >= before and now[:2] == before[:2], "update the baseline: `npx --yes rust-just release wit-baseline`"
    done = semver_check(copy)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("file", "found", "put", "breaks"), CHANGES)
def test_what_counts_as_breaking(copy: Path, file: str, found: str, put: str, breaks: bool) -> None:
    text = (copy / file).read_text()
    assert text.count(found) == 1
    (copy / file).write_text(text.replace(found, put))
    done = semver_check(copy)
    assert done.returncode == (1 if breaks else 0), done.stderr
    assert ("mismatch" in done.stderr) == breaks, done.stderr


def test_the_worlds_that_export_lose_nothing() -> None:
    """A component has all that the baseline's world exports: a host that was made for it finds what it looks for."""
    for world in ("library", "full"):
        before, now = (exports(wit, world) for wit in (BASELINE, WIT))
        assert before and before <= now


def exports(wit: Path, world: str) -> set[str]:
    text = wasm_tools("component", "wit", "--no-docs", wit)
    return set(re.findall(r"export ([\w-]+);", re.search(rf"^world {world} \{{.*?^\}}", text, re.MULTILINE | re.DOTALL)[0]))
