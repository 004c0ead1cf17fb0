#!/usr/bin/env bash
# Builds what languages/c-component has, and its tests, into target/c-component/. The headers of wasmtime's C API are those of the
# crate that makes it, the library is the one within the Python package; both are of one version.
set -euo pipefail
cd "$(dirname "$0")/.."

SOURCE=languages/c-component
OUT=target/c-component

manifest=$(cargo metadata --locked --format-version 1 --manifest-path $SOURCE/headers/Cargo.toml |
    .venv/bin/python -c 'import json, sys
print(next(package["manifest_path"] for package in json.load(sys.stdin)["packages"] if package["name"] == "wasmtime-c-api-impl"))')
library=$(.venv/bin/python -c 'import pathlib, wasmtime
print(next(pathlib.Path(wasmtime.__file__).parent.glob("*/_libwasmtime.*")))')
version=$(.venv/bin/python -c 'import importlib.metadata as metadata; print(metadata.version("wasmtime"))')

if ! grep -q "define WASMTIME_VERSION \"$version\"" "${manifest%Cargo.toml}include/wasmtime.h"; then
    echo "error: the headers are not those of wasmtime $version; bring $SOURCE/headers/Cargo.toml up to date" >&2
    exit 1
fi
rm -rf $OUT
mkdir -p $OUT/include $OUT/lib
cp -r "${manifest%Cargo.toml}include/." $SOURCE/include/. $OUT/include/
# What CMake would make of it, with every feature.
sed 's/#cmakedefine/#define/' $OUT/include/wasmtime/conf.h.in >$OUT/include/wasmtime/conf.h
cp "$library" $OUT/lib/

flags=(-g -I $SOURCE/include -isystem $OUT/include -Wall -Wextra -Wpedantic -Werror)
rpath=(-L $OUT/lib "-l:$(basename "$library")" "-Wl,-rpath,\$ORIGIN/lib")

cc -std=c11 -O2 "${flags[@]}" -c $SOURCE/src/twilio_access_token_component.c -o $OUT/component.o
ar rcs $OUT/lib/libtwilio_access_token_component.a $OUT/component.o
for program in example bench; do
    cc -std=c11 -O2 "${flags[@]}" $SOURCE/test/$program.c $OUT/component.o "${rpath[@]}" -o $OUT/$program
done

# What runs the shared cases looks after its memory.
flags+=(-O1 -fsanitize=address,undefined -fno-sanitize-recover=undefined)
cc -std=c11 "${flags[@]}" -c $SOURCE/src/twilio_access_token_component.c -o $OUT/component-sanitized.o
cc -std=c11 "${flags[@]}" $SOURCE/test/cases.c $OUT/component-sanitized.o "${rpath[@]}" -o $OUT/cases
c++ -std=c++17 "${flags[@]}" $SOURCE/test/cases.cpp $OUT/component-sanitized.o "${rpath[@]}" -o $OUT/cases-cpp
