"""The shared cases by the C functions and the C++ classes.

The programs are built with AddressSanitizer, LeakSanitizer and UndefinedBehaviorSanitizer: what is wrong about memory, or still
there at the end, ends them with a status that is not 0.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from support import FULL, LIBRARY, ROOT, assert_unmarked

BUILT = ROOT / "target" / "c-component"
CASES = json.loads((ROOT / "tests" / "vectors" / "embeddings.json").read_text())["cases"]
CALLS = ["sign", "verify", "inspect", "webhook"]
ARGUMENTS = {
    "sign": ["account_sid", "api_key_sid", "api_key_secret", "token", "now"],
    "verify": ["account_sid", "api_key_sid", "api_key_secret", "leeway", "token", "now"],
    "inspect": ["token", "api_key_secret", "region", "now"],
    "webhook": ["secret", "settings", "signature", "url", "body"],
}


def arguments(case: dict[str, Any]) -> list[bytes]:
    """The case as the programs read it, one argument an item."""
    given = [case.get(name) for name in ARGUMENTS[case["call"]]]
    given += [text for field in case.get("fields", []) for text in field]
    return [b"-" if value is None else b"+" + str(value).encode() for value in given]


def run(program: str, *cases: tuple[str, list[bytes]]) -> list[str]:
    texts = [text for call, given in cases for text in (call.encode(), b"%d" % len(given), *given)]
    done = subprocess.run([BUILT / program, FULL], input=b"".join(text + b"\0" for text in texts), capture_output=True, timeout=300)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return done.stdout.decode().splitlines()


def expected(case: dict[str, Any]) -> Any:
    if "error" in case:
        return case["error"]
    if case["call"] == "verify":
        return json.loads(case["result"])
    return "valid" if case["call"] == "webhook" else case["result"]


def found(case: dict[str, Any], line: str) -> Any:
    """What a line says, in the form of what is expected."""
    if line.startswith("error "):
        return line.removeprefix("error ").split(": ", 1)[0]
    if case["call"] == "verify":
        return json.loads(line)
    if case["call"] == "inspect":
        signature, *findings = line.split(" ")
        parts = [finding.split(",") for finding in findings]
        return {"signature": signature, "findings": [[code, int(number) or None, severity] for code, number, severity in parts]}
    return line


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("program", ["cases", "cases-cpp"])
def test_cases(program: str, call: str) -> None:
    cases = [case for case in CASES if case["call"] == call]
    assert len(cases) > 50
    lines = run(program, *((call, arguments(case)) for case in cases))
    assert len(lines) == len(cases)
    for case, line in zip(cases, lines):
        assert found(case, line) == expected(case), case["name"]
        assert_unmarked(line)


def test_there_are_no_other_calls() -> None:
    assert len(CASES) > 290
    assert {case["call"] for case in CASES} == set(CALLS)


@pytest.mark.parametrize("program", ["cases", "cases-cpp"])
def test_a_text_that_is_not_utf8_is_refused(program: str) -> None:
    key = arguments(next(case for case in CASES if case["call"] == "sign"))[:3]
    bad = [b"\x80", b"\xc1\xbf", b"\xe0\x9f\xbf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xf5\x80\x80\x80", b"\xe2\x82"]
    good = ["é", "\u0800", "\ud7ff", "\ue000", "\uffff", "\U00010000", "\U0010ffff"]
    texts = [b'{"identity":"' + text + b'"}' for text in [*bad, *(text.encode() for text in good)]]
    lines = run(program, *(("sign", [*key, b"+" + text, b"+1700000000"]) for text in texts))
    # C++ adds the hint to the message.
    assert all(line.startswith("error invalid-utf8: a text is not UTF-8") for line in lines[: len(bad)])
    assert [line[:3] for line in lines[len(bad) :]] == ["eyJ"] * len(good)


@pytest.mark.parametrize("path", [LIBRARY, ROOT / "Cargo.toml", ROOT / "none.wasm"], ids=lambda path: path.name)
def test_a_file_that_is_not_the_component_is_an_error(path: Path) -> None:
    for program in ("cases", "cases-cpp"):
        done = subprocess.run([BUILT / program, path], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
        assert done.returncode == 1 and done.stderr.startswith("error[host]: "), done.stderr


def example(language: str) -> str:
    readme = (ROOT / "languages" / "c-component" / "README.md").read_text()
    return re.search(rf"^```{language}\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)[1]


def test_the_example_in_c() -> None:
    done = subprocess.run(["bash", "-euc", example("sh")], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"eyJ[\w-]+\.[\w-]+\.[\w-]{43}\n", done.stdout)


def test_the_example_in_cpp(tmp_path: Path) -> None:
    source, program = tmp_path / "example.cpp", tmp_path / "example"
    source.write_text(example("cpp"))
    (tmp_path / "lib").symlink_to(BUILT / "lib")
    libraries = ["lib/libtwilio_access_token_component.a", "-Llib", "-l:_libwasmtime.so", f"-Wl,-rpath,{BUILT}/lib"]
    command = ["c++", "-std=c++17", "-I", BUILT / "include", source, *libraries, "-o", program]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=120)
    done = subprocess.run([program, FULL], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.startswith("eyJ") and done.stderr.startswith("empty-identity: the identity is empty.")
