#!/bin/sh
# rustdoc with its unstable options, for cargo's RUSTDOC. Were the variable set for cargo itself, the build scripts that look
# at it would run anew, and all that depends on them be compiled anew, each time.
RUSTC_BOOTSTRAP=1 exec rustdoc "$@"
