#!/usr/bin/env bash
# Builds the C library into target/c/: lib/ with the shared and the static one, and what pkg-config reads; include/ with the
# headers.
set -euo pipefail
cd "$(dirname "$0")/.."

# The version of the interface, with which the shared library's name changes.
ABI=$(sed -n 's/.* ABI_VERSION: u32 = \([0-9]*\);/\1/p' crates/bindings/src/lib.rs)
VERSION=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml)
SONAME=libtwilio_access_token.so.$ABI

cargo rustc --locked --release -p twilio-access-token-bindings --features c --crate-type cdylib,staticlib -- -Clink-arg=-Wl,-soname,"$SONAME"

rm -rf target/c
mkdir -p target/c/lib/pkgconfig target/c/include
cp target/release/libtwilio_access_token_bindings.so "target/c/lib/$SONAME"
ln -s "$SONAME" target/c/lib/libtwilio_access_token.so
cp target/release/libtwilio_access_token_bindings.a target/c/lib/libtwilio_access_token.a
cp crates/bindings/include/* languages/c/include/* target/c/include/
sed "s/@VERSION@/$VERSION/" crates/bindings/twilio-access-token.pc.in >target/c/lib/pkgconfig/twilio-access-token.pc
