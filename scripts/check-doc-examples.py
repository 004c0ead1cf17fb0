#!/usr/bin/env python3
"""Fails, and names them, where public items of the libraries have no example in their documentation that is run.

rustdoc's own count (--show-coverage) leaves out constants, and whatever is exported out of a private module: nearly everything
here. So this reads rustdoc's JSON. That there is documentation at all, the lint missing_docs sees to.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / os.environ.get("CARGO_TARGET_DIR", "target")

PACKAGES = ["twilio-access-token", "twilio-access-token-endpoint", "twilio-access-token-cli"]

# Fields, variants and type aliases are seen in the examples of what they belong to.
NEED_EXAMPLES = {"assoc_const", "constant", "enum", "function", "macro", "module", "struct", "trait", "union"}

FENCE = re.compile(r" {0,3}(```+|~~~+)(.*)")
# What a fence may say of a block that is run: not `text`, `ignore` or `no_run`.
RUN = {"", "rust", "should_panic"}


def documentation(package):
    """What rustdoc knows of a package's library."""
    cargo = ["cargo", "rustdoc", "--quiet", "--locked", "--lib", "--all-features", "--package", package, "--"]
    rustdoc = ["-Z", "unstable-options", "--output-format", "json"]
    environment = os.environ | {"CARGO_TARGET_DIR": str(TARGET), "RUSTDOC": str(ROOT / "scripts/rustdoc-unstable.sh")}
    subprocess.run(cargo + rustdoc, cwd=ROOT, env=environment, check=True)
    return json.loads((TARGET / "doc" / f"{package.replace('-', '_')}.json").read_text())


def public_items(index, item_id, parent=""):
    """Path, kind and item of all that can be reached from an item of `index`, itself included."""
    item = index.get(str(item_id))
    if item is None:  # another crate's
        return
    [(kind, inner)] = item["inner"].items()
    if kind == "use":
        yield from public_items(index, inner["id"], parent)
        return
    path = "::".join(filter(None, [parent, item["name"]]))
    yield path, kind, item
    children = []
    if kind in {"struct", "enum", "union"}:
        children = inner["impls"]
    elif kind in {"module", "trait"} or (kind == "impl" and inner["trait"] is None):  # else it is documented at the trait
        children = inner["items"]
    for child in children:
        yield from public_items(index, child, path)


def has_example(docs):
    """Whether there is a code block in `docs` that rustdoc runs."""
    open_fence = None
    for line in docs.splitlines():
        found = FENCE.match(line)
        if not found:
            continue
        fence, info = found.groups()
        if open_fence is None:
            if set(re.split(r"[,\s]+", info.strip())) <= RUN:
                return True
            open_fence = fence
        elif fence.startswith(open_fence) and not info.strip():
            open_fence = None
    return False


def main():
    count, lacking = 0, []
    for package in PACKAGES:
        crate = documentation(package)
        for path, kind, item in public_items(crate["index"], crate["root"]):
            if kind not in NEED_EXAMPLES:
                continue
            count += 1
            if not has_example(item["docs"] or ""):
                span = item["span"]
                lacking.append((span["filename"], span["begin"][0], path))
    for file, line, path in sorted(lacking):
        print(f"{file}:{line}: {path} has no example that is run", file=sys.stderr)
    print(f"{count - len(lacking)} of {count} public items have an example that is run")
    sys.exit(bool(lacking))


if __name__ == "__main__":
    main()
