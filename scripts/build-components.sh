#!/usr/bin/env bash
# Builds the WebAssembly components into target/component/; with --library, the library alone. With --bench it builds
# target/bench/constant.wasm instead, which the benchmark measures them against.
#
# cargo links them with the `wasm-component-ld` that comes with Rust, so no other tool is needed. The standard library for
# wasm32-unknown-unknown is, in this order: the installed target's; Debian's sources of it, compiled by Debian's compiler.
set -euo pipefail
cd "$(dirname "$0")/.."

. scripts/wasm-std.sh

HOST=$(rustc -vV | sed -n 's/^host: //p')
BIN=$(rustc --print sysroot)/lib/rustlib/$HOST/bin

if [ ! -x "$BIN/wasm-component-ld" ]; then
    echo "error: this Rust has no wasm-component-ld in $BIN; install Rust 1.88 or newer with rustup" >&2
    exit 1
fi
export CARGO_TARGET_DIR=target/wasm
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$BIN/wasm-component-ld
export PATH=$BIN/gcc-ld:$PATH

# SIMD makes SHA-256 a fifth faster and its code smaller; every host of components has it. No path of the building machine
# ends up in a component, so that the same source gives the same bytes.
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="-Ctarget-feature=+simd128 \
    --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}/registry/src/= --remap-path-prefix=$PWD/="

arguments=(--locked --profile component --target "$TARGET")
case $(wasm_std) in
target) ;;
debian)
    export RUSTC=$DEBIAN_RUSTC RUSTC_BOOTSTRAP=1
    # Its compiler is another one than rustup's, so its output must not be taken for the other's.
    CARGO_TARGET_DIR=target/wasm-debian
    arguments+=(-Zbuild-std=std,panic_abort)
    ;;
*)
    echo "error: run scripts/setup-wasm.sh, which sees to Rust's standard library for $TARGET" >&2
    exit 1
    ;;
esac

# Makes the component $1 of the package $2, with what arguments follow.
component() {
    cargo build "${arguments[@]}" -p "$2" "${@:3}"
    mkdir -p "$(dirname "$1")"
    cp "$CARGO_TARGET_DIR/$TARGET/component/${2//-/_}.wasm" "$1"
}

# Makes target/component/$1.wasm with the feature $2.
shipped() {
    component "target/component/$1.wasm" twilio-access-token-component --no-default-features --features "$2"
}

if [ "${1-}" = --bench ]; then
    component target/bench/constant.wasm twilio-access-token-constant-component
    exit 0
fi
shipped twilio-access-token library
if [ "${1-}" = --library ]; then
    exit 0
fi
shipped twilio-access-token-full full
shipped twilio-access-token-cli cli
shipped twilio-access-token-http http

# It is in every installation of the npm package, in two forms, and runs where no addon loads: here a byte is worth more than a
# microsecond.
CARGO_PROFILE_COMPONENT_OPT_LEVEL=z shipped twilio-access-token-addon addon
