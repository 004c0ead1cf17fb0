#!/usr/bin/env bash
# Unpacks the wheel that was built into target/python/site, where it is tested, and lays the wheel of what it needs beside it, in
# target/python/wheels, so that an installation needs no network.
set -euo pipefail
cd "$(dirname "$0")/.."

pip() { .venv/bin/python -m pip --disable-pip-version-check "$@"; }

pip install --quiet --no-deps --target target/python/site target/python/*.whl
pip download --quiet --no-deps --dest target/python/wheels "$(grep '^wasmtime==' tests/requirements.txt)"
