# SPDX-License-Identifier: Apache-2.0
# common.sh - what serve.sh and test.sh share; sourced, not run.

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)

# For the two programs; for what is built of the tests, too.
build_packages=(gcc libc6-dev cmake ninja-build pkg-config libmicrohttpd-dev libssl-dev libcjson-dev libyaml-dev
	libcurl4-openssl-dev)
test_packages=(check)

say() {
	printf '== %s\n' "$*"
}

die() {
	printf '%s: %s\n' "${0##*/}" "$*" >&2
	exit 1
}

as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo "$@"
	else
		die "packages are missing and this is neither root nor is there sudo; as root: apt-get install ${missing[*]}"
	fi
}

install_packages() {
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
}

# need PACKAGE...: install those that are not there. Nothing is asked of the network when all are.
need() {
	local package missing=()

	command -v dpkg-query >/dev/null || {
		printf '%s: not a Debian: packages are not checked, wanted are: %s\n' "${0##*/}" "$*" >&2
		return 0
	}
	for package in "$@"; do
		[ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
	done
	[ ${#missing[@]} -gt 0 ] || return 0

	say "installing ${missing[*]}"
	# Lists that are absent or old only show when the install fails, so the update is the second try.
	if ! apt-cache show "${missing[@]}" >/dev/null 2>&1 || ! install_packages; then
		as_root apt-get update -q || die "apt-get update failed"
		install_packages || die "could not install ${missing[*]}"
	fi
}

# build PRESET [TARGET...]: configure (with what the caller has in the array configure) and compile under build/PRESET;
# quick when nothing changed, and where ccache is when it was the same before.
build() {
	local preset=$1
	shift
	! command -v ccache >/dev/null || export CMAKE_C_COMPILER_LAUNCHER=${CMAKE_C_COMPILER_LAUNCHER-ccache}
	mkdir -p -- "$root/build"
	(
		cd -- "$root" || exit 1
		if ! cmake --preset "$preset" ${configure+"${configure[@]}"} >"build/$preset.log" 2>&1; then
			cat -- "build/$preset.log"
			exit 1
		fi
		cmake --build --preset "$preset" ${1+--target "$@"} -- --quiet
	)
}
