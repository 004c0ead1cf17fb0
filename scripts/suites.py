#!/usr/bin/env python3
"""Runs test suites, the default ones or those named, and prints a table of their results at the end.

A suite is a recipe of the just modules `tests` and `languages`. It fails if its command fails, or if its runners report no test.
Later suites run all the same; the exit status is then 1.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterable

JUST = os.environ.get("JUST", "npx --yes rust-just").split()
DEFAULT = "rust node node-wasm cli wasi endpoint docs scripts".split()
# Their output has no number of tests.
UNCOUNTED = set("fuzz go go-cgo java java-native reproducible sbom mutants lint".split())

# The closing lines of cargo test, node --test, pytest, and the runners of Ruby and PHP.
CARGO = re.compile(r"test result: \w+\. (?P<passed>\d+) passed; (?P<failed>\d+) failed")
NODE = re.compile(r"(?:ℹ|#) (?:pass (?P<passed>\d+)|fail (?P<failed>\d+))$")
PYTEST = re.compile(r"=+ .*\bin \d+\.\d+s")
OTHERS = re.compile(r"(\d+) (?:runs|tests), (?:\d+ assertions, )?(\d+) (?:failures|failed)(?:, (\d+) errors)?")
ANSI = re.compile(r"\x1b\[[\d;]*m")


def count(line: str) -> tuple[int, int]:
    """The tests and failures that a closing line reports; of any other line, none."""
    line = ANSI.sub("", line.rstrip())
    if found := CARGO.match(line) or NODE.match(line):
        passed, failed = (int(number or 0) for number in found.group("passed", "failed"))
        return passed + failed, failed
    if PYTEST.match(line):
        number = {word: int(digits) for digits, word in re.findall(r"(\d+) (passed|failed|error)", line)}
        failed = number.get("failed", 0) + number.get("error", 0)
        return number.get("passed", 0) + failed, failed
    if found := OTHERS.match(line):
        tests, failures, errors = (int(number or 0) for number in found.groups())
        return tests, failures + errors
    return 0, 0


def recipes() -> dict[str, str]:
    """The recipe of each suite."""
    summary = subprocess.run([*JUST, "--summary"], check=True, stdout=subprocess.PIPE, text=True).stdout
    found = re.findall(r"\b((?:tests|languages)::(?!build-|test\b)([\w-]+))", summary)
    return {suite: recipe for recipe, suite in found} | {"lint": "lint"}


def run(suite: str, recipe: str) -> tuple[str, int, int, float, str]:
    """Runs a suite: name, tests, failures, seconds, and the reason if it failed."""
    print(f"\n== {suite}", flush=True)
    start, tests, failures = time.monotonic(), 0, 0
    with subprocess.Popen([*JUST, recipe], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace") as process:
        for line in process.stdout:
            print(line, end="", flush=True)
            more, failed = count(line)
            tests, failures = tests + more, failures + failed
    reason = ""
    if process.returncode:
        reason = f"exit status {process.returncode}"
    elif failures:
        reason = "reports failures"
    elif not tests and suite not in UNCOUNTED:
        reason = "reports no tests"
    return suite, tests, failures, time.monotonic() - start, reason


def table(results: list[tuple[str, int, int, float, str]]) -> Iterable[str]:
    width = max(len(suite) for suite, *_ in results)
    yield f"{'suite':{max(width, 5)}}  {'tests':>6}  {'failures':>8}  {'seconds':>8}"
    for suite, tests, failures, seconds, reason in results:
        shown = "-" if suite in UNCOUNTED else tests
        yield f"{suite:{max(width, 5)}}  {shown:>6}  {failures:>8}  {seconds:>8.1f}  {reason and f'FAILED: {reason}'}".rstrip()
    tests, failures, seconds = (sum(column) for column in list(zip(*results))[1:4])
    yield f"{'total':{max(width, 5)}}  {tests:>6}  {failures:>8}  {seconds:>8.1f}  ({seconds / 60:.1f} minutes)"


def main(names: list[str]) -> int:
    known = recipes()
    if unknown := [name for name in names if name not in known]:
        print(f"error: unknown suite {', '.join(map(repr, unknown))}\nhint: the suites are {', '.join(known)}", file=sys.stderr)
        return 2
    results = [run(name, known[name]) for name in names or DEFAULT]
    print("\n" + "\n".join(table(results)))
    return int(any(reason for *_, reason in results))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
