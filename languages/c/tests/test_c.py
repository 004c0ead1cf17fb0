"""The C library through C and C++: natively, under valgrind, and with the compiler's sanitizers."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jwt
import pytest
from embeddings import CALLS, cases_of, fields_of, judge, key_of, one_line
from support import ROOT, VECTORS, environment

HERE = Path(__file__).resolve().parent
LIBRARY = ROOT / "target" / "c"
SHARED = LIBRARY / "lib" / "libtwilio_access_token.so"
STATIC = SHARED.with_suffix(".a")
HEADER = LIBRARY / "include" / "twilio_access_token.h"

Ask = Callable[[str, list[dict[str, Any]]], list[tuple[int, str]]]

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-O1", "-g"]
COMPILERS = {".c": ["gcc", "-std=c11", "-D_GNU_SOURCE"], ".cpp": ["g++", "-std=c++17"]}
SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
VALGRIND = ["valgrind", "--quiet", "--error-exitcode=9", "--leak-check=full", "--errors-for-leak-kinds=all"]


def pkg_config(*options: str) -> list[str]:
    env = {**os.environ, "PKG_CONFIG_PATH": str(LIBRARY / "lib" / "pkgconfig")}
    command = ["pkg-config", *options, "twilio-access-token"]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout.split()


def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
    """Runs a program that must end well and say nothing on stderr."""
    env = options.pop("env", {"PATH": os.environ["PATH"]})
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=env, timeout=300, **options)
    assert (done.returncode, done.stderr) == (0, ""), (command, done.returncode, done.stdout[-500:], done.stderr[-5000:])
    return done


def build(source: Path, program: Path, *options: str) -> str:
    compiler, *standard = COMPILERS[source.suffix]
    flags = [*pkg_config("--cflags", "--libs"), f"-Wl,-rpath,{LIBRARY / 'lib'}"]
    run([compiler, *standard, *WARNINGS, *options, str(source), "-o", str(program), *flags])
    return str(program)


@pytest.fixture(scope="module", params=["natively", "under valgrind", "with sanitizers"])
def way(request: pytest.FixtureRequest) -> tuple[list[str], list[str]]:
    """What a program is compiled with, and what it is run by."""
    options = SANITIZERS if request.param == "with sanitizers" else []
    return options, VALGRIND if request.param == "under valgrind" else []


@pytest.fixture(scope="module", params=["cases.c", "cases.cpp"])
def ask(request: pytest.FixtureRequest, way: tuple[list[str], list[str]], tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Makes a call for each case by a program, whose answers it gives."""
    options, runner = way
    program = [*runner, build(HERE / request.param, tmp_path_factory.mktemp("cases") / "cases", *options)]
    in_pairs = request.param == "cases.cpp"

    def ask(call: str, cases: list[dict[str, Any]]) -> list[tuple[int, str]]:
        return answers(run(program, input="".join(question(call, case, in_pairs) for case in cases)).stdout.encode())

    return ask


def argument(text: str | None) -> str:
    return "-1\n" if text is None else f"{len(text.encode())}\n{text}"


def question(call: str, case: dict[str, Any], pairs: bool) -> str:
    """A case as the program reads it, which takes the fields of a form in pairs or as JSON."""
    parts: list[str] = [f"{call}\n"]
    match case["call"]:
        case "sign":
            parts += [*map(argument, [*key_of(case), case["token"]]), f"{case['now']}\n"]
        case "verify":
            parts += [*map(argument, key_of(case)), f"{case['leeway']}\n", argument(case["token"]), f"{case['now']}\n"]
        case "inspect":
            parts += [*map(argument, [case["token"], case["api_key_secret"], case["region"]]), f"{case['now']}\n"]
        case "webhook":
            parts += map(argument, [case[name] for name in ("secret", "settings", "signature", "url")])
            if pairs:
                fields = case.get("fields", [])
                parts += [f"{len(fields)}\n", *(argument(text) for field in fields for text in field)]
            else:
                parts.append(argument(fields_of(case)))
            parts.append(argument(case.get("body")))
    return "".join(parts)


def answers(output: bytes) -> list[tuple[int, str]]:
    """The status and text of each."""
    found = []
    while output:
        line, rest = output.split(b"\n", 1)
        status, length = map(int, line.split())
        found.append((status, rest[:length].decode()))
        output = rest[length:]
    return found


@pytest.mark.parametrize("call", CALLS)
def test_cases(ask: Ask, call: str) -> None:
    cases = cases_of(call)
    for case, (status, text) in zip(cases, ask(call, cases), strict=True):
        judge(case, status, text)


def test_lines(ask: Ask) -> None:
    cases = cases_of("sign")
    for case, (status, text) in zip(cases, ask("lines", cases), strict=True):
        judge(case, *one_line(status, text))


