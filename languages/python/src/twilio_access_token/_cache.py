"""The compiled component, kept for the next process.

Compiling takes longer than all else that a process does for its first token. What was compiled is machine code, and to load it
is to run it: so it is taken only from a folder and a file of this user's own, to which no one else can write. A checksum tells
what was cut short or has rotted.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import wasmtime
from wasmtime.component import Component

_VARIABLE = "TWILIO_ACCESS_TOKEN_CACHE"
_DIGEST_SIZE = hashlib.sha256().digest_size


def compiled(engine: wasmtime.Engine, wasm: bytes) -> Component:
    """The component of these bytes, out of the cache where it is there."""
    with _own_folder() as folder:
        if folder is None:
            return Component(engine, wasm)
        name = f"{hashlib.sha256(wasm).hexdigest()[:32]}-wasmtime-{_wasmtime_version()}.bin"
        # A file may be of a processor that has more than this one: wasmtime sees to that, and refuses.
        with contextlib.suppress(OSError, ValueError, wasmtime.WasmtimeError):
            return Component.deserialize(engine, _read(folder, name))
        component = Component(engine, wasm)
        with contextlib.suppress(OSError):
            _write(folder, name, bytes(component.serialize()))
        return component


def _path() -> Path | None:
    chosen = os.environ.get(_VARIABLE)
    if chosen == "off":
        return None
    if chosen:
        return Path(chosen)
    if sys.platform == "darwin":
        caches = Path.home() / "Library" / "Caches"
    else:
        xdg = Path(os.environ.get("XDG_CACHE_HOME", ""))
        caches = xdg if xdg.is_absolute() else Path.home() / ".cache"
    return caches / "twilio-access-token"


@contextlib.contextmanager
def _own_folder() -> Iterator[int | None]:
    """The open folder, or none where there can be none or it is not safe."""
    folder = None
    # On Windows it cannot be told in this way who may write to a file.
    if sys.platform != "win32":
        # Without a home directory, `Path.home` is a RuntimeError.
        with contextlib.suppress(OSError, RuntimeError):
            path = _path()
            if path is not None:
                path.mkdir(mode=0o700, parents=True, exist_ok=True)
                folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        yield folder if folder is not None and _is_own(folder, stat.S_ISDIR) else None
    finally:
        if folder is not None:
            os.close(folder)


def _is_own(file: int, is_kind: Callable[[int], bool]) -> bool:
    status = os.fstat(file)
    return is_kind(status.st_mode) and status.st_uid == os.geteuid() and not status.st_mode & 0o077


def _read(folder: int, name: str) -> bytes:
    file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    with open(file, "rb") as reader:
        if not _is_own(file, stat.S_ISREG):
            raise ValueError("the file is not this user's own")
        digest, code = reader.read(_DIGEST_SIZE), reader.read()
    if hashlib.sha256(code).digest() != digest:
        raise ValueError("the file is damaged")
    return code


def _write(folder: int, name: str, code: bytes) -> None:
    """Writes the file at once as a whole, since other processes may be reading or writing it."""
    unfinished = f"{name}.{os.getpid()}-{time.monotonic_ns()}"
    file = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600, dir_fd=folder)
    try:
        with open(file, "wb") as writer:
            writer.write(hashlib.sha256(code).digest() + code)
        os.replace(unfinished, name, src_dir_fd=folder, dst_dir_fd=folder)
    except OSError:
        os.unlink(unfinished, dir_fd=folder)
        raise


def _wasmtime_version() -> str:
    # `importlib.metadata` would say, but takes half as long to import as wasmtime itself.
    for info in Path(wasmtime.__file__).parent.parent.glob("wasmtime-*.dist-info"):
        return info.stem.removeprefix("wasmtime-")
    from importlib.metadata import version

    return version("wasmtime")
