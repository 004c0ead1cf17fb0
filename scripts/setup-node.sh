#!/usr/bin/env bash
# Installs the npm packages that the lock files of the named folders pin. Done again only when a lock file has changed.
set -euo pipefail
cd "$(dirname "$0")/.."

for folder; do
    stamp=$folder/node_modules/package-lock.json
    if cmp --silent "$folder/package-lock.json" "$stamp"; then
        continue
    fi
    # Not `npm ci`, which refuses a lock file that lacks a package for another platform, as one does of a registry that lacks it.
    (cd "$folder" && npm install --no-save --no-audit --no-fund)
    cp "$folder/package-lock.json" "$stamp"
done
