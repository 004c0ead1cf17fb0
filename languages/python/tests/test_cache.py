"""The compiled component is kept, and loaded only where nobody else can have put it."""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest
import wasmtime
from wasmtime.component import Component

from twilio_access_token import _cache

ENGINE = wasmtime.Engine()
WASM = bytes(wasmtime.wat2wasm("(component)"))


class Compiler:
    """Stands for the class `Component`, and counts how many are compiled."""

    deserialize = Component.deserialize

    def __init__(self) -> None:
        self.compiled = 0

    def __call__(self, engine: wasmtime.Engine, wasm: bytes) -> Component:
        self.compiled += 1
        return Component(engine, wasm)


@pytest.fixture
def compiler(monkeypatch: pytest.MonkeyPatch) -> Compiler:
    compiler = Compiler()
    monkeypatch.setattr(_cache, "Component", compiler)
    return compiler


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "parent" / "cache"
    monkeypatch.setenv("TWILIO_ACCESS_TOKEN_CACHE", str(folder))
    return folder


def compiled() -> Component:
    return _cache.compiled(ENGINE, WASM)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_second_time_nothing_is_compiled(folder: Path, compiler: Compiler) -> None:
    for _ in range(3):
        assert isinstance(compiled(), Component)
    assert compiler.compiled == 1
    [file] = folder.iterdir()
    assert (mode(folder), mode(file)) == (0o700, 0o600)
    assert file.name == f"{hashlib.sha256(WASM).hexdigest()[:32]}-wasmtime-{version('wasmtime')}.bin"


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def with_another_checksum(file: Path) -> None:
    """As wasmtime itself would not notice of much that may be altered."""
    content = bytearray(file.read_bytes())
    content[0] ^= 1
    file.write_bytes(content)


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def no_machine_code(file: Path) -> None:
    file.write_bytes(hashlib.sha256(b"no ELF").digest() + b"no ELF")


def writable_by_others(file: Path) -> None:
    file.chmod(0o602)


def readable_by_others(file: Path) -> None:
    file.chmod(0o640)


def elsewhere(file: Path) -> None:
    there = file.parent.parent / "elsewhere"
    file.rename(there)
    file.symlink_to(there)


def a_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file, 0o600)


@pytest.mark.parametrize(
    "spoil",
    [cut_short, with_another_checksum, emptied, no_machine_code, writable_by_others, readable_by_others, elsewhere, a_pipe],
    ids=lambda spoil: spoil.__name__,
)
def test_a_file_that_is_not_loaded_is_replaced(folder: Path, compiler: Compiler, spoil: Callable[[Path], None]) -> None:
    compiled()
    [file] = folder.iterdir()
    spoil(file)
    compiled()
    assert compiler.compiled == 2
    compiled()
    assert compiler.compiled == 2
    assert [file] == list(folder.iterdir()) and file.is_file() and not file.is_symlink() and mode(file) == 0o600


def test_a_file_of_someone_else(folder: Path, compiler: Compiler, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled()
    own = os.fstat

    def fstat(file: int) -> os.stat_result:
        status = own(file)
        return status if stat.S_ISDIR(status.st_mode) else os.stat_result((*status[:4], status.st_uid + 1, *status[5:]))

    monkeypatch.setattr(os, "fstat", fstat)
    compiled()
    assert compiler.compiled == 2


def for_all(folder: Path, _: pytest.MonkeyPatch) -> None:
    folder.mkdir(parents=True)
    folder.chmod(0o755)


def linked(folder: Path, _: pytest.MonkeyPatch) -> None:
    there = folder.parent.parent / "there"
    there.mkdir(mode=0o700)
    folder.parent.mkdir()
    folder.symlink_to(there)


def under_a_file(folder: Path, _: pytest.MonkeyPatch) -> None:
    folder.parent.touch()


def of_someone_else(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    user = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: user + 1)


def full(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def replace(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "replace", replace)


def off(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_ACCESS_TOKEN_CACHE", "off")


def homeless(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def home() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", home)
    monkeypatch.delenv("TWILIO_ACCESS_TOKEN_CACHE")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)


@pytest.mark.parametrize(
    "spoil",
    [for_all, linked, under_a_file, of_someone_else, full, off, homeless],
    ids=lambda spoil: spoil.__name__,
)
def test_without_a_cache_it_works(
    folder: Path, compiler: Compiler, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path, pytest.MonkeyPatch], None]
) -> None:
    spoil(folder, monkeypatch)
    for _ in range(2):
        assert isinstance(compiled(), Component)
    assert compiler.compiled == 2
    assert not folder.is_dir() or list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("xdg", "place"), [("{}/xdg", "xdg"), ("", ".cache"), ("not/absolute", ".cache")], ids=["XDG", "none", "not absolute"]
)
def test_where_it_is(tmp_path: Path, compiler: Compiler, monkeypatch: pytest.MonkeyPatch, xdg: str, place: str) -> None:
    monkeypatch.delenv("TWILIO_ACCESS_TOKEN_CACHE")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", xdg.format(tmp_path))
    compiled()
    assert len(list((tmp_path / place / "twilio-access-token").iterdir())) == 1


def test_processes(folder: Path, credentials: tuple[str, str, str]) -> None:
    """Several at once find no cache, and one that comes after them makes no use of a compiler."""
    sign = "import sys, twilio_access_token as tat; print(tat.SigningKey(*sys.argv[1:]).sign(tat.AccessToken('alice'), now=5))"
    refuse = "import wasmtime.component as c; c.Component.__init__ = None; "
    at_once = [start(sign, credentials) for _ in range(3)]
    outputs = [process.communicate(timeout=120) for process in at_once]
    after = start(refuse + sign, credentials).communicate(timeout=120)
    assert {*outputs, after} == {outputs[0]} and outputs[0][0].startswith("eyJ") and outputs[0][1] == ""
    assert len(list(folder.iterdir())) == 1


def start(program: str, credentials: tuple[str, str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", program, *credentials]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
