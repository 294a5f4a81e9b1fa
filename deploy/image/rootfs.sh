#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# rootfs.sh - complete a root file system for the programs in ROOTFS/usr/bin: usage: rootfs.sh
# ROOTFS
#
# Adds what the loader loads, the licences of it, and the records of its packages, by which scanners
# know what is in the image. Run in the build stage of the Dockerfile, on Debian.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
rootfs=$1
doc=$rootfs/usr/share/doc
records=$rootfs/var/lib/dpkg/status.d

# The libraries and the loader, by the path that the loader asks for.
libraries() {
	ldd "$rootfs"/usr/bin/* | grep -oE '/[^ ]+\.so[^ ]*' | sort -u
}

# package_of FILE: dpkg knows files by where they were before /lib became a link.
package_of() {
	local file
	file=$(readlink -f -- "$1")
	{ dpkg-query -S "$file" 2>/dev/null || dpkg-query -S "${file#/usr}"; } | head -n 1 | cut -d : -f 1
}

# Where /lib is a link on Debian it is one here.
mkdir -p -- "$rootfs/usr/lib" "$rootfs/usr/lib64" "$rootfs/etc" "$records"
for link in lib lib64; do
	[ ! -L "/$link" ] || ln -sfn -- "usr/$link" "$rootfs/$link"
done

declare -A packages=()
while IFS= read -r library; do
	mkdir -p -- "$rootfs/$(dirname -- "$library")"
	cp -L --preserve=mode -- "$library" "$rootfs/$library"
	packages[$(package_of "$library")]=1
done < <(libraries)

for package in "${!packages[@]}"; do
	install -D -m 0644 -- "/usr/share/doc/$package/copyright" "$doc/$package/copyright"
	dpkg-query -s "$package" >"$records/$package"
done
install -D -m 0644 -- "$here/../../LICENSE" "$doc/kubevet/copyright"

# The texts that these refer to.
grep -rhoE '/usr/share/common-licenses/[A-Za-z0-9.-]*[A-Za-z0-9]' "$doc" | sort -u | while IFS= read -r text; do
	[ ! -e "$text" ] || install -D -m 0644 -- "$(readlink -f -- "$text")" "$rootfs$text"
done

printf 'root:x:0:0:root:/:/nonexistent\nkubevet:x:65532:65532:kubevet:/:/nonexistent\n' >"$rootfs/etc/passwd"
printf 'root:x:0:\nkubevet:x:65532:\n' >"$rootfs/etc/group"

# Nothing in the image is written to, nor anybody's but root's.
chmod -R u=rwX,go=rX -- "$rootfs"
