#!/usr/bin/env bash
# Mutation testing: cargo-mutants changes the code, and the Rust tests must notice. Flags are cargo-mutants' own, such as
# `--re src/key.rs`. With --changed as the first, it tests the lines that changed since $MUTANTS_BASE, or else since
# the branch left main, for two minutes once the tests are built.
set -euo pipefail
cd "$(dirname "$0")/.."

. scripts/cargo-tool.sh

AT_MOST=120
# The same for what is built and what is run, so that nothing is compiled twice. Not the examples in the documentation, each of
# which is a program to link.
SELECTION=(--locked --lib --tests --package={twilio-access-token,twilio-access-token-endpoint,twilio-access-token-tests})

# The commit to compare with.
base() {
    if [ -n "${MUTANTS_BASE-}" ]; then
        git rev-parse --verify --quiet "$MUTANTS_BASE^{commit}"
        return
    fi
    local main left
    main=$(git rev-parse --verify --quiet origin/main || git rev-parse --verify --quiet main) || return
    left=$(git merge-base HEAD "$main") || return
    # On main itself, what the last commit or merge brought.
    [ "$left" != "$(git rev-parse HEAD)" ] || left=$(git rev-parse --verify --quiet HEAD^1) || return
    echo "$left"
}

out=$PWD/target/mutants
changed=
if [[ ${1-} == --changed ]]; then
    shift
    if ! base=$(base); then
        echo "mutants: no base to compare with, nothing tested; set MUTANTS_BASE to a commit"
        exit 0
    fi
    changed=$out/changed.diff
    mkdir -p "$out"
    git diff "$base" -- crates >"$changed"
    if [ ! -s "$changed" ]; then
        echo "mutants: nothing changed in crates since $base"
        exit 0
    fi
fi

cargo_tool mutants 27.1.0

# In a copy, so that no mutant is left behind here. It is always the same folder, so that what it depends on stays compiled; its own
# files are all new, since a file may have changed here while the last copy was compiled.
copy=$out/tree
rm -rf "$copy" "$out"/mutants.out*
mkdir -p "$copy"
git ls-files -z --cached --others --exclude-standard |
    tar --create --null --files-from=- --ignore-failed-read --file=- | tar --extract --touch --directory="$copy"
export CARGO_TARGET_DIR=$PWD/target
mutants=(
    cargo mutants --dir "$copy" --in-place --output "$out" --colors never --minimum-test-timeout 60
    --profile mutants "${SELECTION[@]/#/--cargo-arg=}"
)

if [ -z "$changed" ]; then
    exec "${mutants[@]}" "$@"
fi

mutants+=(--in-diff "$changed" "$@")
listed=$("${mutants[@]}" --list | wc -l)
if [ "$listed" = 0 ]; then
    echo "mutants: nothing to mutate in the lines that changed since $base"
    exit 0
fi
# The unchanged code must pass; this also builds what the mutants share.
(cd "$copy" && cargo test --quiet --profile mutants "${SELECTION[@]}" >/dev/null)
status=0
timeout --signal=INT --kill-after=30 "$AT_MOST" "${mutants[@]}" --baseline skip --timeout 60 --shuffle || status=$?
tested=$(cat "$out"/mutants.out/{caught,missed,timeout,unviable}.txt | wc -l)
echo "mutants: $tested of $listed tested, $((listed - tested)) left out after $AT_MOST s"
if [ -s "$out/mutants.out/missed.txt" ] || [ -s "$out/mutants.out/timeout.txt" ]; then
    echo "error: no test notices these:" >&2
    cat "$out"/mutants.out/{missed,timeout}.txt >&2
    exit 1
fi
# 124: it was interrupted by the time.
[ "$status" = 124 ] || exit "$status"
