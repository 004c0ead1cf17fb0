#!/usr/bin/env bash
# Holds the crates to deny.toml with cargo-deny, but for the advisories, which are on another host than the crates.
set -euo pipefail
cd "$(dirname "$0")/.."

. scripts/cargo-tool.sh

cargo_tool deny 0.20.2
cargo deny --locked check bans licenses sources
