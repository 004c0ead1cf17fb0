"""scripts/mutants.sh --changed, in a repository of its own with a stand-in for cargo: what it tests, skips and rejects."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from support import ROOT

SCRIPTS = ["mutants.sh", "cargo-tool.sh"]
VERSION = re.search(r"cargo_tool mutants (\S+)", (ROOT / "scripts" / "mutants.sh").read_text())[1]
# Of three mutants it tests those that CAUGHT and MISSED name; it exits as cargo-mutants does.
CARGO = f"""#!/bin/sh
case "$*" in
*--version) echo "cargo-mutants {VERSION}" ;;
*--list*) printf '%s' "$LISTED" ;;
test*) exit "${{TESTS:-0}}" ;;
*)
    out=target/mutants/mutants.out
    mkdir -p $out
    for file in caught missed timeout unviable; do : >$out/$file.txt; done
    printf '%s' "$CAUGHT" >$out/caught.txt
    printf '%s' "$MISSED" >$out/missed.txt
    exit "${{STATUS:-0}}" ;;
esac
"""


class Repository:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in SCRIPTS:
            (folder / "scripts").mkdir(exist_ok=True)
            shutil.copy(ROOT / "scripts" / name, folder / "scripts" / name)
        (folder / "bin").mkdir()
        (folder / "bin" / "cargo").write_text(CARGO)
        (folder / "bin" / "cargo").chmod(0o755)
        (folder / "crates").mkdir()
        (folder / ".gitignore").write_text("/target/\n/bin/\n")
        self.git("init", "--quiet", "--initial-branch", "topic")
        self.commit("one")

    def git(self, *args: str) -> None:
        author = ["-c", "user.name=n", "-c", "user.email=n@example.com"]
        subprocess.run(["git", *author, *args], cwd=self.folder, check=True, capture_output=True)

    def commit(self, code: str, file: str = "crates/code.rs") -> None:
        (self.folder / file).write_text(code + "\n")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", code)

    def changed(self, **env: str) -> subprocess.CompletedProcess[str]:
        env = {"PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}", "LISTED": "a\nb\nc\n", "CAUGHT": "a\nb\nc\n", **env}
        script = self.folder / "scripts" / "mutants.sh"
        return subprocess.run([script, "--changed"], env=env, capture_output=True, text=True, check=False)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def test_passes_and_says_so_without_a_base(repository: Repository) -> None:
    for env in [{}, {"MUTANTS_BASE": "0" * 40}, {"MUTANTS_BASE": "nothing"}]:
        done = repository.changed(**env)
        assert (done.returncode, done.stdout[:31]) == (0, "mutants: no base to compare wit")


def test_passes_and_says_so_without_a_change(repository: Repository) -> None:
    repository.git("branch", "main")
    repository.commit("text", "README.md")
    done = repository.changed()
    assert (done.returncode, done.stdout[:34]) == (0, "mutants: nothing changed in crates")
    repository.commit("two")
    done = repository.changed(LISTED="")
    assert (done.returncode, done.stdout[:26]) == (0, "mutants: nothing to mutate")


def test_compares_main_with_its_last_commit(repository: Repository) -> None:
    repository.git("branch", "--move", "main")
    repository.commit("two")
    assert "3 of 3 tested, 0 left out" in repository.changed().stdout


def test_rejects_a_mutant_that_no_test_notices(repository: Repository) -> None:
    repository.commit("two")
    done = repository.changed(MUTANTS_BASE="HEAD^", CAUGHT="a\nb\n", MISSED="c\n", STATUS="2")
    assert (done.returncode, done.stderr) == (1, "error: no test notices these:\nc\n")


def test_says_how_many_it_left_out(repository: Repository) -> None:
    repository.commit("two")
    done = repository.changed(MUTANTS_BASE="HEAD^", CAUGHT="a\n", STATUS="124")
    assert done.returncode == 0
    assert "1 of 3 tested, 2 left out" in done.stdout


def test_rejects_what_keeps_it_from_testing(repository: Repository) -> None:
    repository.commit("two")
    for env in [{"STATUS": "1", "CAUGHT": ""}, {"TESTS": "101"}]:
        assert repository.changed(MUTANTS_BASE="HEAD^", **env).returncode not in (0, 124)
