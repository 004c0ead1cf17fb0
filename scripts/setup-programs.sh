#!/usr/bin/env bash
# Sees to it that the named programs are on PATH. One that is not is installed on Debian, as root, from the package of the
# same name, or from the one that is named after `=`; elsewhere it says what is missing.
set -euo pipefail

. "$(dirname "$0")/debian.sh"

missing=()
for program; do
    command -v "${program%%=*}" >/dev/null || missing+=("${program#*=}")
done
if [ ${#missing[@]} = 0 ]; then
    exit 0
fi
if can_install; then
    echo "installing Debian's ${missing[*]}, with which this is tested"
    install_packages "${missing[@]}"
    exit 0
fi
cat >&2 <<MESSAGE
error: not on PATH is what comes with ${missing[*]}. Install that or, on Debian and as root, run
    apt-get install ${missing[*]}
MESSAGE
exit 1
