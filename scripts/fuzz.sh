#!/usr/bin/env bash
# Runs the fuzz targets, all or those named, for so many seconds each, from the seeds in fuzz/seeds on. What it finds out about
# the ways through the code is kept in target/fuzz/corpus, and an input that fails in fuzz/artifacts.
set -euo pipefail
cd "$(dirname "$0")/.."

. scripts/cargo-tool.sh

seconds=${1:?"usage: scripts/fuzz.sh SECONDS [TARGET...]"}
shift
case $seconds in
*[!0-9]* | 0 | '')
    echo "error: SECONDS must be a whole number from 1 on, not $seconds" >&2
    exit 2
    ;;
esac

# The sanitizers are among the unstable features of the compiler, though their runtime comes with the stable one.
export RUSTC_BOOTSTRAP=1
export CARGO_TARGET_DIR=$PWD/target/fuzz

cargo_tool fuzz 0.13.2
mapfile -t all < <(cargo fuzz list)
targets=("${@:-${all[@]}}")
for target in "${targets[@]}"; do
    if [[ " ${all[*]} " != *" $target "* ]]; then
        echo "error: there is no target $target; there are ${all[*]}" >&2
        exit 2
    fi
done

cargo fuzz build
for target in "${targets[@]}"; do
    echo "fuzzing $target for $seconds s"
    corpus=$CARGO_TARGET_DIR/corpus/$target
    log=$CARGO_TARGET_DIR/$target.log
    mkdir -p "$corpus"
    if ! cargo fuzz run "$target" "$corpus" "fuzz/seeds/$target" -- -max_total_time="$seconds" -max_len=2048 -timeout=10 \
        -dict=fuzz/token.dict -print_final_stats=1 >"$log" 2>&1; then
        tail -n 60 "$log" >&2
        exit 1
    fi
    echo "$target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs, none failed"
done
