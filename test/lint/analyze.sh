#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# analyze.sh - static analysis: tidy (clang-tidy), cppcheck, analyzer (gcc -fanalyzer), or all of them.
#
# A finding is mended or excused at its line: NOLINT(check), cppcheck-suppress, or a diagnostic pragma, each with its reason.
set -uo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/../../scripts/common.sh"

# Both tools read the compile commands of the clang preset.
commands() {
	mkdir -p -- "$root/build"
	(cd -- "$root" && cmake --preset clang) >"$root/build/clang.log" 2>&1 || {
		cat -- "$root/build/clang.log"
		return 1
	}
}

tidy() {
	commands || return 1
	sed -nE 's/^ *"file": "(.*)",?$/\1/p' "$root/build/clang/compile_commands.json" | LC_ALL=C sort -u |
		xargs -d '\n' -P "$(nproc)" -n 1 clang-tidy -p "$root/build/clang" --quiet --warnings-as-errors='*' 2>/dev/null
}

cpp_check() {
	commands || return 1
	mkdir -p -- "$root/build/cppcheck"
	# readdir_r(), which it would have, is deprecated by glibc.
	cppcheck --project="$root/build/clang/compile_commands.json" --cppcheck-build-dir="$root/build/cppcheck" \
		--std=c11 --library=posix --library="$root/test/lint/cppcheck.cfg" --inline-suppr \
		--enable=warning,performance,portability --suppress=readdirCalled --error-exitcode=1 --quiet -j "$(nproc)"
}

analyzer() {
	build analyze
}

case ${1-all} in
tidy) tidy ;;
cppcheck) cpp_check ;;
analyzer) analyzer ;;
all)
	rc=0
	tidy || rc=1
	cpp_check || rc=1
	analyzer || rc=1
	exit $rc
	;;
*) die "usage: analyze.sh [tidy | cppcheck | analyzer | all]" ;;
esac
