#!/usr/bin/env bash
# Runs all fuzz targets, or the named ones, for SECONDS each. Inputs start from fuzz/seeds.py and fuzz/regressions; later runs also
# use target/fuzz/corpus. A failing input goes to fuzz/artifacts, figures to target/bench/fuzz.json.
set -euo pipefail
cd "$(dirname "$0")/.."

. scripts/cargo-tool.sh

usage="usage: scripts/fuzz.sh SECONDS [--jobs N] [TARGET...]"

# Whether an argument is a whole number from 1 on.
number() {
    if ! [[ $2 =~ ^[1-9][0-9]*$ ]]; then
        echo "error: $1 must be a whole number from 1 on, not $2" >&2
        exit 2
    fi
}

seconds=${1:?"$usage"}
shift
number SECONDS "$seconds"
jobs=1
if [[ ${1-} == --jobs ]]; then
    jobs=${2:?"$usage"}
    shift 2
    number --jobs "$jobs"
fi

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

run() {
    echo "fuzzing $1 for $seconds s"
    local corpus=$CARGO_TARGET_DIR/corpus/$1 log=$CARGO_TARGET_DIR/$1.log
    local inputs=("$corpus" "$CARGO_TARGET_DIR/seeds/$1")
    mkdir -p "$corpus"
    [ ! -d "fuzz/regressions/$1" ] || inputs+=("fuzz/regressions/$1")
    if ! cargo fuzz run "$1" "${inputs[@]}" -- -max_total_time="$seconds" -max_len=2048 -timeout=10 \
        -dict=fuzz/token.dict -print_final_stats=1 >"$log" 2>&1; then
        tail -n 60 "$log" >&2
        return 1
    fi
    echo "$1: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs, none failed"
}

cargo fuzz build
python3 fuzz/seeds.py
status=0
pids=()
for target in "${targets[@]}"; do
    while (($(jobs -pr | wc -l) >= jobs)); do wait -n || true; done
    run "$target" &
    pids+=($!)
done
for pid in "${pids[@]}"; do
    wait "$pid" || status=1
done

mkdir -p target/bench
python3 - "${targets[@]}" <<'EOF'
import json, pathlib, re, sys

file = pathlib.Path("target/bench/fuzz.json")
figures = json.loads(file.read_text()) if file.exists() else {}
for target in sys.argv[1:]:
    log = pathlib.Path(f"target/fuzz/{target}.log").read_text(errors="replace")
    done = re.search(r"^Done (\d+) runs in (\d+) second", log, re.MULTILINE)
    ways = re.findall(r"\bcov: (\d+) ft: \d+ corp: (\d+)/", log)
    if done and ways:
        inputs, seconds, (coverage, corpus) = *map(int, done.groups()), map(int, ways[-1])
        figures[target] = {"seconds": seconds, "inputs": inputs, "coverage": coverage, "corpus": corpus}
file.write_text(json.dumps(figures, indent=2, sort_keys=True) + "\n")
EOF
exit $status
