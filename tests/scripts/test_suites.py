"""scripts/suites.py, with a stand-in for just: what it runs, counts and rejects."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from support import ROOT

CARGO = "running 3 tests\ntest result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.1s"
NODE = "# tests 4\n# suites 0\n# pass 4\n# fail 0\n# cancelled 0\n# skipped 0"
PYTEST = "\x1b[32m======== \x1b[1m5 passed\x1b[0m, 1 skipped\x1b[32m in 0.03s ========\x1b[0m"


def suites(folder: Path, *names: str, **scripts: str) -> subprocess.CompletedProcess[str]:
    """Runs the named suites, of those that `scripts` has; a suite is a shell script."""
    recipes = {name.replace("_", "-"): script for name, script in scripts.items()}
    cases = "".join(f"*::{name}) {script} ;;\n" for name, script in recipes.items())
    just = folder / "just"
    summary = " ".join(["build", "languages::build-x", "languages::c", *(f"tests::{name}" for name in recipes)])
    just.write_text(f'#!/bin/sh\ncase "$1" in\n--summary) echo {summary} ;;\n{cases}esac\n')
    just.chmod(0o755)
    command = [ROOT / "scripts" / "suites.py", *names]
    return subprocess.run(command, env=os.environ | {"JUST": str(just)}, capture_output=True, text=True, check=False)


def rows(done: subprocess.CompletedProcess[str]) -> dict[str, list[str]]:
    """The cells of the table, by suite: tests, failures, seconds, and the reason."""
    lines = done.stdout.rsplit("suite ", 1)[1].splitlines()[1:]
    return {line.split()[0]: line.split(maxsplit=4)[1:] for line in lines}


def echo(text: str) -> str:
    return f"printf '%s\\n' '{text}'"


def test_sums_what_each_runner_reports(tmp_path: Path) -> None:
    done = suites(tmp_path, "one", "two", one=f"{echo(CARGO)}; {echo(CARGO)}", two=f"{echo(NODE)}; {echo(PYTEST)} >&2")
    table = rows(done)
    assert done.returncode == 0
    assert (table["one"][:2], table["two"][:2], table["total"][:2]) == (["6", "0"], ["9", "0"], ["15", "0"])
    assert "minutes" in table["total"][3]


@pytest.mark.parametrize(
    ("line", "tests", "failures"),
    [
        ("test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.0s", "3", "1"),
        ("ℹ pass 2\nℹ fail 1", "3", "1"),
        ("=== 1 failed, 2 passed, 1 error in 1.00s ===", "4", "2"),
        ("3 runs, 9 assertions, 1 failures, 1 errors, 0 skips", "3", "2"),
        ("3 tests, 1 failed", "3", "1"),
    ],
)
def test_reports_failures_and_runs_the_other_suites(tmp_path: Path, line: str, tests: str, failures: str) -> None:
    done = suites(tmp_path, "bad", "good", bad=f"{echo(line)}; exit 1", good=echo(CARGO))
    table = rows(done)
    assert done.returncode == 1
    assert table["bad"][:2] == [tests, failures]
    assert table["bad"][3:] == ["FAILED: exit status 1"]
    assert table["good"][:2] == ["3", "0"]


def test_rejects_failures_that_the_exit_status_hides(tmp_path: Path) -> None:
    done = suites(tmp_path, "bad", bad=echo("3 tests, 1 failed"))
    assert (done.returncode, rows(done)["bad"][3]) == (1, "FAILED: reports failures")


@pytest.mark.parametrize("script", ["echo nothing", echo("# pass 0\n# fail 0"), echo(CARGO.replace("3", "0"))])
def test_rejects_a_suite_that_reports_no_tests(tmp_path: Path, script: str) -> None:
    done = suites(tmp_path, "empty", empty=script)
    assert (done.returncode, rows(done)["empty"][3]) == (1, "FAILED: reports no tests")


def test_accepts_a_suite_whose_tools_report_no_number(tmp_path: Path) -> None:
    done = suites(tmp_path, "lint", "go", "fuzz", go="echo ok", fuzz="exit 3")
    table = rows(done)
    assert table["go"][:2] == table["lint"][:2] == ["-", "0"]
    assert (done.returncode, table["fuzz"][3]) == (1, "FAILED: exit status 3")


def test_runs_the_default_suites(tmp_path: Path) -> None:
    names = "rust node node-wasm cli wasi endpoint docs scripts".split()
    done = suites(tmp_path, **{name.replace("-", "_"): echo(CARGO) for name in names})
    assert (done.returncode, list(rows(done))) == (0, [*names, "total"])


def test_lists_the_suites_for_an_unknown_name(tmp_path: Path) -> None:
    done = suites(tmp_path, "one", "tow", "build-x", one=echo(CARGO))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "error: unknown suite 'tow', 'build-x'\nhint: the suites are c, one, lint\n"
