# Sourced. Tells where the standard library for the components comes from: `target` where rustup has installed it, `debian`
# where Debian's compiler and its sources are there, else nothing.

TARGET=wasm32-unknown-unknown
DEBIAN_RUSTC=/usr/bin/rustc

wasm_std() {
    if [ -d "$(rustc --print target-libdir --target "$TARGET")" ]; then
        echo target
    elif [ -x "$DEBIAN_RUSTC" ] && [ -d "$("$DEBIAN_RUSTC" --print sysroot)/lib/rustlib/src/rust/library/std" ]; then
        echo debian
    fi
}
