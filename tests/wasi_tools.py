"""`wasm-tools`, as the suites call it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

WASM_TOOLS = Path(sys.executable).with_name("wasm-tools")


def wasm_tools(*arguments: str | Path) -> str:
    return subprocess.run([WASM_TOOLS, *arguments], capture_output=True, text=True, check=True).stdout
