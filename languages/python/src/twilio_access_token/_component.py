"""The component in wasmtime: instances of it, and who may use which."""

from __future__ import annotations

import functools
import math
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

import wasmtime
from wasmtime import component as wasm

from ._cache import compiled
from ._errors import TwilioTokenError
from ._secret import Secret

_WASM = Path(__file__).with_name("twilio-access-token-full.wasm")
_RESERVED_MEMORY = 16 * 2**20
_U64_MAX = 2**64 - 1

_NO_VARIABLES: Secret[dict[str, str]] = Secret({})

T = TypeVar("T")


class Instance:
    """An instance of the component, for one thread at a time.

    It sees no variables but those that are given, no files and no network.
    """

    def __init__(self, environment: Secret[dict[str, str]] = _NO_VARIABLES) -> None:
        component, linker = _component()
        self.store = wasmtime.Store(linker.engine)
        wasi = wasmtime.WasiConfig()
        wasi.env = [variable for variable in environment.reveal().items() if all(map(_is_unicode, variable))]
        self.store.set_wasi(wasi)
        self._instance = linker.instantiate(self.store, component)
        self._functions: dict[tuple[str, str], wasm.Func] = {}

    def function(self, interface: str, name: str) -> wasm.Func:
        """A function that the component exports, by the names in its WIT."""
        function = self._functions.get((interface, name))
        if function is None:
            index = self._instance.get_export_index(self.store, f"twilio-access-token:tokens/{interface}@0.1.0")
            index = self._instance.get_export_index(self.store, name, index)
            function = self._instance.get_func(self.store, index) if index else None
            if function is None:
                raise LookupError(f"the component has no {name} in {interface}")
            # wasmtime asks for a function's type at each call, and puts it together anew.
            signature = function.type(self.store)
            kept = SimpleNamespace(params=signature.params, result=signature.result)
            function.type = lambda store: kept  # type: ignore[method-assign, assignment, return-value]
            self._functions[interface, name] = function
        return function

    def call(self, interface: str, name: str, *arguments: Any) -> Any:
        """What a function gives, an error among it, for ``unwrap`` to tell apart."""
        try:
            return self.function(interface, name)(
                self.store, *[argument.reveal() if isinstance(argument, Secret) else argument for argument in arguments]
            )
        # From here, since what wasmtime raises, and the variables on the way to it, hold the value that is at fault.
        except UnicodeEncodeError:
            return SimpleNamespace(
                code="invalid-utf8",
                message="a string contains half of a surrogate pair, which UTF-8 cannot hold",
                hint="Pass a string without lone surrogates.",
            )
        except (TypeError, ValueError) as error:
            problem = TypeError(f"an argument is of the wrong type: {error}")
        raise problem


class Resource:
    """A resource of the component, in an instance of its own, so that both go together."""

    def __init__(self, interface: str, name: str, instance: Instance, handle: Any) -> None:
        self._interface = interface
        self._name = name
        self._instance = instance
        self._handle = handle

    def call(self, method: str, *arguments: Any) -> Any:
        return self._instance.call(self._interface, f"[method]{self._name}.{method}", self._handle, *arguments)


class Pool(Generic[T]):
    """As many of a thing as threads use it at once, made when they are needed.

    There is no lock. Taking and giving back are single steps of a list, so that a signal's handler may come between anything,
    and a process that is forked off has what lay idle, and is not waiting for what another thread was using. What an exception
    came out of is not given back.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._idle = [make()]

    def take(self) -> T:
        try:
            return self._idle.pop()
        except IndexError:
            return self._make()

    def give_back(self, thing: T) -> None:
        self._idle.append(thing)

    def use(self, use: Callable[..., Any], *arguments: Any) -> Any:
        """Calls ``use`` with one of the things and the arguments."""
        thing = self.take()
        outcome = use(thing, *arguments)
        self.give_back(thing)
        return outcome


def unwrap(outcome: Any, error: type[TwilioTokenError]) -> Any:
    """The result of a function, or its error raised as ``error``.

    wasmtime gives either as a value; a result of two records comes with a tag.
    """
    if isinstance(outcome, wasm.Variant):
        outcome = outcome.payload
    code = getattr(outcome, "code", None)
    if code is not None:
        raise error(code, outcome.message, outcome.hint)
    return outcome


def instant(now: float | None) -> int:
    """Whole seconds since 1970, by Python's clock unless given.

    Those that the interface cannot carry become the last that it can, which is out of range as well.
    """
    if isinstance(now, bool):
        raise TypeError("now must be a number of seconds, not bool")
    # Not `int`, whose error quotes a text that is no number.
    seconds = math.trunc(time.time() if now is None else now)
    return seconds if 0 <= seconds <= _U64_MAX else _U64_MAX


@functools.cache
def _component() -> tuple[wasm.Component, wasm.Linker]:
    config = wasmtime.Config()
    # Threads that compile would be missing in a process that is forked off, and Python warns of forking where there are any.
    config.parallel_compilation = False
    # Of the 4 GiB that wasmtime would reserve for each instance there is no telling whether the process may have them.
    config.memory_reservation = _RESERVED_MEMORY
    config.memory_reservation_for_growth = _RESERVED_MEMORY
    engine = wasmtime.Engine(config)
    linker = wasm.Linker(engine)
    linker.add_wasip2()
    return compiled(engine, _WASM.read_bytes()), linker


def _is_unicode(text: str) -> bool:
    """Whether UTF-8 can hold it, which it cannot if an environment was in another encoding."""
    return text.encode(errors="ignore").decode() == text
