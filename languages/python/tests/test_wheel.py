"""The wheel, as a user has it: installed beside its one dependency, and the examples of its README."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
import venv
from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

import jwt as pyjwt
import pytest

import twilio_access_token
from support import FULL, ROOT

BUILT = ROOT / "target" / "python"
README = ROOT / "languages" / "python" / "README.md"
EXAMPLES = re.findall(r"^```python\n(.*?)^```$", README.read_text(), re.MULTILINE | re.DOTALL)
TOKEN = r"eyJ[\w-]+\.[\w-]+\.[\w-]{43}"

#: What each example prints, in the order of the README.
PRINTED = [
    TOKEN,
    TOKEN,
    rf"'{TOKEN}'\n'{TOKEN}'\nMintError\('empty-identity', 'the identity is empty', '.*'\)",
    "empty-room - the room is empty. .*",
    r"alice until \d{10}\nsignature-mismatch\nregion-mismatch \(Twilio error 20101\): (.|\n)*",
    "signature-mismatch",
]


@pytest.fixture(scope="module")
def wheel() -> Path:
    [wheel] = BUILT.glob("twilio_access_token-*.whl")
    return wheel


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with nothing in it but the wheel and what it asks for."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder)
    python = folder / "bin" / "python"
    offline = ["--no-index", "--find-links", str(BUILT / "wheels")]
    # Not the path on which these tests find the package.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--python", str(python)]
    subprocess.run([*pip, "install", *offline, str(wheel)], env=environment, check=True, timeout=300)
    return python


def run(python: Path, program: str, folder: Path) -> str:
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    done = subprocess.run([python, "-c", program], cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_these_tests_are_of_the_wheel() -> None:
    assert Path(twilio_access_token.__file__).is_relative_to(BUILT)


def test_what_is_in_it(wheel: Path) -> None:
    assert wheel.name.endswith("-py3-none-any.whl")
    with ZipFile(wheel) as content:
        names = set(content.namelist())
        metadata = Parser().parsestr(content.read(next(name for name in names if name.endswith("/METADATA"))).decode())
        component = content.read("twilio_access_token/twilio-access-token-full.wasm")
    assert component == FULL.read_bytes()
    assert "twilio_access_token/py.typed" in names
    assert {Path(name).name for name in names if "/licenses/" in name} == {"LICENSE-APACHE", "LICENSE-MIT"}
    assert metadata.get_all("Requires-Dist") == ["wasmtime<51,>=45"]
    assert metadata["Requires-Python"] == ">=3.10"


def test_nothing_else_is_installed(python: Path, tmp_path: Path) -> None:
    listed = "from importlib.metadata import distributions as d; print(sorted({each.name for each in d()}))"
    assert run(python, listed, tmp_path) == "['twilio-access-token', 'wasmtime']\n"


@pytest.mark.parametrize(("example", "printed"), list(zip(EXAMPLES, PRINTED)), ids=range(1, len(PRINTED) + 1))
def test_examples(python: Path, example: str, printed: str, tmp_path: Path) -> None:
    output = run(python, example, tmp_path)
    assert re.fullmatch(printed, output.removesuffix("\n")), output
    for token in re.findall(TOKEN, output):
        assert pyjwt.decode(token, "the-32-character-API-key-secret.", ["HS256"])["grants"]["identity"] in ("alice", "bob")


def test_the_example_of_the_module() -> None:
    assert doctest.testmod(twilio_access_token) == (0, 3)


def test_all_examples_run() -> None:
    assert len(EXAMPLES) == len(PRINTED) == README.read_text().count("\n```\n") >= 6
