"""The tests that SECURITY.md and docs/rfc8725.md name for their promises exist."""

from __future__ import annotations

import json
import re
import subprocess

import pytest

from support import ROOT

CASES = [case["name"] for case in json.loads((ROOT / "tests" / "endpoint" / "cases.json").read_text())["cases"]]
SECTIONS = {case["section"] for case in json.loads((ROOT / "tests" / "vectors" / "pitfalls.json").read_text())["cases"]}
# The suites are recipes of these modules.
JUSTFILES = {"test": ["tests/mod.just", "languages/mod.just"], "bench": ["benches/mod.just"], "release": ["scripts/release.just"]}


def named_tests(file: str) -> list[str]:
    """The last cell of each row of the tables that have a column of tests."""
    cells, tests = [], False
    for line in (ROOT / file).read_text().splitlines():
        if not line.startswith("|"):
            tests = False
        elif line.endswith("| test |"):
            tests = True
        elif tests and not line.startswith("|---"):
            cells.append(line.strip("|").rsplit("|", 1)[1].strip())
    return cells


def exists(name: str) -> bool:
    """A file or folder, a recipe, an attribute, or the name of a test."""
    if "/" in name:
        return (ROOT / name).exists()
    if name.startswith("just "):
        *module, recipe = name.removeprefix("just ").split()
        files = JUSTFILES[module[0]] if module else ["justfile"]
        return any(re.search(rf"^{recipe}\b[^:=]*:(?!=)", (ROOT / file).read_text(), re.MULTILINE) for file in files)
    text = name if name.startswith("#") else rf"(fn|def|mod) {name}\b"
    kind = "-F" if name.startswith("#") else "-E"
    return subprocess.run(["git", "grep", "-q", kind, text, "--", "*.rs", "*.py"], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("file", ["SECURITY.md", "docs/rfc8725.md"])
def test_promises_name_tests_that_exist(file: str) -> None:
    cells = named_tests(file)
    assert len(cells) > 6
    for cell in cells:
        for name in re.findall(r"`([^`]+)`", cell):
            assert exists(name), name
        for name in re.findall(r"\]\(([^)]+)\)", cell):
            assert (ROOT / name).exists(), name
        for name in re.findall(r'"([^"]+)"', cell):
            start = name.removesuffix("…").rstrip()
            assert any(case == start or name.endswith("…") and case.startswith(start) for case in CASES), name
        for section in re.findall(r"\b[23]\.\d+", cell):
            assert f"RFC 8725 §{section}" in SECTIONS, section


def test_a_name_of_no_test_is_found() -> None:
    assert not exists("tests/rust/tests/none.rs") and not exists("just nothing") and not exists("just test nothing")
    assert not exists("test_of_nothing_at_all")
