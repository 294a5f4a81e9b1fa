#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# debian.sh - scripts/serve.sh on minimal Debians, as the README has it: it installs, builds, serves
# and refuses a privileged pod. On the newer one the tests of the modules, too: the image is the
# older one's. As root, with debootstrap and curl.
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$(cd -- "$here/../.." && pwd)
. "$here/base.sh"

[ "$(id -u)" -eq 0 ] || skip "debootstrap and chroot need root"
for program in debootstrap unshare curl python3; do
	command -v "$program" >/dev/null || skip "$program is not installed"
done

work=$(mktemp -d)
running=
# unshare takes no other signal, and all that runs within ends with it.
stop() {
	[ -z "$running" ] || kill -KILL "$running" 2>/dev/null || :
	wait 2>/dev/null
	running=
}
finish() {
	stop
	rm -rf --one-file-system -- "$work"
}
trap finish EXIT
trap 'exit 1' HUP INT TERM

# inside DIR LOG COMMAND...: begin it in a root of its own, with processes that end with the first; $running is to be stopped
inside() {
	local dir=$1 log=$2
	shift 2
	env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root http_proxy="${http_proxy-}" https_proxy="${https_proxy-}" \
		unshare --mount --pid --fork --kill-child "$BASH" -euc '
			mount --make-rprivate /
			mount -t proc proc "$0/proc"
			mkdir -p "$0/var/cache/apt/archives"
			mount --bind "$1" "$0/var/cache/apt/archives"
			dir=$0
			shift
			exec chroot "$dir" "$@"' "$dir" "$packages" "$@" >"$log" 2>&1 </dev/null &
	running=$!
}

free_port() {
	python3 -c 'import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])'
}

# The tree as git has it, or as it is where there is no git.
copy_tree() {
	mkdir -p -- "$1"
	{
		git -c safe.directory="$root" -C "$root" ls-files -z --cached --others --exclude-standard 2>/dev/null ||
			(cd -- "$root" && find . \( -name build -o -name .git \) -prune -o \( -type f -o -type l \) -print0)
	} | (cd -- "$root" && tar --null --ignore-failed-read -T - -cf - 2>/dev/null) | tar -C "$1" -xf -
}

# serve_once DIR: until it has answered, or has ended without
serve_once() {
	local dir=$1 port answer
	port=$(free_port)
	inside "$dir" "$dir.log" /src/scripts/serve.sh --port "$port"
	until grep -q '^Serving on' "$dir.log" && curl -fsS --cacert "$dir/src/build/serve-certs/ca.crt" \
		"https://127.0.0.1:$port/healthz" >/dev/null 2>&1; do
		kill -0 "$running" 2>/dev/null || return 1
		sleep 0.2
	done
	answer=$(curl -sS --cacert "$dir/src/build/serve-certs/ca.crt" -H 'Content-Type: application/json' \
		--data @"$root/test/reviews/privileged-pod.json" "https://127.0.0.1:$port/validate")
	stop
	[[ $answer == *'"allowed":false'*privileged* ]] && return 0
	printf 'answered: %s\n' "$answer"
	return 1
}

try() {
	local suite=$1 dir=$work/$1 archive
	archive=$(base_archive "$suite")
	packages=$cache/packages-$suite
	mkdir -p -- "$packages/partial" "$dir"
	tar -C "$dir" -xf "$archive"
	cp -L -- /etc/resolv.conf "$dir/etc/resolv.conf"
	copy_tree "$dir/src"
	say "$suite: serve.sh"
	serve_once "$dir" || {
		tail -n 40 -- "$dir.log"
		return 1
	}
}

modules() {
	say "$1: tests of the modules"
	# shellcheck disable=SC2016 # the inner shell's own
	inside "$work/$1" "$work/$1.log" bash -euc 'cd /src
		. scripts/common.sh
		need "${build_packages[@]}" "${test_packages[@]}"
		build release
		ctest --test-dir build/release -R "^check_" -j "$(nproc)" --timeout 600'
	wait "$running" || {
		tail -n 60 -- "$work/$1.log"
		return 1
	}
	running=
	grep -E 'tests passed' "$work/$1.log"
}

try bookworm
rm -rf --one-file-system -- "$work/bookworm"
try trixie
modules trixie
