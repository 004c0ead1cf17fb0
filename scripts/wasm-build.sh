# Sourced. Sees to what cargo needs to build for wasm32-unknown-unknown, with WASM_FEATURES beside what every host has:
# `arguments` are to be given to it. The standard library is, in this order: the installed target's; Debian's sources of it,
# compiled by Debian's compiler.

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

# No path of the building machine ends up in a module, so that the same source gives the same bytes.
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="${WASM_FEATURES:+-Ctarget-feature=$WASM_FEATURES} \
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

# Copies the module of the library $1, once it is built, to $2.
place() {
    mkdir -p "$(dirname "$2")"
    cp "$CARGO_TARGET_DIR/$TARGET/component/$1.wasm" "$2"
}
