"""Signing lines of JSON with as little of Python as can be."""

from __future__ import annotations

from ctypes import byref, c_char_p, cast, pointer, string_at
from typing import Any

from wasmtime import WasmtimeError, _ffi

from ._component import Instance


class LineSigner:
    """``sign-json-lines`` with one key.

    wasmtime's own ``Func.__call__`` copies every argument into memory that it frees thereafter, which takes longer than to sign
    a token. Here the arguments are laid out once, in wasmtime's own structures; what changes between calls is where the text
    is, its length and the time. This is not of wasmtime's public interface, and a reason for which its versions are named.
    """

    def __init__(self, instance: Instance, key: Any) -> None:
        # These hold what the pointers below lead to.
        self._instance = instance
        self._key = key
        self._function = instance.function("minter", "sign-json-lines")

        seconds = _ffi.wasmtime_component_val_t()
        seconds.kind = _ffi.WASMTIME_COMPONENT_U64
        key_argument, tokens, now = self._arguments = (_ffi.wasmtime_component_val_t * 3)()
        key_argument.kind = _ffi.WASMTIME_COMPONENT_RESOURCE
        key_argument.of.resource = key.ptr()
        tokens.kind = _ffi.WASMTIME_COMPONENT_STRING
        now.kind = _ffi.WASMTIME_COMPONENT_OPTION
        now.of.option = pointer(seconds)

        self._tokens = tokens.of.string
        self._address = type(tokens.of.string.data)
        self._seconds = seconds.of
        self._result = _ffi.wasmtime_component_val_t()
        self._answers = self._result.of.string

    def sign(self, lines: str, now: int) -> str:
        """An answer for each line, each with a line feed: a JWT or, as JSON, an error."""
        # Half of a surrogate pair becomes its escape in JSON, which the core refuses.
        text = lines.encode(errors="backslashreplace")
        self._tokens.data = cast(c_char_p(text), self._address)
        self._tokens.size = len(text)
        self._seconds.u64 = now
        error = _ffi.wasmtime_component_func_call(
            byref(self._function._func), self._instance.store._context(), self._arguments, 3, byref(self._result), 1
        )
        if error:
            raise WasmtimeError._from_ptr(error)
        answers = string_at(self._answers.data, self._answers.size)
        _ffi.wasm_byte_vec_delete(byref(self._answers))
        return answers.decode()

    def sign_json(self, token: str, now: int) -> Any:
        """The outcome for a JSON text of any number of lines."""
        return self._instance.call("minter", "sign-json", self._key, token, now)
