# Every task of the project. `npx --yes rust-just` needs no installation; where `just` is installed, that does as well.

set shell := ["bash", "-euo", "pipefail", "-c"]

python := ".venv/bin/python"

# List the tasks.
_default:
    @{{ just_executable() }} --list --unsorted

# Start the token server on 127.0.0.1 and mint a token. Flags: --once, --port N.
demo *flags: build-addon
    node demo/demo.js {{ flags }}

# Build all and test all.
test: setup build test-rust test-node test-functions test-python

# What CI checks beside the tests.
lint:
    cargo fmt --all --check
    cargo clippy --locked --workspace --all-targets --all-features -- -D warnings
    cargo clippy --locked -p twilio-access-token --no-default-features -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --locked --workspace --all-features --no-deps

# Format all Rust code.
fmt:
    cargo fmt --all

# Build everything that is shipped.
build: build-addon build-cli build-components

# The addon, which makes npm/ a package that can be required in place.
build-addon:
    cargo build --locked --release -p twilio-access-token-node
    node scripts/place-addon.js

# The native command line, target/release/twilio-access-token.
build-cli:
    cargo build --locked --release -p twilio-access-token-cli

# The components, target/component/*.wasm.
build-components: setup-wasm
    scripts/build-components.sh

# Install what the tests need, into ignored folders of the project; and, on Debian, the compiler for the components.
setup: setup-wasm setup-python setup-node

# What the components are compiled with, where Rust has not brought it.
setup-wasm:
    scripts/setup-wasm.sh

setup-python:
    scripts/setup-python.sh

setup-node:
    scripts/setup-node.sh tests/node tests/functions

test-rust:
    cargo test --locked --workspace --all-features
    cargo test --locked -p twilio-access-token --no-default-features

# The addon with functions that panic, target/test/panics.node.
build-panicking-addon:
    cargo build --locked -p twilio-access-token-node --features panics
    node scripts/place-addon.js debug target/test/panics.node

# The npm package, with Twilio's own as the oracle.
test-node: build-addon build-panicking-addon setup-node
    cd tests/node && node --test

# A Function in Twilio's local runtime.
test-functions: build-addon setup-node
    cd tests/functions && node --test

# The command line, the components, the endpoint on every host, and the documentation.
test-python: build setup-python
    {{ python }} -m pytest -c tests/pytest.ini tests/cli tests/wasi tests/endpoint tests/docs

# Measure the npm package against others. Flags: --rounds N.
bench-node *flags: build-addon
    scripts/setup-node.sh npm/bench
    node npm/bench/bench.mjs {{ flags }}

# Make the shared cases anew, with Twilio's own package.
vectors: setup-node
    for script in tests/vectors/generate*.mjs; do node $script; done

# Remove all that the tasks made.
clean:
    cargo clean
    rm -rf .venv tests/*/node_modules npm/bench/node_modules npm/*.node
