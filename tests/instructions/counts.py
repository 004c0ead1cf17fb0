"""Counts the instructions of minting, verifying and inspecting a room token. Run as a program, it prints the baseline anew."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = ROOT / "target" / "instructions" / "twilio-access-token-instructions"
BASELINE = Path(__file__).with_name("baseline.json")
OPERATIONS = ("mint", "verify", "inspect")


def machine() -> dict[str, str]:
    """What counts depend on beside the code. Valgrind has neither SHA nor AVX-512, whatever the processor has."""
    compiler = subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    flags = Path("/proc/cpuinfo").read_text().split()
    return {"compiler": compiler, "processor": platform.machine() + (" with AVX2" if "avx2" in flags else "")}


def count(operation: str) -> int:
    """The instructions of one, but for those of SHA-256, which would be five of six and are not ours.

    It is the difference between two runs, so that what is done but once is not in it.
    """
    return (_own(operation, 2000) - _own(operation, 1000)) // 1000


def _own(operation: str, times: int) -> int:
    return _collected(operation, times) - _collected(operation, times, "--toggle-collect=*compress256*")


def _collected(operation: str, times: int, *options: str) -> int:
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *options, str(PROGRAM), operation, str(times)]
    # The environment is on the stack, whose place is a matter of a few instructions.
    done = subprocess.run(command, capture_output=True, text=True, env={"PATH": os.environ["PATH"]}, check=True)
    return int(re.search(r"Collected : (\d+)", done.stderr)[1])


def measured() -> dict[str, Any]:
    return {**machine(), "instructions": {operation: count(operation) for operation in OPERATIONS}}


if __name__ == "__main__":
    print(json.dumps(measured(), indent=1))
