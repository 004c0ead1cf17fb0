#!/usr/bin/env python3
"""Compares the oldest Rust that the manifests state with those of the crates that are linked."""

from __future__ import annotations

import json
import subprocess
import sys

from shipped import ROOT, SHIPPED, linked


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split(".")[:2])


command = ["cargo", "metadata", "--locked", "--format-version", "1", "--all-features"]
packages = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)["packages"]
needed = {(package["name"], package["version"]): package["rust_version"] or "0" for package in packages}
stated = next(version for (name, _), version in needed.items() if name == "twilio-access-token")
crates = {crate for name in SHIPPED for crate in linked(name)}
newer = [
    f"{name} {version} needs Rust {needed[name, version]}"
    for name, version in sorted(crates)
    if numbers(needed[name, version]) > numbers(stated)
]
print("\n".join([*newer, f"{len(crates)} crates, and Rust {stated} is stated"]))
sys.exit(bool(newer))
