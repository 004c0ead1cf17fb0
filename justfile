# Every task of the project. `npx --yes rust-just` needs no installation; where `just` is installed, that does as well.

set shell := ["bash", "-euo", "pipefail", "-c"]

python := ".venv/bin/python"

# List the tasks.
_default:
    @{{ just_executable() }} --list --unsorted

# Start the token server on 127.0.0.1, with a page, and mint a token. Flags: --once, --port N.
demo *flags: build-addon
    node demo/demo.js {{ flags }}

# Build all and test all.
test: setup build test-rust test-node test-runtimes test-functions test-page test-python test-load test-fuzz

# Every language that embeds the project, through the shared cases. Each takes its compiler or interpreter, which Debian has.
test-languages: test-lang-c test-flat test-lang-python test-lang-javascript test-lang-c-component test-lang-go test-lang-go-cgo test-lang-java test-lang-java-native test-lang-ruby test-lang-php test-lang-rust-host

# What CI checks beside the tests.
lint: check-no-std check-features check-supply check-workflows
    cargo fmt --all --check
    cargo clippy --locked --workspace --all-targets --all-features -- -D warnings
    scripts/check-doc-examples.py
    for manifest in {fuzz,benches/core,languages/rust-host}/Cargo.toml; do cargo fmt --manifest-path $manifest --check; done
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

# The components, target/component/*.wasm, and the licences of what is in them.
build-components: setup-wasm
    scripts/build-components.sh
    node scripts/npm/notices.mjs target/component/THIRD-PARTY-NOTICES

# The WebAssembly back end of the npm package, npm/wasm/.
build-wasm: build-components setup-build
    node scripts/npm/build-wasm.mjs

# The npm packages, target/npm/*.tgz, with the addon of this platform.
pack: build-wasm setup-python
    scripts/build-addon.sh
    node scripts/npm/pack.mjs

# Install what the tests need, into ignored folders of the project; and, on Debian, the compiler for the components and programs.
setup: setup-wasm setup-programs setup-python setup-build setup-node

# What the components are compiled with, where Rust has not brought it.
setup-wasm:
    scripts/setup-wasm.sh

# The browser, and what puts servers under load.
setup-programs:
    scripts/setup-programs.sh chromium wrk

setup-python:
    scripts/setup-python.sh

setup-node:
    scripts/setup-node.sh tests/node tests/functions tests/endpoint tests/page tests/runtimes

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

# The demo's page in Chromium. What it looks like is kept in target/page.
test-page: build-addon setup-programs setup-node
    cd tests/page && node --test --test-timeout=120000

# The command line, the components, the endpoint on every host, the documentation, and scripts.
test-python: build build-front setup-python setup-node
    {{ python }} -m pytest -c tests/pytest.ini tests/cli tests/wasi tests/endpoint tests/docs tests/scripts

# A short run of each fuzz target.
test-fuzz:
    scripts/fuzz.sh 5 --jobs 2

# Fuzz for longer: `just fuzz 300 verify`, or all targets, two at a time: `just fuzz 300 --jobs 2`.
fuzz seconds *arguments:
    scripts/fuzz.sh {{ seconds }} {{ arguments }}

# The same for what JavaScript can hand over to the npm package, on each of its back ends in turn.
fuzz-node seconds: build-addon build-wasm setup-node
    cd tests/node && TWILIO_ACCESS_TOKEN_BACKEND=native BOUNDARY_SECONDS={{ seconds }} node --test boundary.test.mjs
    cd tests/node && TWILIO_ACCESS_TOKEN_BACKEND=wasm BOUNDARY_SECONDS={{ seconds }} node --test boundary.test.mjs

# The endpoint under load on both of its hosts, and its faults.
test-load: build-addon build-components setup-programs setup-python
    cd tests/load && node --test --test-timeout=120000

