# Sourced. `cargo_tool NAME VERSION` sees to it that `cargo NAME` is there in this version, in target/tools.

export PATH=$PWD/target/tools/bin:$PATH

cargo_tool() {
    # Some say `cargo-NAME VERSION`, some more.
    if [[ "$(cargo "$1" --version 2>/dev/null)" != *"$1 $2"* ]]; then
        # Optimised they compile for more than twice as long, and none of them is what takes the time.
        CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=false CARGO_PROFILE_RELEASE_CODEGEN_UNITS=64 \
            CARGO_TARGET_DIR=target/tools/build cargo install --quiet --locked --root target/tools --version "$2" "cargo-$1"
    fi
}
