#!/usr/bin/env bash
# Sees to it that there is a standard library for the components. Where rustup has installed the target, or Debian's packages
# are there, nothing is to be done; on Debian, as root, those are installed; elsewhere it says what to run.
set -euo pipefail

. "$(dirname "$0")/wasm-std.sh"

if [ -n "$(wasm_std)" ]; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing Debian's rustc-web and rust-web-src, with which the components are compiled"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -qq --yes --no-install-recommends rustc-web rust-web-src >/dev/null
    exit 0
fi
cat >&2 <<MESSAGE
error: Rust's standard library for $TARGET is not installed. Run
    rustup target add $TARGET
or, on Debian and as root,
    apt-get install rustc-web rust-web-src
MESSAGE
exit 1
