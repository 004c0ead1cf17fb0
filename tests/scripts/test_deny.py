"""scripts/deny.sh, with a stand-in for cargo: when it skips the advisories, and when it fails."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from support import ROOT

SCRIPT = ROOT / "scripts" / "deny.sh"
VERSION = re.search(r"cargo_tool deny (\S+)", SCRIPT.read_text())[1]
UNREACHABLE = "fatal: unable to access 'https://db.example/': Could not resolve host: db.example"


def deny(folder: Path, *, fetch: str = "", check: int = 0, bans: int = 0, **env: str) -> subprocess.CompletedProcess[str]:
    """Runs the script. `fetch` is what fetching the database fails with; the others are exit statuses of the checks."""
    cargo = folder / "cargo"
    cargo.write_text(
        f"""#!/bin/sh
case "$*" in
*--version) echo cargo-deny {VERSION} ;;
*"check bans licenses sources") exit {bans} ;;
*"fetch db") echo "$FETCH" >&2; test -z "$FETCH" ;;
*"check advisories") echo checked; exit {check} ;;
*) exit 9 ;;
esac
"""
    )
    cargo.chmod(0o755)
    env = {"PATH": f"{folder}:{os.environ['PATH']}", "FETCH": fetch, **env}
    return subprocess.run([SCRIPT], env=env, capture_output=True, text=True, check=False)


def test_checks_the_advisories_where_they_can_be_read(tmp_path: Path) -> None:
    done = deny(tmp_path)
    assert (done.returncode, done.stdout) == (0, "checked\n")
    assert "SKIPPED" not in done.stderr


def test_skips_unreachable_advisories_and_says_so(tmp_path: Path) -> None:
    done = deny(tmp_path, fetch=UNREACHABLE)
    assert (done.returncode, done.stdout) == (0, "")
    assert "WARNING: advisories SKIPPED" in done.stderr


def test_rejects_unreachable_advisories_where_they_are_required(tmp_path: Path) -> None:
    done = deny(tmp_path, fetch=UNREACHABLE, REQUIRE_ADVISORIES="1")
    assert done.returncode == 1
    assert "SKIPPED" not in done.stderr


@pytest.mark.parametrize(
    "fetch",
    [
        "[ERROR] failed to parse deny.toml",
        "fatal: could not create work tree dir: No space left on device",
        "fatal: unable to access 'https://db.example/': The requested URL returned error: 404",
        "fatal: unable to access 'https://db.example/': SSL certificate problem: certificate has expired",
    ],
)
def test_rejects_any_other_failure_to_fetch(tmp_path: Path, fetch: str) -> None:
    assert deny(tmp_path, fetch=fetch).returncode == 1


@pytest.mark.parametrize("status", [{"bans": 1}, {"check": 1}])
def test_rejects_what_cargo_deny_finds(tmp_path: Path, status: dict[str, int]) -> None:
    assert deny(tmp_path, **status).returncode == 1


def test_rejects_crates_where_advisories_are_unreachable(tmp_path: Path) -> None:
    assert deny(tmp_path, fetch=UNREACHABLE, bans=1).returncode == 1
