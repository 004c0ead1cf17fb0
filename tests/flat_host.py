"""A host of the flat module, by nothing but what docs/flat-abi.md says."""

from __future__ import annotations

import functools
import struct

import wasmtime

from support import ROOT

MODULE = ROOT / "target" / "flat" / "twilio-access-token.wasm"

Span = tuple[int, int]
NONE: Span = (0, 0)


@functools.cache
def engine() -> wasmtime.Engine:
    return wasmtime.Engine()


@functools.cache
def module() -> wasmtime.Module:
    return wasmtime.Module.from_file(engine(), str(MODULE))


class Flat:
    """An instance, and 8 bytes for what it gives."""

    def __init__(self) -> None:
        self._store = wasmtime.Store(engine())
        self._exports = wasmtime.Instance(self._store, module(), []).exports(self._store)
        self.out: int = self.call("tat_alloc", 8)

    def call(self, name: str, *arguments: int) -> int:
        """Calls a function by its name; its result is taken for unsigned."""
        return self._exports[name](self._store, *arguments) & 0xFFFF_FFFF

    def size(self) -> int:
        return self._exports["memory"].data_len(self._store)

    def read(self, address: int, length: int) -> bytes:
        return bytes(self._exports["memory"].read(self._store, address, address + length))

    def write(self, address: int, content: bytes) -> None:
        self._exports["memory"].write(self._store, content, address)

    def put(self, content: str | bytes | None) -> Span:
        """A text as an allocation, to be freed; none for None."""
        if content is None:
            return NONE
        content = content.encode() if isinstance(content, str) else content
        address = self.call("tat_alloc", len(content))
        assert address != 0
        self.write(address, content)
        return address, len(content)

    def free(self, *spans: Span) -> None:
        for span in spans:
            assert self.call("tat_free", *span) == 0, span

    def given(self) -> Span:
        return struct.unpack("<II", self.read(self.out, 8))

    def text(self) -> str:
        """The text that the last call has given, which is freed."""
        span = self.given()
        text = self.read(*span).decode() if span != NONE else ""
        self.free(span)
        return text

    def make(self, name: str, *texts: str | None) -> tuple[int, int]:
        """The status of a function that makes an object, and the handle if it is OK."""
        spans = [self.put(text) for text in texts]
        status = self.call(name, *(word for span in spans for word in span), self.out)
        self.free(*spans)
        return status, self.given()[0] if status == 0 else 0

    def ask(self, name: str, *arguments: int | str | bytes | None) -> tuple[int, str]:
        """The status and the text of a function that takes texts among integers, and `out`."""
        spans = [self.put(argument) for argument in arguments if not isinstance(argument, int)]
        rest = iter(spans)
        words = [[argument] if isinstance(argument, int) else next(rest) for argument in arguments]
        status = self.call(name, *(word for part in words for word in part), self.out)
        self.free(*spans)
        return status, self.text()
