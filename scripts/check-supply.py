#!/usr/bin/env python3
"""Compares docs/dependencies.md with what cargo links into what is shipped, and looks at where npm's lock files take packages
from. The licences and sources of the crates are cargo-deny's to check."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import defaultdict

from shipped import ROOT, SHIPPED, linked

LIST = ROOT / "docs" / "dependencies.md"


def linked_into() -> dict[str, str]:
    """The crates by name, each with what it is linked into, as the list says it."""
    found = defaultdict(list)
    for name in SHIPPED:
        for crate in {crate for crate, _ in linked(name)}:
            found[crate].append(name)
    return {crate: "all" if len(names) == len(SHIPPED) else ", ".join(names) for crate, names in found.items()}


def crates() -> list[str]:
    listed = dict(re.findall(r"^\| ([\w-]+) \| ([a-z, ]+) \| \S", LIST.read_text(), re.MULTILINE))
    listed.pop("crate", None)
    actual = linked_into()
    if not actual:
        raise RuntimeError("cargo tree names no crates")
    wrong = [name for name in sorted({*listed, *actual}) if listed.get(name) != actual.get(name)]
    return [
        f"{LIST.name} says of {name}: {listed.get(name, 'nothing')}; it is in: {actual.get(name, 'nothing')}" for name in wrong
    ]


def npm() -> list[str]:
    """The packages that name where they come from, or lack a hash. npm then asks the registry that it is configured with."""
    files = subprocess.run(["git", "ls-files", "*package-lock.json"], cwd=ROOT, check=True, capture_output=True, text=True)
    problems = []
    for file in files.stdout.split():
        packages = json.loads((ROOT / file).read_text())["packages"]
        for name, package in packages.items():
            if not name:
                continue
            # One for another platform may be in no registry, and is then never installed.
            foreign = package.get("optional") and ("os" in package or "cpu" in package)
            if not foreign and not re.match(r"sha512-.{88}$", package.get("integrity", "")):
                problems.append(f"{file}: {name} has no hash")
            if package.keys() & {"resolved", "link"}:
                problems.append(f"{file}: {name} is not from the configured registry")
    return problems


problems = crates() + npm()
print("\n".join(problems), end="\n" if problems else "")
sys.exit(bool(problems))
