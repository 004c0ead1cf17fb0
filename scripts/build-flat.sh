#!/usr/bin/env bash
# Builds the flat module, target/flat/twilio-access-token.wasm, which imports nothing. It is without SIMD, since it is for hosts that
# have no components, and those that compile for the JVM have no SIMD. With --compact it is that for the JVM,
# target/flat/twilio-access-token-compact.wasm: the JVM leaves methods of more than 8000 bytes of bytecode uncompiled, which an
# unrolled SHA-256 has, and elsewhere the unrolled one is faster.
set -euo pipefail
cd "$(dirname "$0")/.."

WASM_FEATURES=
. scripts/wasm-build.sh
name=twilio-access-token
# Apart, since cargo would compile all of it anew whenever what has other flags is built.
CARGO_TARGET_DIR+=-flat
if [ "${1:-}" = --compact ]; then
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS+=' --cfg sha2_backend_soft="compact"'
    CARGO_TARGET_DIR+=-compact
    name+=-compact
fi

# What comes last counts: this is linked by itself, and not into a component.
cargo rustc "${arguments[@]}" -p twilio-access-token-abi --crate-type cdylib -- -Clinker="$BIN/rust-lld"
place twilio_access_token_abi "target/flat/$name.wasm"
