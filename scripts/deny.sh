#!/usr/bin/env bash
# Holds the crates to deny.toml with cargo-deny. The advisories are on a host of their own, which is not a package registry: where
# it cannot be reached they are skipped, unless REQUIRE_ADVISORIES is set.
set -euo pipefail
cd "$(dirname "$0")/.."

. scripts/cargo-tool.sh

# What git says if it could not connect. Any other failure is one.
UNREACHABLE="^fatal: unable to access .*: (Could not resolve |Failed to connect |Connection |Operation timed out|.* after CONNECT|CONNECT tunnel failed)"

cargo_tool deny 0.20.2
cargo deny --locked check bans licenses sources

if ! fetched=$(LC_ALL=C cargo deny --locked fetch db 2>&1); then
    printf '%s\n' "$fetched" >&2
    if [ -n "${REQUIRE_ADVISORIES-}" ] || ! grep -Eq "$UNREACHABLE" <<<"$fetched"; then
        echo "error: cannot read the advisory database" >&2
        exit 1
    fi
    echo "WARNING: advisories SKIPPED: the advisory database cannot be reached. Known vulnerabilities are not checked here." >&2
    exit 0
fi
cargo deny --locked check advisories
