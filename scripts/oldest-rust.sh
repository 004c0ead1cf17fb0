# Sourced. Sees to it that there is the oldest compiler that Debian offers, and names it in OLDEST_RUST. It is unpacked into
# target/tools, not installed: the components are compiled with a newer one of the same name.

oldest_rust() {
    local root=$PWD/target/tools/oldest-rust
    OLDEST_RUST=$root/rustc
    [ ! -x "$OLDEST_RUST" ] || return 0
    if ! command -v apt-get >/dev/null; then
        echo "error: this takes an old Rust from Debian's packages; elsewhere, run \`cargo +1.88 check\`" >&2
        return 1
    fi

    local version minor llvm
    version=$(apt-cache madison rustc-web | awk '{ print $3 }' | sort --version-sort --reverse | tail -n 1)
    minor=$(cut --delimiter=. --fields=1,2 <<<"$version")
    # All of it is read: a reader that leaves early ends the pipe, and with it this script.
    llvm=$(apt-cache show "libstd-rust-web-$minor=$version" | awk '!llvm && match($0, /libllvm[0-9]+/) { llvm = substr($0, RSTART, RLENGTH) } END { print llvm }')
    rm -rf "$root"
    mkdir -p "$root/packages"
    cd "$root/packages"
    apt-get download -qq "rustc-web=$version" "libstd-rust-web-dev=$version" "libstd-rust-web-$minor=$version" "$llvm"
    for package in *.deb; do
        dpkg-deb --extract "$package" "$root"
    done
    cd - >/dev/null
    rm -r "$root/packages"

    cat >"$OLDEST_RUST" <<RUSTC
#!/bin/sh
export LD_LIBRARY_PATH=$(echo "$root"/usr/lib/llvm-*/lib):$root/usr/lib/$(gcc -print-multiarch)
exec $root/usr/bin/rustc --sysroot $root/usr "\$@"
RUSTC
    chmod +x "$OLDEST_RUST"
}
