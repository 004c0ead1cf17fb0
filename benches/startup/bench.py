"""How much sooner a component is ready that wasmtime has compiled before, as ratios: the contestants start in turn, round by
round, so that whatever else the machine does meets them alike. Prints them, and keeps every figure in
target/bench/startup.json."""

from __future__ import annotations

import argparse
import http.client
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from support import CLI, FULL, HTTP, LIBRARY, ROOT, WASMTIME, environment, free_port, serving, wasi_environment

ENVIRONMENT = environment(TOKEN_AUTH="anyone", ALLOWED_ORIGINS="*")
RESULTS = ROOT / "target" / "bench" / "startup.json"

COMPILED = "compiled before"
# What each takes of wasmtime's options; the last has a file of its own.
CONTESTANTS = {"compiling": ["-C", "cache=n"], "from wasmtime's cache": ["-C", "cache=y"], COMPILED: ["--allow-precompiled"]}

Start = Callable[[list[str], str], None]


def run(*before: str, after: tuple[str, ...] = ()) -> Start:
    """A run to its end, with these arguments before and after the component."""

    def start(options: list[str], component: str) -> None:
        command = [WASMTIME, "run", *options, *wasi_environment(ENVIRONMENT), *before, component, *after]
        printed = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=True).stdout
        assert "eyJ" in printed, printed

    return start


def serve(options: list[str], component: str) -> None:
    """A server from its start to its first token."""
    port = free_port()
    command = [WASMTIME, "serve", *options, "--addr", f"127.0.0.1:{port}", "-S", "cli", *wasi_environment(ENVIRONMENT)]
    with serving([*command, component], port, ENVIRONMENT):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("POST", "/create-room-token?identity=alice")
        assert b"eyJ" in connection.getresponse().read()
        connection.close()


INVOKE = run("--invoke", 'create-room-token("alice", none)')
STARTS: dict[Path, Start] = {LIBRARY: INVOKE, FULL: INVOKE, CLI: run(after=("video", "--identity", "alice")), HTTP: serve}


def measured(component: Path, start: Start, rounds: int) -> dict[str, list[float]]:
    """The seconds that each contestant took in each round."""
    with tempfile.TemporaryDirectory() as folder:
        compiled = f"{folder}/{component.stem}.cwasm"
        subprocess.run([WASMTIME, "compile", "-o", compiled, component], check=True)
        times: dict[str, list[float]] = {name: [] for name in CONTESTANTS}
        # The round before the first fills the caches.
        for _ in range(rounds + 1):
            for name, options in CONTESTANTS.items():
                begin = time.perf_counter()
                start(options, compiled if name == COMPILED else str(component))
                times[name].append(time.perf_counter() - begin)
    return {name: seconds[1:] for name, seconds in times.items()}


def ratio(times: dict[str, list[float]], name: str) -> str:
    ratios = [one / compiled for one, compiled in zip(times[name], times[COMPILED], strict=True)]
    return f"{statistics.median(ratios):.1f} ({min(ratios):.1f} to {max(ratios):.1f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30, help="how often each starts, 10 or more")
    rounds = parser.parse_args().rounds
    if rounds < 10:
        parser.error("--rounds takes a number from 10")
    results = {}
    for component, start in STARTS.items():
        print(f"{component.name}: {rounds} rounds", file=sys.stderr)
        results[component.name] = measured(component, start, rounds)
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps({"seconds": results}, indent=2) + "\n")

    others = [name for name in CONTESTANTS if name != COMPILED]
    print(f"How many times as long the first token takes as with what is {COMPILED}:\n")
    print(f"| | {' | '.join(others)} |\n|---|{'---|' * len(others)}")
    for component, times in results.items():
        print(f"| `{component}` | {' | '.join(ratio(times, name) for name in others)} |")


main()
