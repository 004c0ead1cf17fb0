#!/usr/bin/env bash
# Sees to it that there is a standard library for the components. Where rustup has installed the target, or Debian's packages
# are there, nothing is to be done; on Debian, as root, those are installed; elsewhere it says what to run.
set -euo pipefail

. "$(dirname "$0")/wasm-std.sh"
. "$(dirname "$0")/debian.sh"

if [ -n "$(wasm_std)" ]; then
    exit 0
fi
if can_install; then
    echo "installing Debian's rustc-web and rust-web-src, with which the components are compiled"
    install_packages rustc-web rust-web-src
    exit 0
fi
cat >&2 <<MESSAGE
error: Rust's standard library for $TARGET is not installed. Run
    rustup target add $TARGET
or, on Debian and as root,
    apt-get install rustc-web rust-web-src
MESSAGE
exit 1
