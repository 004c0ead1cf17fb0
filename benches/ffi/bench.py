#!/usr/bin/env python3
"""What a token costs in the languages that call the C library, as a ratio to the Rust crate.

A contestant is a program that prints its first token, and then for each line of its input, a number, signs so many tokens and
prints how many nanoseconds one took. All take turns, round by round, so that whatever else the machine does meets them alike.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import time
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
LIBRARY = ROOT / "target" / "c" / "lib" / "libtwilio_access_token.so"
JAVA = ROOT / "languages" / "java-native"


def contestants() -> dict[str, list[str]]:
    classes = [JAVA / "target" / "classes", JAVA / "target" / "test-classes"]
    jars = (JAVA / "target" / "classpath").read_text().strip()
    path = ":".join([*map(str, classes), jars])
    java = ["java", f"-Djna.library.path={LIBRARY.parent}", "-cp", path, "com.example.twilio.accesstoken.jna.Rounds"]
    go = str(ROOT / "target" / "ffi" / "go-rounds")
    return {
        "Rust": [str(ROOT / "target" / "release" / "rounds")],
        "Go, cgo": [go],
        "twilio-go": [go, "twilio"],
        "Java, JNA": java,
        "twilio-java": [*java, "twilio"],
        "Ruby": ["ruby", str(HERE / "rounds.rb")],
        "PHP": ["php", str(HERE / "rounds.php")],
    }


class Contestant:
    """A running program."""

    def __init__(self, command: list[str]) -> None:
        environment = {**os.environ, "TWILIO_ACCESS_TOKEN_LIBRARY": str(LIBRARY)}
        start = time.perf_counter()
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, env=environment)
        first = self.answer()
        self.start = (time.perf_counter() - start) * 1e3
        if first.count(".") != 2:
            raise RuntimeError(f"{command[0]} gave no token but {first!r}")

    def answer(self) -> str:
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.process.args[0]} ended")
        return line.strip()

    def sign(self, tokens: int) -> int:
        self.process.stdin.write(f"{tokens}\n")
        return int(self.answer())

    def stop(self) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=30)
        self.process.stdout.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--tokens", type=int, default=2000, help="in each round")
    arguments = parser.parse_args()

    commands = contestants()
    starts: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(5):
        for name, command in commands.items():
            fresh = Contestant(command)
            starts[name].append(fresh.start)
            fresh.stop()
    running = {name: Contestant(command) for name, command in commands.items()}
    figures: dict[str, list[float]] = {name: [] for name in commands}
    # The first rounds are for compilers that compile while a program runs.
    for turn in range(-10, arguments.rounds):
        took = {name: contestant.sign(arguments.tokens) for name, contestant in running.items()}
        if turn >= 0:
            for name, nanoseconds in took.items():
                figures[name].append(nanoseconds / took["Rust"])
    for contestant in running.values():
        contestant.stop()
    print(f"{'':12} {'a token':>10} {'program to first token':>24}")
    for name in commands:
        print(f"{name:12} {median(figures[name]):>9.2f}x {median(starts[name]):>21.1f} ms")


if __name__ == "__main__":
    main()