# Ten minutes of load on both hosts at once, a tenth of it bad, and a thousand threads. Flags: --seconds N, --threads N.
soak *flags: build-addon build-components setup-python
    node tests/load/soak.mjs {{ flags }}

# How fast the endpoint is, as ratios, in four minutes. Flags: --rounds N, --seconds N of each round and contestant.
bench-endpoint *flags: build-addon build-components setup-programs setup-python
    scripts/setup-node.sh benches/endpoint
    scripts/build-components.sh --bench
    node benches/endpoint/bench.mjs {{ flags }}

# Measure the npm package against others. Flags: --rounds N.
bench-node *flags: build-addon pack
    scripts/setup-node.sh npm/bench
    node npm/bench/bench.mjs {{ flags }}

# Measure the core against other libraries and what none could do without. Flags: --rounds N.
bench-core *flags:
    CARGO_TARGET_DIR=target/bench-core cargo run --locked --quiet --release --manifest-path benches/core/Cargo.toml -- {{ flags }}

# Write what bench-core, bench-constant-time, fuzz, fuzz-node and soak measured last into docs/measured.md.
renew-figures:
    node scripts/figures.mjs

# What counts instructions.
build-instructions:
    cargo build --locked --profile instructions -p twilio-access-token-instructions
    scripts/setup-programs.sh valgrind

# Whether minting, verifying or inspecting takes more instructions than are on record.
test-instructions: build-instructions setup-python
    {{ python }} -m pytest -c tests/pytest.ini tests/instructions

# Record how many instructions they take.
renew-instructions: build-instructions
    python3 tests/instructions/counts.py > target/instructions.json
    mv target/instructions.json tests/instructions/baseline.json

# Make the shared cases anew, with Twilio's own package; last those that are put together of the others.
vectors: setup-node
    for script in tests/vectors/generate{,-[!e]*,-embeddings}.mjs; do node $script; done

# The C library, target/c/.
build-c:
    scripts/build-c.sh

# The C library through C and C++, natively, under valgrind and with sanitizers.
test-lang-c: build-c setup-python
    scripts/setup-programs.sh gcc g++ pkg-config valgrind
    {{ python }} -m pytest -c tests/pytest.ini languages/c

# The flat WebAssembly module, target/flat/twilio-access-token.wasm.
build-flat: setup-wasm
    scripts/build-flat.sh

# The flat module in two hosts, wasmtime and Node.
test-flat: build-flat setup-python
    {{ python }} -m pytest -c tests/pytest.ini tests/flat
    node --test tests/flat

# What a token costs through the C library, as a ratio to the Rust crate. Flags: --rounds N.
bench-c *flags: build-c
    cargo run --quiet --locked --release -p twilio-access-token-c-benchmark -- target/c/lib/libtwilio_access_token.so {{ flags }}

# The Go module, languages/go, with the flat module in it.
build-go: build-flat
    cp target/flat/twilio-access-token.wasm languages/go/

# The Go module, and claim for claim against twilio-go.
test-lang-go: build-go
    scripts/setup-programs.sh go=golang gcc
    cd languages/go && test -z "$(gofmt -l .)" && go vet ./... && go test -race ./...
    cd languages/go && go run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...
    cd languages/go/parity && go vet ./... && go test ./...

# How fast the Go module is, beside twilio-go and the native command line. Flags: --rounds N, --tokens N.
bench-go *flags: build-go build-cli
    cd languages/go/parity && go run ./bench {{ flags }}

# The flat module for the JVM, target/flat/twilio-access-token-compact.wasm.
build-flat-compact: setup-wasm
    scripts/build-flat.sh --compact

# The Java library, languages/java/target/access-token-0.1.0.jar.
build-java: build-flat-compact
    cd languages/java && mvn -q -B package -DskipTests

# The Java library and its documentation, and claim for claim against twilio-java.
test-lang-java: build-flat-compact
    scripts/setup-programs.sh mvn=maven
    cd languages/java && mvn -q -B package javadoc:javadoc

