#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# image.sh - build the image for real and run kubevetd from it; as root, on Debian, with buildah and
# debootstrap.
#
# The base image is made by debootstrap from the machine's own package sources, under the name that
# the Dockerfile uses, so nothing is pulled. Prints the size of the image and what is in it.
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$(cd -- "$here/../.." && pwd)
. "$here/base.sh"
image=kubevet:$(sed -n 's/^project(kubevet VERSION \([0-9.]*\).*/\1/p' "$root/CMakeLists.txt")
base=$(sed -n 's/^FROM \([^ ]*\) AS build$/\1/p' "$root/Dockerfile")

[ "$(id -u)" -eq 0 ] || skip "debootstrap and chroot need root"
for program in buildah debootstrap python3; do
	command -v "$program" >/dev/null || skip "$program is not installed"
done

# A store of its own: what is made here neither meets nor replaces the images of the machine.
buildah() {
	command buildah --root "$cache/images" --runroot "$cache/images.run" "$@"
}

work=$(mktemp -d)
container=
finish() {
	[ -z "$container" ] || buildah rm "$container" >/dev/null
	rm -rf -- "$work"
}
trap finish EXIT

make_base() {
	local suite=${base#debian:} archive builder
	archive=$(base_archive "${suite%-slim}")
	builder=$(buildah from scratch)
	buildah add -q "$builder" "$archive" / >/dev/null
	# With the updates that the machine gets, which debootstrap leaves out.
	if [ -e /etc/apt/sources.list.d/debian.sources ]; then
		buildah add -q "$builder" /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list.d/ >/dev/null
	else
		buildah add -q "$builder" /etc/apt/sources.list /etc/apt/ >/dev/null
	fi
	buildah commit -q --rm "$builder" "localhost/$base" >/dev/null
}

buildah images -q "localhost/$base" >/dev/null 2>&1 || make_base

say "building $image"
buildah rmi -f "localhost/$image" >/dev/null 2>&1 || :
buildah bud --isolation chroot --network host --pull-never -t "localhost/$image" "$root" >"$work/log" 2>&1 || {
	tail -n 100 -- "$work/log"
	exit 1
}
grep -E 'tests passed|tests failed' "$work/log" || :

container=$(buildah from --pull-never "localhost/$image")
rootfs=$(buildah mount "$container")

say "contents"
find "$rootfs" -type f -printf '%s %P\n' | sort -k 2 | awk '{ printf "%9d %s\n", $1, $2; sum += $1; n++ }
	END { printf "%d files, %.1f MiB\n", n, sum / 1048576 }'
tar -C "$rootfs" -c . | gzip | wc -c | awk '{ printf "%.1f MiB to pull\n", $1 / 1048576 }'
printf 'packages: %s\n' "$(ls -- "$rootfs/var/lib/dpkg/status.d" | tr '\n' ' ')"
buildah inspect --type image --format \
	'user {{.OCIv1.Config.User}}, entry point {{.OCIv1.Config.Entrypoint}}{{"\n"}}' "localhost/$image"

say "checks"
"$here/image.py" "$rootfs"
