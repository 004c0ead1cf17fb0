#!/usr/bin/env bash
# Checks what a user of the crates may choose: each set of features, the documentation as docs.rs builds it, the oldest versions
# of dependencies that the manifests allow, and the oldest Rust.
set -euo pipefail
cd "$(dirname "$0")/.."

. scripts/cargo-tool.sh
. scripts/oldest-rust.sh

PUBLISHED=(-p twilio-access-token -p twilio-access-token-endpoint -p twilio-access-token-cli)

cargo_tool hack 0.6.46
cargo hack clippy --quiet --locked --feature-powerset --exclude-features default "${PUBLISHED[@]}" -- -D warnings
# Of these no two features go together but in the same file, which clippy checks with all.
cargo hack clippy --quiet --locked --each-feature --exclude-features default --exclude-no-default-features \
    -p twilio-access-token-component -- -D warnings

RUSTC_BOOTSTRAP=1 RUSTDOCFLAGS='--cfg docsrs -D warnings' CARGO_TARGET_DIR=target/docsrs \
    cargo doc --quiet --locked --all-features --no-deps "${PUBLISHED[@]}"

oldest_rust
scripts/check-rust-versions.py

# In a copy, since it changes the lock file.
copy=target/minimal-versions/copy
rm -rf "$copy"
mkdir -p "$copy/crates"
cp -R crates/core crates/endpoint crates/cli "$copy/crates"
cp README.md "$copy"
sed 's#^members = .*#members = ["crates/*"]#' Cargo.toml >"$copy/Cargo.toml"
cd "$copy"
RUSTC_BOOTSTRAP=1 cargo update --quiet -Zdirect-minimal-versions
CARGO_TARGET_DIR=.. cargo check --quiet --locked --all-features "${PUBLISHED[@]}"

# Debian's Rust is older than the one that the manifests state, which added what these features were before, and nothing else
# that is used: the first is the crates' own, the others are of crypto-bigint.
export RUSTC_BOOTSTRAP=1 RUSTC=$OLDEST_RUST
RUSTFLAGS='-Zcrate-attr=feature(let_chains,integer_sign_cast,const_black_box) -Aunused_features' CARGO_TARGET_DIR=../oldest-rust \
    cargo check --quiet --locked --ignore-rust-version --all-features "${PUBLISHED[@]}"
echo "checked with $("$RUSTC" --version), which stands for Rust $(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)"
