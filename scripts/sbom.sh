#!/usr/bin/env bash
# Makes an environment for scripts/sbom.py, with the library that knows the schema, and runs it.
set -euo pipefail
cd "$(dirname "$0")/.."

LIBRARY='cyclonedx-python-lib[json-validation]==11.12.0'
VENV=target/sbom-venv

if [ "$(cat "$VENV/library" 2>/dev/null)" != "$LIBRARY" ]; then
    python3 -m venv "$VENV"
    "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check "$LIBRARY"
    echo "$LIBRARY" >"$VENV/library"
fi
"$VENV/bin/python" scripts/sbom.py