# How fast the Java library is, beside twilio-java and the native command line. Flags: --rounds N, --tokens N.
bench-java *flags: build-flat-compact build-cli
    cd languages/java && mvn -q -B test-compile org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath -Dmdep.outputFile=target/classpath
    cd languages/java && java -cp "target/test-classes:target/classes:$(cat target/classpath)" \
        com.example.twilio.accesstoken.Bench {{ flags }}

# The C library in Java, through JNA.
test-lang-java-native: build-c
    scripts/setup-programs.sh mvn=maven
    mvn --batch-mode --quiet --file languages/java-native test

# The C library in Go, through cgo.
test-lang-go-cgo: build-c
    scripts/setup-programs.sh go=golang gcc
    cd languages/go-cgo && test -z "$(gofmt -l .)" && go vet ./... && go test -count 1 -race -v ./...

# The C library in Ruby.
test-lang-ruby: build-c
    scripts/setup-programs.sh ruby
    cd languages/ruby && TWILIO_ACCESS_TOKEN_LIBRARY=../../target/c/lib/libtwilio_access_token.so ruby -W -Ilib test/test_twilio_access_token.rb

# The C library in PHP.
test-lang-php: build-c
    scripts/setup-programs.sh php=php-cli
    cd languages/php && TWILIO_ACCESS_TOKEN_LIBRARY=../../target/c/lib/libtwilio_access_token.so php tests/run.php

# What a token costs in the languages on the C library, as a ratio to the Rust crate. Flags: --rounds N, --tokens N.
bench-ffi *flags: build-c
    scripts/setup-programs.sh go=golang gcc mvn=maven php=php-cli ruby
    cargo build --locked --release -p twilio-access-token-c-benchmark --bin rounds
    go build -C benches/ffi/go -o ../../../target/ffi/go-rounds .
    mvn --batch-mode --quiet --file languages/java-native test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
    python3 benches/ffi/bench.py {{ flags }}

# The component in a Rust program of its own, in wasmtime.
test-lang-rust-host: build-components
    cargo test --locked --manifest-path languages/rust-host/Cargo.toml --target-dir target/rust-host

# What a token takes there, as a multiple of what it takes natively; in the same build, where cranelift alone is not optimised.
bench-rust-host: build-components
    cargo bench --locked --profile dev --manifest-path languages/rust-host/Cargo.toml --target-dir target/rust-host

# The component as JavaScript, languages/javascript/generated/.
build-javascript: build-components
    scripts/setup-node.sh languages/javascript
    cd languages/javascript && node transpile.mjs ../../target/component/twilio-access-token-full.wasm

# The same in Node and in a page of Chromium.
test-lang-javascript: build-javascript setup-programs
    scripts/setup-node.sh tests/page
    cd languages/javascript && node --test --test-timeout=120000 test/cases.test.js

# What a token takes there, as a multiple of what it takes with the addon.
bench-javascript: build-javascript build-addon
    node languages/javascript/bench.mjs

# The component for C and C++, by wasmtime's C API, target/c-component/.
build-c-component: build-components setup-python
    scripts/build-c-component.sh

# The same through C and C++, with sanitizers.
test-lang-c-component: build-c-component
    {{ python }} -m pytest -c tests/pytest.ini languages/c-component/test

# What a token takes there, as a multiple of what it takes with the addon.
bench-c-component: build-c-component build-addon
    node languages/c-component/test/bench.mjs

# The component that imports the interface, which the tests compose with the others, target/test/front.wasm.
build-front: setup-wasm
    scripts/build-components.sh --test

# Write the reference of the interface anew, docs/wit.md.
wit-reference:
    cargo run --locked --quiet -p twilio-access-token-tests --bin wit-reference

# At a release: what later interfaces must be compatible with is this one, tests/wasi/baseline.wit.
wit-baseline: setup-python
    .venv/bin/wasm-tools component wit --no-docs wit -o tests/wasi/baseline.wit

