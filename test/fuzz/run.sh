#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# run.sh - build the fuzzers with ASan and UBSan and let them run; all that is made is below build/fuzz.
#
# What is found stays in build/fuzz/corpus/NAME and is the start of the next run; a crash is a file in build/fuzz/found.
set -uo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/../../scripts/common.sh"

usage() {
	cat <<'USAGE'
usage: run.sh [--seconds N] [NAME...]       let each fuzzer run (60 seconds); all of them, or those named: admit, stream
       run.sh --minimise [NAME...]          add to test/fuzz/seeds what reaches code that no seed there reaches

Prints a line for each: how often it ran, what it covers, what it found. Exit status 1 when something was found.
Needs clang with libFuzzer and what the programs are built with.
USAGE
}

seconds=60
minimise=
while [ $# -gt 0 ]; do
	case $1 in
	--help | -h)
		usage
		exit 0
		;;
	--seconds)
		[[ ${2-} =~ ^[1-9][0-9]*$ ]] || die "--seconds wants a number"
		seconds=$2
		shift
		;;
	--minimise) minimise=yes ;;
	-*) die "there is no option $1; see --help" ;;
	*) break ;;
	esac
	shift
done

here=$root/test/fuzz
out=$root/build/fuzz
names=("$@")
if [ ${#names[@]} -eq 0 ]; then
	for source in "$here"/fuzz_*.c; do
		name=${source##*/fuzz_}
		names+=("${name%.c}")
	done
fi

mkdir -p -- "$out"
cmake -S "$root" -B "$out" -G Ninja -DFUZZ=ON -DCMAKE_C_COMPILER=clang -DCMAKE_BUILD_TYPE=RelWithDebInfo \
	>"$out.log" 2>&1 || {
	cat -- "$out.log"
	exit 1
}
cmake --build "$out" -- --quiet || die "the build failed"

# The largest number behind a word in libFuzzer's lines.
largest() {
	grep -oE "$1 *[0-9]+" "$2" | grep -oE '[0-9]+$' | sort -n | tail -n 1
}

fuzz() {
	local name=$1 corpus=$out/corpus/$1 log=$out/$1.log since=$SECONDS found options=()

	mkdir -p -- "$corpus" "$out/found"
	[ ! -e "$out/test/fuzz/fuzz_$name.dict" ] || options+=(-dict="$out/test/fuzz/fuzz_$name.dict")
	"$out/test/fuzz/fuzz_$name" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 \
		-artifact_prefix="$out/found/$name-" "${options[@]}" "$corpus" "$here/seeds/$name" >"$log" 2>&1
	found=$?
	printf '%-10s %10s runs %6d s %7s edges %7s features  %s\n' "$name" "$(largest 'number_of_executed_units:' "$log")" \
		$((SECONDS - since)) "$(largest 'cov:' "$log")" "$(largest 'ft:' "$log")" \
		"$([ $found -eq 0 ] && echo 'nothing found' || echo "FOUND: see $log")"
	return $found
}

add_seeds() {
	local name=$1

	mkdir -p -- "$out/corpus/$name" "$here/seeds/$name"
	"$out/test/fuzz/fuzz_$name" -merge=1 -use_counters=0 -max_len=4096 "$here/seeds/$name" "$out/corpus/$name" \
		>"$out/$name.merge.log" 2>&1 || return 1
	printf '%-10s %5d seeds\n' "$name" "$(find "$here/seeds/$name" -type f | wc -l)"
}

rc=0
for name in "${names[@]}"; do
	[ -e "$here/fuzz_$name.c" ] || die "there is no fuzzer $name"
	if [ -n "$minimise" ]; then
		add_seeds "$name" || rc=1
	else
		fuzz "$name" || rc=1
	fi
done
exit $rc
