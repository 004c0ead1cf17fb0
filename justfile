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
test: setup build test-rust test-node test-runtimes test-functions test-python

# What CI checks beside the tests.
lint:
    cargo fmt --all --check
    cargo clippy --locked --workspace --all-targets --all-features -- -D warnings
    cargo clippy --locked -p twilio-access-token --no-default-features -- -D warnings
    cargo clippy --locked -p twilio-access-token-endpoint --no-default-features -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --locked --workspace --all-features --no-deps

# Format all Rust code.
fmt:
    cargo fmt --all

# Build everything that is shipped.
build: build-addon build-cli build-components build-wasm

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

# The WebAssembly back end of the npm package, npm/wasm/.
build-wasm: build-components setup-build
    node scripts/npm/build-wasm.mjs

# The npm packages, target/npm/*.tgz, with the addon of this platform.
pack: build-wasm setup-python
    scripts/build-addon.sh
    node scripts/npm/pack.mjs

# Install what the tests need, into ignored folders of the project; and, on Debian, the compiler for the components.
setup: setup-wasm setup-python setup-build setup-node

# What the components are compiled with, where Rust has not brought it.
setup-wasm:
    scripts/setup-wasm.sh

setup-python:
    scripts/setup-python.sh

setup-node:
    scripts/setup-node.sh tests/node tests/functions tests/endpoint tests/runtimes

# What the npm package is built with.
setup-build:
    scripts/setup-node.sh scripts/npm

test-rust:
    cargo test --locked --workspace --all-features
    cargo test --locked -p twilio-access-token --no-default-features

# The addon with functions that panic, target/test/panics.node.
build-panicking-addon:
    cargo build --locked -p twilio-access-token-node --features panics
    node scripts/place-addon.js debug target/test/panics.node

# The npm package on both of its back ends, with Twilio's own as the oracle.
test-node: build-addon build-panicking-addon build-wasm setup-node
    cd tests/node && TWILIO_ACCESS_TOKEN_BACKEND=native node --test
    cd tests/node && TWILIO_ACCESS_TOKEN_BACKEND=wasm node --test

# The packed npm package in runtimes, test runners and bundles.
test-runtimes: pack setup-node
    cd tests/runtimes && node --test

# A Function in Twilio's local runtime.
test-functions: pack setup-node
    cd tests/functions && node --test

# The command line, the components, the endpoint on every host, and the documentation.
test-python: build setup-python setup-node
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
    rm -rf .venv scripts/npm/node_modules tests/*/node_modules npm/bench/node_modules npm/*.node npm/wasm
