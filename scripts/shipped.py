"""What is shipped, and which crates are linked into it: for the scripts beside this one."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# One for each system. With `all`, cargo counts what WebAssembly's dependencies have on other systems.
NATIVE = ["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-musl", "aarch64-apple-darwin", "x86_64-pc-windows-msvc"]

# What each is built of. The components are taken together.
SHIPPED = {
    "core": ("twilio-access-token", ["--all-features"]),
    "endpoint": ("twilio-access-token-endpoint", ["--all-features"]),
    "cli": ("twilio-access-token-cli", []),
    "addon": ("twilio-access-token-node", [f"--target={triple}" for triple in NATIVE]),
    "wasm": (
        "twilio-access-token-bindings",
        ["--features", "npm,public-keys", "--target", "wasm32-unknown-unknown"],
    ),
    "components": (
        "twilio-access-token-component",
        ["--no-default-features", "--features", "full,cli,http", "--target", "wasm32-unknown-unknown"],
    ),
}


def linked(name: str) -> set[tuple[str, str]]:
    """Name and version of each crate of others that is linked into `name` on some system. Macros are not."""
    package, options = SHIPPED[name]
    target = [] if any(option.startswith("--target") for option in options) else ["--target", "all"]
    tree = ["cargo", "tree", "--locked", "--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"]
    command = [*tree, "-p", package, *options, *target]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    crates = set(re.findall(r"^(\S+) v(\S+)", done.stdout, re.MULTILINE))
    return {(crate, version) for crate, version in crates if not crate.startswith("twilio-access-token")}
