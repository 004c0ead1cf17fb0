"""A host for the components that export functions of their own."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import wasmtime
from wasmtime import component as wasm

from support import wasi_environment


class Refused(Exception):
    """An error of the component's, which its host language gives back as a value."""

    def __init__(self, error: Any) -> None:
        super().__init__(error.message)
        self.code: str = error.code


class Instance:
    """An instance in a host that gives it the variables of `env`."""

    def __init__(self, component: Path, env: Mapping[str, str] | None = None) -> None:
        engine = wasmtime.Engine()
        self._store = wasmtime.Store(engine)
        wasi = wasmtime.WasiConfig()
        wasi.env = list((env or {}).items())
        self._store.set_wasi(wasi)
        linker = wasm.Linker(engine)
        linker.add_wasip2()
        self._instance = linker.instantiate(self._store, wasm.Component.from_file(engine, str(component)))

    def call(self, interface: str, name: str, *arguments: Any) -> Any:
        index = self._instance.get_export_index(self._store, f"twilio-access-token:tokens/{interface}@0.1.0")
        index = self._instance.get_export_index(self._store, name, index)
        function: Callable[..., Any] = self._instance.get_func(self._store, index)
        outcome = function(self._store, *arguments)
        function.post_return(self._store)
        # A result of two records comes with a tag, any other as the bare value.
        if isinstance(outcome, wasm.Variant):
            outcome = outcome.payload
        if hasattr(outcome, "code"):
            raise Refused(outcome)
        return outcome


def invoke(program: str, component: Path, call: str, env: Mapping[str, str]) -> str:
    """What `wasmtime run --invoke` prints for a call, which shows no secret."""
    command = [program, "run", *wasi_environment(env), "--invoke", call, str(component)]
    done = subprocess.run(command, env=dict(env), capture_output=True, text=True, timeout=60, check=True)
    assert env.get("API_SECRET", "none") not in done.stdout + done.stderr
    return done.stdout.strip()