@pytest.mark.parametrize("source", ["calls.c", "calls.cpp"])
def test_calls(source: str, way: tuple[list[str], list[str]], tmp_path: Path) -> None:
    options, runner = way
    run([*runner, build(HERE / source, tmp_path / "calls", "-pthread", *options)])


def test_wipes(tmp_path: Path) -> None:
    run([build(HERE / "wipes.c", tmp_path / "wipes", "-Wl,--wrap=free,--wrap=realloc", "-L", static_only(tmp_path))])


def static_only(folder: Path) -> str:
    """A folder with nothing but the static library, which the linker takes if it looks there first."""
    (folder / STATIC.name).symlink_to(STATIC)
    return str(folder)


@pytest.mark.parametrize("source", ["mint.c", "mint.cpp"])
@pytest.mark.parametrize("static", [False, True])
def test_examples(source: str, static: bool, tmp_path: Path) -> None:
    options = ["-L", static_only(tmp_path)] if static else []
    program = build(HERE.parent / "examples" / source, tmp_path / "mint", *options)
    assert ("libtwilio_access_token.so.1" in run(["ldd", program]).stdout) is not static
    token = run([program, "alice"], env=environment()).stdout.strip()
    key = VECTORS["key"]
    claims = jwt.decode(token, key["api_key_secret"], algorithms=["HS256"])
    assert (claims["iss"], claims["grants"]) == (key["api_key_sid"], {"identity": "alice", "video": {"room": "daily"}})

    refused = subprocess.run([program, "alice"], env={}, capture_output=True, text=True)
    assert (refused.returncode, refused.stdout) == (1, "") and "invalid-account-sid" in refused.stderr, refused


@pytest.mark.parametrize("dialect", ["c99", "c11", "c17", "c++17", "c++20"])
def test_headers_are_of_every_dialect(dialect: str, tmp_path: Path) -> None:
    cpp = dialect.startswith("c++")
    source = tmp_path / ("use.cpp" if cpp else "use.c")
    source.write_text(f"#include <twilio_access_token.h{'pp' if cpp else ''}>\nint main(void) {{ return 0; }}\n")
    build(source, tmp_path / "use", f"-std={dialect}", *([] if cpp else ["-Wstrict-prototypes"]))


def test_readme(tmp_path: Path) -> None:
    """Its examples compile, in a function that has what they take for given, and the files that it lists are there."""
    readme = (HERE.parent / "README.md").read_text()
    text = "const char *account_sid, const char *api_key_sid, const char *api_key_secret, const char *token"
    c = re.search("```c\n(.*?)```", readme, re.DOTALL)[1]
    (tmp_path / "readme.c").write_text(
        "#include <stdio.h>\n#include <string.h>\n#include <time.h>\n#include <twilio_access_token.h>\n"
        f"void readme({text});\nvoid readme({text})\n{{\n{c}}}\nint main(void) {{ return 0; }}\n"
    )
    build(tmp_path / "readme.c", tmp_path / "c")
    include, using, cpp = re.search("```cpp\n(#.+?\n)\n(namespace.+?\n)\n(.+?)```", readme, re.DOTALL).groups()
    names = ["account_sid", "api_key_sid", "api_key_secret", "identity", "auth_token", "signature"]
    texts = ", ".join(f"std::string {name}" for name in names)
    (tmp_path / "readme.cpp").write_text(f"{include}{using}void readme({texts}) {{\n{cpp}}}\nint main() {{}}\n")
    build(tmp_path / "readme.cpp", tmp_path / "cpp", "-Wno-unused-variable")
    for path in re.findall(r"^    (target/c/\S+)", readme, re.MULTILINE):
        assert (ROOT / path.rstrip(",")).exists(), path


def test_nothing_else_is_exported() -> None:
    declared = re.findall(r"\b(tat_\w+)\(", HEADER.read_text())
    symbols = [line.split()[-1] for line in run(["nm", "-D", "--defined-only", str(SHARED)]).stdout.splitlines()]
    assert sorted(symbols) == sorted(declared) and len(declared) == 18


def test_shared_library_is_named_by_the_interface() -> None:
    dynamic = run(["readelf", "-d", str(SHARED)]).stdout
    assert "[libtwilio_access_token.so.1]" in dynamic
    # The C library and what comes with the compiler, and nothing else.
    needed = set(re.findall(r"\(NEEDED\).*\[(.*?)\.so", dynamic))
    assert needed <= {"libc", "libgcc_s", "ld-linux-x86-64", "ld-linux-aarch64"}, needed
    assert pkg_config("--modversion") == [re.search(r'version = "(.*)"', (ROOT / "Cargo.toml").read_text())[1]]
