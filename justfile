# Tasks of the project. `npx --yes rust-just` needs no installation; an installed `just` works too.

set shell := ["bash", "-euo", "pipefail", "-c"]

# The test suites. `just test NAME` runs them.
[group('modules')]
mod tests 'tests/mod.just'

# The libraries for other languages: `just test NAME` runs their suites.
[group('modules')]
mod languages 'languages/mod.just'

# Benchmarks.
[group('modules')]
mod bench 'benches/mod.just'

# Packages, bills of materials, and the baseline of the WIT interface.
[group('modules')]
mod release 'scripts/release.just'

# List the tasks.
_default:
    @{{ just_executable() }} --list --unsorted

# Start the token server on 127.0.0.1, with a page, and mint a token. Flags: --once, --port N.
[group('develop')]
demo *flags: build-addon
    node demo/demo.js {{ flags }}

# Run test suites, by default those of the README, and print a table of the results.
[group('develop')]
test *suites:
    @JUST={{ quote(just_executable()) }} scripts/suites.py {{ suites }}

# Run before a commit: format, clippy, the Rust tests, and the shared vectors on the addon.
[group('develop')]
ready: build-addon (_setup-node "tests/node")
    cargo fmt --all --check
    cargo clippy --locked --workspace --all-targets --all-features -- -D warnings
    {{ just_executable() }} test rust
    cd tests/node && node --test vectors.test.mjs

# Format all Rust code.
[group('develop')]
fmt:
    cargo fmt --all

# Install everything that `just test` needs, into ignored folders; on Debian as root, also the compiler for the components.
[group('develop')]
setup: setup-wasm setup-python _setup-build (_setup-node "tests/node" "tests/functions" "tests/endpoint")

# Remove everything that the tasks made.
[group('develop')]
clean:
    cargo clean
    rm -rf .venv scripts/npm/node_modules {tests,benches,languages}/*/node_modules npm/bench/node_modules npm/*.node npm/wasm \
        languages/*/target languages/go/*.wasm languages/javascript/generated

# Build everything that is shipped.
[group('build')]
build: build-addon build-cli build-components build-wasm

# Build the addon. `npm/` is then a package that Node can require.
[group('build')]
build-addon:
    cargo build --locked --release -p twilio-access-token-node
    node scripts/place-addon.js

# Build the native command line, target/release/twilio-access-token.
[group('build')]
build-cli:
    cargo build --locked --release -p twilio-access-token-cli

# Build the components, target/component/*.wasm, and their licence notices.
[group('build')]
build-components: setup-wasm
    scripts/build-components.sh
    node scripts/npm/notices.mjs target/component/THIRD-PARTY-NOTICES

# Build the WebAssembly back end of the npm package, npm/wasm/.
[group('build')]
build-wasm: setup-wasm _setup-build
    scripts/build-flat.sh --npm
    node scripts/npm/build-wasm.mjs

# Build the C library, target/c/.
[group('build')]
build-c:
    scripts/build-c.sh

# Build the flat WebAssembly module, target/flat/twilio-access-token.wasm.
[group('build')]
build-flat: setup-wasm
    scripts/build-flat.sh

# Build the npm packages, target/npm/*.tgz, with the addon of this platform.
[group('build')]
pack: build-wasm setup-python
    scripts/build-addon.sh
    node scripts/npm/pack.mjs

# Run the checks of CI beside the tests.
[group('check')]
lint: check-no-std check-features check-supply check-workflows
    cargo fmt --all --check
    cargo clippy --locked --workspace --all-targets --all-features -- -D warnings
    for manifest in {fuzz,benches/core,languages/rust-host}/Cargo.toml; do cargo fmt --manifest-path $manifest --check; done
    RUSTDOCFLAGS="-D warnings" cargo doc --locked --workspace --all-features --no-deps

# Check that the core and its dependencies build without std.
[group('check')]
check-no-std: setup-wasm
    scripts/check-no-std.sh

# Check each set of features, the docs.rs build, the oldest allowed dependencies, and the MSRV.
[group('check')]
check-features:
    scripts/check-features.sh

# Check licences, sources and advisories of all dependencies, and docs/dependencies.md.
[group('check')]
check-supply:
    scripts/check-supply.py
    scripts/deny.sh

# Check the workflows: valid, pinned, least privilege.
[group('check')]
check-workflows: setup-python
    scripts/setup-programs.sh go=golang
    go run github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
    .venv/bin/zizmor --quiet --offline --persona pedantic .github/workflows

# Run mutation tests on the Rust code. Flags: cargo-mutants' own, or --changed for changed lines only.
[group('check')]
mutants *flags:
    scripts/mutants.sh {{ flags }}

# Fuzz: `just fuzz 300 verify`, or all targets, two at a time: `just fuzz 300 --jobs 2`.
[group('check')]
fuzz seconds *arguments:
    scripts/fuzz.sh {{ seconds }} {{ arguments }}

# Fuzz the JavaScript boundary of the npm package, on each back end in turn.
[group('check')]
fuzz-node seconds: build-addon build-wasm (_setup-node "tests/node")
    cd tests/node && TWILIO_ACCESS_TOKEN_BACKEND=native BOUNDARY_SECONDS={{ seconds }} node --test boundary.test.mjs
    cd tests/node && TWILIO_ACCESS_TOKEN_BACKEND=wasm BOUNDARY_SECONDS={{ seconds }} node --test boundary.test.mjs

# Ten minutes of load on both hosts at once, a tenth of it invalid, and a thousand threads. Flags: --seconds N, --threads N.
[group('check')]
soak *flags: build-addon build-components setup-python
    node tests/load/soak.mjs {{ flags }}

# Regenerate the shared vectors with Twilio's own package.
[group('update')]
vectors: (_setup-node "tests/node")
    for script in tests/vectors/generate{,-[!e]*,-embeddings}.mjs; do node $script; done

# Regenerate the reference of the WIT interface, docs/wit.md.
[group('update')]
wit-reference:
    cargo run --locked --quiet -p twilio-access-token-tests --bin wit-reference

# Record the instruction counts of minting, verifying and inspecting.
[group('update')]
update-instructions: _build-instructions
    python3 tests/instructions/counts.py > target/instructions.json
    mv target/instructions.json tests/instructions/baseline.json

# Write the latest figures of the benchmarks, fuzzing and soak into docs/measured.md.
[group('update')]
update-figures:
    node scripts/figures.mjs

# Install the compiler for the components, if Rust lacks it.
[group('setup')]
setup-wasm:
    scripts/setup-wasm.sh

# Install the Python packages of the tests, into .venv.
[group('setup')]
setup-python:
    scripts/setup-python.sh

# What the npm package is built with.
_setup-build:
    scripts/setup-node.sh scripts/npm

_setup-node *folders:
    scripts/setup-node.sh {{ folders }}

_build-instructions:
    cargo build --locked --profile instructions -p twilio-access-token-instructions
    scripts/setup-programs.sh valgrind
