# SPDX-License-Identifier: Apache-2.0
# base.sh - minimal Debians, made by debootstrap and kept as archives, for the scripts beside it; sourced, not run.

cache=${KUBEVET_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/kubevet}

skip() {
	printf 'skipped: %s\n' "$*"
	exit 77
}

say() {
	printf '== %s\n' "$*"
}

# Where the machine gets its own packages; empty when that is not to be seen.
machine_mirror() {
	cat -- /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources 2>/dev/null |
		sed -nE 's/^(URIs:|deb( \[[^]]*\])?) +([a-z]+:[^ ]+).*/\3/p' | head -n 1
}

# base_archive SUITE: make it where it is not there, which takes minutes. Prints its path; on the way, only to standard error.
base_archive() {
	local suite=$1 archive=$cache/debian-$1-minbase.tar dir

	if [ ! -e "$archive" ]; then
		say "making a minimal $suite" >&2
		mkdir -p -- "$cache"
		dir=$(mktemp -d)
		# shellcheck disable=SC2046 # no mirror is no argument
		debootstrap --variant=minbase "$suite" "$dir/root" $(machine_mirror) >"$dir/log" || {
			cat -- "$dir/log" >&2
			rm -rf -- "$dir"
			return 1
		}
		tar -C "$dir/root" -cf "$archive.$$" . && mv -- "$archive.$$" "$archive"
		rm -rf -- "$dir"
	fi
	printf '%s\n' "$archive"
}
