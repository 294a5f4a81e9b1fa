#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# test.sh - build kubevet and pass all of its tests; the last line says how many did.
#
# Tests are counted as ctest counts them, added up over all configurations; each analysis counts as one. What neither
# passed nor said itself that it was skipped has failed: a test that could not start, a build that broke.
set -uo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

usage() {
	cat <<'USAGE'
usage: test.sh [--all | --analyze]

  (nothing)  gcc, plain and with ASan + UBSan: unit tests, end to end, lint
  --all      gcc and clang, each plain, with ASan + UBSan and with TSan; lint, clang-tidy, cppcheck, gcc -fanalyzer; the
             container image; behind a real kube-apiserver, where Go or KUBEBUILDER_ASSETS is there
  --analyze  clang-tidy, cppcheck, gcc -fanalyzer alone

Installs what is missing (Debian). Everything it makes is below build/.
USAGE
}

presets=(release asan)
analyses=()
cluster= # the preset that also runs behind a real API server
case ${1-} in
'') ;;
--all)
	presets=(release asan tsan clang clang-asan clang-tsan)
	cluster=release
	analyses=(tidy cppcheck analyzer)
	;;
--analyze)
	presets=()
	analyses=(tidy cppcheck analyzer)
	;;
--help | -h)
	usage
	exit 0
	;;
*)
	usage >&2
	exit 2
	;;
esac

need "${build_packages[@]}" "${test_packages[@]}" openssl curl jq python3 zstd clang-format
if [ ${#analyses[@]} -gt 0 ]; then
	need clang clang-tidy cppcheck
	# What clang's sanitizers link with is named after its version.
	need "libclang-rt-$(clang -dumpversion | cut -d . -f 1)-dev"
fi
[ ${#presets[@]} -le 2 ] || need ccache python3-yaml iproute2 buildah debootstrap runc apparmor

# What a function leaves on its stack is gone when it returns; ASan looks for that only when asked.
export ASAN_OPTIONS=detect_stack_use_after_return=1${ASAN_OPTIONS:+:$ASAN_OPTIONS}

passed=0
failed=0
skipped=0
summary=()

# count NAME PASSED FAILED SKIPPED SINCE: one line of the summary
count() {
	passed=$((passed + $2))
	failed=$((failed + $3))
	skipped=$((skipped + $4))
	summary+=("$(printf '%-22s %6d passed %4d failed %4d skipped %6d s' "$1" "$2" "$3" "$4" $((SECONDS - $5)))")
}

# occurrences PATTERN FILE: of lines; 0 when there is no such file
occurrences() {
	grep -sE -- "$1" "$2" | wc -l
}

test_preset() {
	local preset=$1 since=$SECONDS junit=$root/build/$1/junit.xml total good skip options=() configure=()

	say "$preset"
	[ "$preset" != "$cluster" ] || configure=(-DCLUSTER=ON)
	if ! build "$preset"; then
		count "$preset: build" 0 1 0 "$since"
		return
	fi
	# Lint reads sources, which are the same in every configuration.
	[ "$preset" = "${presets[0]}" ] || options=(-LE lint)
	rm -f -- "$junit"
	ctest --test-dir "$root/build/$preset" -j "$(nproc)" --timeout 600 --output-on-failure --output-junit "$junit" \
		"${options[@]}"
	total=$(occurrences '<testcase ' "$junit")
	good=$(occurrences '<testcase .* status="run"' "$junit")
	skip=$(occurrences '<testcase .* status="disabled"|<skipped message="SKIP_' "$junit")
	if [ "$total" -eq 0 ]; then
		count "$preset: no tests" 0 1 0 "$since"
	else
		count "$preset" "$good" $((total - good - skip)) "$skip" "$since"
	fi
}

analyze() {
	local since=$SECONDS

	say "$1"
	if "$root/test/lint/analyze.sh" "$1"; then
		count "$1" 1 0 0 "$since"
	else
		count "$1" 0 1 0 "$since"
	fi
}

for preset in "${presets[@]}"; do
	test_preset "$preset"
done
for analysis in "${analyses[@]}"; do
	analyze "$analysis"
done

say "summary"
printf '%s\n' "${summary[@]}"
line="$passed passed, $failed failed"
[ $skipped -eq 0 ] || line+=", $skipped skipped"
printf '%s\n' "$line"
[ $failed -eq 0 ]
