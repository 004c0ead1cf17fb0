#!/usr/bin/env bash
# Builds the addon as it is published, target/addons/twilio-access-token.<platform>.node, for a target of rustc: this machine's,
# or the one that is named. On Linux, zig links it against a C library that is older than any that is still in use.
set -euo pipefail
cd "$(dirname "$0")/.."

TARGET=${1:-$(rustc -vV | sed -n 's/^host: //p')}
GLIBC=2.17

case $TARGET in
x86_64-*) ARCH=x64 ;;
aarch64-*) ARCH=arm64 ;;
*)
    echo "error: there is no package for $TARGET; those that there are stand in scripts/npm/napi.json" >&2
    exit 1
    ;;
esac
build=build
suffix=
case $TARGET in
*-linux-gnu) PLATFORM=linux-$ARCH-gnu LIBRARY=libtwilio_access_token_node.so build=zigbuild suffix=.$GLIBC ;;
*-linux-musl) PLATFORM=linux-$ARCH-musl LIBRARY=libtwilio_access_token_node.so build=zigbuild ;;
*-apple-darwin) PLATFORM=darwin-$ARCH LIBRARY=libtwilio_access_token_node.dylib ;;
*-windows-msvc) PLATFORM=win32-$ARCH-msvc LIBRARY=twilio_access_token_node.dll ;;
esac
if [[ $TARGET = *-musl ]]; then
    # A library that Node loads uses Node's C library.
    export RUSTFLAGS="-Ctarget-feature=-crt-static"
fi
export PATH=$PWD/.venv/bin:$PATH

cargo "$build" --locked --profile addon --target "$TARGET$suffix" -p twilio-access-token-node
mkdir -p target/addons
cp "target/$TARGET/addon/$LIBRARY" "target/addons/twilio-access-token.$PLATFORM.node"
