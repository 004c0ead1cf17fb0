#!/usr/bin/env bash
# Builds the flat module, target/flat/twilio-access-token.wasm, which imports nothing. It is without SIMD, since it is for hosts that
# have no components, and those that compile for the JVM have no SIMD. With --compact it is that for the JVM,
# target/flat/twilio-access-token-compact.wasm: the JVM leaves methods of more than 8000 bytes of bytecode uncompiled, which an
# unrolled SHA-256 has, and elsewhere the unrolled one is faster. With --npm it is the back end of the npm package,
# target/flat/twilio-access-token-npm.wasm, which has SIMD and the calls that only the package makes.
set -euo pipefail
cd "$(dirname "$0")/.."

WASM_FEATURES=
[ "${1:-}" != --npm ] || WASM_FEATURES=+simd128
. scripts/wasm-build.sh
name=twilio-access-token
# Apart from the components, whose compiler flags differ: cargo would compile everything again at each change.
[ -n "$WASM_FEATURES" ] || CARGO_TARGET_DIR+=-flat
features=()
case ${1:-} in
--compact)
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS+=' --cfg sha2_backend_soft="compact"'
    CARGO_TARGET_DIR+=-compact
    name+=-compact
    ;;
--npm)
    # Each installation of the package has it, and it runs where no addon loads: a byte is worth more than a microsecond.
    features=(--features npm,public-keys)
    export CARGO_PROFILE_COMPONENT_OPT_LEVEL=z
    name+=-npm
    ;;
esac

# What comes last counts: this is linked by itself, and not into a component.
cargo rustc "${arguments[@]}" -p twilio-access-token-bindings "${features[@]}" --crate-type cdylib -- -Clinker="$BIN/rust-lld"
place twilio_access_token_bindings "target/flat/$name.wasm"
