#!/usr/bin/env bash
# Builds the WebAssembly components into target/component/; with --library, the library alone. With --bench it builds
# target/bench/constant.wasm instead, which the benchmark measures them against; with --test target/test/front.wasm, which the
# tests compose with them.
#
# cargo links them with the `wasm-component-ld` that comes with Rust, so no other tool is needed.
set -euo pipefail
cd "$(dirname "$0")/.."

# SIMD makes SHA-256 a fifth faster and its code smaller; every host of components has it.
WASM_FEATURES=+simd128
. scripts/wasm-build.sh

# Makes the component $1 of the package $2, with what arguments follow.
component() {
    cargo build "${arguments[@]}" -p "$2" "${@:3}"
    place "${2//-/_}" "$1"
}

# Makes target/component/$1.wasm with the feature $2.
shipped() {
    component "target/component/$1.wasm" twilio-access-token-component --no-default-features --features "$2"
}

if [ "${1-}" = --bench ]; then
    component target/bench/constant.wasm twilio-access-token-constant-component
    exit 0
fi
if [ "${1-}" = --test ]; then
    component target/test/front.wasm twilio-access-token-front-component
    exit 0
fi
shipped twilio-access-token library
if [ "${1-}" = --library ]; then
    exit 0
fi
shipped twilio-access-token-full full
shipped twilio-access-token-cli cli
shipped twilio-access-token-http http
