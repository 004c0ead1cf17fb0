# Sourced. `cargo_tool NAME VERSION` sees to it that `cargo NAME` is there in this version, in target/tools.

export PATH=$PWD/target/tools/bin:$PATH

cargo_tool() {
    # Some say `cargo-NAME VERSION`, some more.
    if [[ "$(cargo "$1" --version 2>/dev/null)" != *"$1 $2"* ]]; then
        CARGO_TARGET_DIR=target/tools/build cargo install --quiet --locked --root target/tools --version "$2" "cargo-$1"
    fi
}
