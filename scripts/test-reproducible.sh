#!/usr/bin/env bash
# Builds the library component twice, here and from a copy of the sources in another directory, and compares the bytes. The
# other components are built by the same commands.
set -euo pipefail
cd "$(dirname "$0")/.."

COMPONENT=target/component/twilio-access-token.wasm

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git ls-files --cached --others --exclude-standard -z |
    tar --create --null --files-from=- | tar --extract --directory "$copy"

scripts/build-components.sh --library
"$copy/scripts/build-components.sh" --library
sha256sum "$COMPONENT" "$copy/$COMPONENT"
cmp "$COMPONENT" "$copy/$COMPONENT"
