#!/usr/bin/env bash
# Unpacks the wheel that was built into target/python/site, where it is tested, and puts that of its one dependency into
# target/python/wheels, so that the tests can install both without a network.
set -euo pipefail
cd "$(dirname "$0")/.."

pip() { .venv/bin/python -m pip --disable-pip-version-check "$@"; }

pip install --quiet --no-deps --target target/python/site target/python/*.whl
pip download --quiet --no-deps --dest target/python/wheels "$(grep '^wasmtime==' tests/requirements.txt)"
