#!/usr/bin/env bash
# Checks that the core and all that it depends on need no std: by the target wasm32v1-none, which has none, where rustup has
# installed it; on Debian, by its sources of core and alloc alone.
set -euo pipefail
cd "$(dirname "$0")/.."

. scripts/wasm-std.sh

arguments=(--quiet --locked -p twilio-access-token --no-default-features --features sha512)
if [ -d "$(rustc --print target-libdir --target wasm32v1-none)" ]; then
    cargo check "${arguments[@]}" --target wasm32v1-none
elif [ "$(wasm_std)" = debian ]; then
    # The directory and profile of the components, which have compiled the macros already.
    RUSTC=$DEBIAN_RUSTC RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=target/wasm-debian \
        cargo check "${arguments[@]}" --profile component --target "$TARGET" -Zbuild-std=core,alloc
else
    echo "error: run rustup target add wasm32v1-none, or on Debian scripts/setup-wasm.sh" >&2
    exit 1
fi
