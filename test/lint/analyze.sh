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

# tidy_file FILE COMMAND: what was clean before is not looked at again. What counts is all that the compiler sees of it, with
# comments and macros, for they matter to the checks too, the checks and who makes them.
tidy_file() {
	local file=$1 sum

	sum=$({
		printf '%s\n' "$checks"
		(cd -- "$root/build/clang" && bash -c "$2 -E -C -dD -o -") || echo "$RANDOM"
	} 2>/dev/null | sha256sum | cut -d ' ' -f 1)
	[ ! -e "$cache/$sum" ] || return 0
	clang-tidy -p "$root/build/clang" --quiet --warnings-as-errors='*' "$file" 2>/dev/null || return 1
	touch -- "$cache/$sum"
}

tidy() {
	commands || return 1
	cache=${KUBEVET_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/kubevet}/tidy
	mkdir -p -- "$cache"
	find "$cache" -type f -mtime +30 -delete
	checks=$(cat -- "$root/.clang-tidy" && clang-tidy --version) || return 1
	export -f tidy_file
	export root cache checks
	# shellcheck disable=SC2016 # the inner shell's own
	jq -j 'unique_by(.file)[] | .file, "\u0000", .command, "\u0000"' "$root/build/clang/compile_commands.json" |
		xargs -0 -n 2 -P "$(nproc)" bash -c 'tidy_file "$@"' tidy
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