# How much sooner a component is ready that wasmtime has compiled before, as ratios. Flags: --rounds N.
bench-startup *flags: build-components setup-python
    PYTHONPATH=tests {{ python }} benches/startup/bench.py {{ flags }}

# The Python package, target/python/*.whl.
build-python: build-components
    scripts/setup-python.sh languages/python/requirements-dev.txt
    rm -rf target/python
    {{ python }} -m pip --disable-pip-version-check wheel --quiet --no-build-isolation --no-deps -w target/python languages/python

# The Python package, installed from its wheel.
test-lang-python: build-python
    scripts/install-python-wheel.sh
    cd languages/python && ../../{{ python }} -m mypy
    cd languages/python && PYTHONPATH=../../target/python/site ../../{{ python }} -m pytest

# Measure the Python package beside Twilio's and the native program. Flags: --rounds N.
bench-python *flags: build-python build-cli
    scripts/install-python-wheel.sh
    PYTHONPATH=target/python/site {{ python }} languages/python/bench/bench.py {{ flags }}

# Workers behind HAProxy and nginx whose members die and change keys, the unit for systemd, manifests, and reused instances.
test-deploy: build-addon build-components setup-programs setup-deploy setup-python
    scripts/setup-node.sh tests/endpoint tests/functions
    cd tests/deploy && node --test --test-timeout=300000
    {{ python }} -m pytest -c tests/pytest.ini tests/deploy

# The balancers, and what examines the unit.
setup-deploy:
    scripts/setup-programs.sh curl haproxy nginx socat strace systemd

# What reused instances gain and balancers cost, as ratios, in four minutes. Flags: --rounds N, --seconds N of each contestant.
bench-fleet *flags: build-addon build-components setup-programs setup-deploy setup-python
    node benches/fleet/bench.mjs {{ flags }}

# That the core needs no std, nor does anything that it depends on.
check-no-std: setup-wasm
    scripts/check-no-std.sh

# Each set of features, the documentation as docs.rs builds it, the oldest dependencies that the manifests allow, and the oldest Rust.
check-features:
    scripts/check-features.sh

# Where all that is shipped comes from, on what terms, and that docs/dependencies.md says so.
check-supply:
    scripts/check-supply.py
    scripts/deny.sh

# Whether the workflows are valid, pin what they use, and grant no more than they need.
check-workflows: setup-python
    scripts/setup-programs.sh go=golang
    go run github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
    .venv/bin/zizmor --quiet --offline --persona pedantic .github/workflows

# Whether the Rust tests notice when the code does something else. Flags: cargo-mutants' own, or --changed for what changed.
mutants *flags:
    scripts/mutants.sh {{ flags }}

# What is shipped: that it wipes its keys, is the same bytes wherever it is built, and has a bill of materials.
test-shipped: test-wipe test-reproducible sbom

# A bill of materials in CycloneDX for each thing that is shipped, target/sbom/*.cdx.json.
sbom:
    scripts/sbom.sh

# Whether keys leave anything in memory, in code that is optimised as what is shipped is, and in components.
test-wipe: build-components setup-build
    cargo test --locked --release -p twilio-access-token-wipe-tests
    cd tests/wipe && node --test

# Whether a component is the same bytes when it is built in another directory.
test-reproducible: setup-wasm
    scripts/test-reproducible.sh

# Whether it can be timed how much of a forged signature or passcode is right: |t| under 4.5 is no evidence that it can.
bench-constant-time:
    mkdir -p target/bench
    cargo run --quiet --locked --release -p twilio-access-token-constant-time | tee target/bench/constant-time.txt

# Remove all that the tasks made.
clean:
    cargo clean
    rm -rf .venv scripts/npm/node_modules {tests,benches,languages}/*/node_modules npm/bench/node_modules npm/*.node npm/wasm \
        languages/*/target languages/go/*.wasm languages/javascript/generated
