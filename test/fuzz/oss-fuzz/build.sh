#!/bin/bash -eu
# SPDX-License-Identifier: Apache-2.0
# build.sh - the fuzzers with their seeds and dictionaries, as OSS-Fuzz wants them in $OUT.
#
# Its variables are CC, CFLAGS, LIB_FUZZING_ENGINE, OUT, SRC and WORK. Without them the same comes of clang, with ASan and
# UBSan, below build/oss-fuzz.
root=${SRC:+$SRC/kubevet}
[ -n "$root" ] || root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../../.." && pwd)
out=${OUT:-$root/build/oss-fuzz/out}
work=${WORK:-$root/build/oss-fuzz/work}
export CC=${CC:-clang} CFLAGS=${CFLAGS--fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all}

mkdir -p -- "$out/lib" "$work"
# Instrumentation is in CFLAGS; warnings of another compiler than those that the project is built with break nothing.
cmake -S "$root" -B "$work" -G Ninja -DFUZZ=ON -DCURL=OFF -DFUZZ_FLAGS=-Wno-error \
	-DFUZZ_ENGINE="${LIB_FUZZING_ENGINE:--fsanitize=fuzzer}" -DCMAKE_BUILD_WITH_INSTALL_RPATH=ON \
	-DCMAKE_INSTALL_RPATH='$ORIGIN/lib'
cmake --build "$work"

for source in "$root"/test/fuzz/fuzz_*.c; do
	target=$(basename -- "$source" .c)
	name=${target#fuzz_}
	cp -- "$work/test/fuzz/$target" "$out/"
	python3 -m zipfile -c "$out/${target}_seed_corpus.zip" "$root/test/fuzz/seeds/$name"/*
	[ ! -e "$work/test/fuzz/$target.dict" ] || cp -- "$work/test/fuzz/$target.dict" "$out/"
	# Where they run there is nothing but libc.
	ldd "$work/test/fuzz/$target" | sed -nE 's/^.* => (\/[^ ]+\/lib(cjson|yaml|microhttpd|ssl|crypto|gnutls|p11-kit|idn2|unistring|tasn1|nettle|hogweed|gmp|ffi)[^ ]*) .*/\1/p' |
		xargs -r -d '\n' cp -u -L -t "$out/lib" --
done
