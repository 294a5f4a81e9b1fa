#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# helm.sh - prints the path of a helm for the tests.
#
# HELM names a ready-made one; otherwise it is built once from helm/go.mod, as Debian has none, and
# kept in ${KUBEVET_CACHE:-${XDG_CACHE_HOME:-~/.cache}/kubevet}. Exit 77, that is "skipped", when
# neither it nor Go is there.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
say() { echo "helm: $*" >&2; }

if [ -n "${HELM:-}" ]; then
	[ -x "$HELM" ] || {
		say "HELM=$HELM is not a program"
		exit 1
	}
	echo "$HELM"
	exit 0
fi

version=$(sed -n 's/^.*helm.sh\/helm\/v4 \(v[0-9.]*\).*/\1/p' "$here/helm/go.mod")
cache=${KUBEVET_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/kubevet}
out=$cache/helm-$version

finish() {
	echo "$out/helm"
	exit 0
}

# The sums of the modules are part of what was built: other sums, another program.
cmp -s "$here/helm/go.sum" "$out/go.sum" && finish

PATH=$PATH:/usr/local/go/bin
command -v go >/dev/null || {
	say "skipped: there is no Go to build helm with, and HELM is not set"
	exit 77
}

mkdir -p "$cache"
exec 8>"$cache/helm.lock"
flock 8
cmp -s "$here/helm/go.sum" "$out/go.sum" && finish

rm -rf "$out.new"
mkdir "$out.new"
cd "$here/helm"
say "building $version into $out; this takes some minutes, once"
CGO_ENABLED=0 GOFLAGS="${GOFLAGS:-} -p=2" nice -n 19 go build -trimpath -ldflags "-s -w" -o "$out.new/helm" \
	helm.sh/helm/v4/cmd/helm
cp go.sum "$out.new/"
rm -rf "$out"
mv "$out.new" "$out"
finish
