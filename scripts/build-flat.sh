#!/usr/bin/env bash
# Builds the flat module, target/flat/twilio-access-token.wasm, which imports nothing. It is without SIMD, since it is for
# hosts that have no components, and those that compile for the JVM have no SIMD.
set -euo pipefail
cd "$(dirname "$0")/.."

WASM_FEATURES=
. scripts/wasm-build.sh

# What comes last counts: this is linked by itself, and not into a component.
cargo rustc "${arguments[@]}" -p twilio-access-token-abi --crate-type cdylib -- -Clinker="$BIN/rust-lld"
place twilio_access_token_abi target/flat/twilio-access-token.wasm
