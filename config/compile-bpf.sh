#!/bin/sh
# Compiles every *.bpf.c of a directory: compile-bpf.sh SOURCE_DIRECTORY OUTPUT_DIRECTORY. Called by the Maven build.
set -eu
here=$(cd "$1" && pwd)
out=$2
clang=${CLANG:-clang}
if ! command -v "$clang" >/dev/null 2>&1; then
    echo "The XDP programs need clang to be compiled: install it (Debian, Ubuntu: apt-get install clang) or name one in CLANG." >&2
    exit 1
fi
# Debian keeps the kernel's asm/ headers in a directory of the machine's name, which clang leaves out for -target bpf.
headers=/usr/include/$(uname -m)-linux-gnu
for header in /usr/include/bpf/bpf_helpers.h /usr/include/linux/bpf.h; do
    if [ ! -r "$header" ]; then
        echo "The XDP programs need $header: install the headers (Debian, Ubuntu: apt-get install libbpf-dev linux-libc-dev)." >&2
        exit 1
    fi
done
mkdir -p "$out"
for source in "$here"/*.bpf.c; do
    "$clang" -O2 -g -Wall -Wextra -Werror -target bpf -idirafter "$headers" \
        -fdebug-prefix-map="$here"=bpf -fdebug-compilation-dir=bpf \
        -c "$source" -o "$out/$(basename "$source" .c).o"
done
