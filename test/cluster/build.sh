#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# build.sh - the programs of a Kubernetes control plane for the tests; prints the folder they are in.
#
# KUBEBUILDER_ASSETS names ready-made ones (as for envtest); otherwise they are built once from kube/ and kept in
# ${KUBEVET_CACHE:-${XDG_CACHE_HOME:-~/.cache}/kubevet}. Exit 77, that is "skipped", when neither they nor Go are there.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
say() { echo "cluster: $*" >&2; }

if [ -n "${KUBEBUILDER_ASSETS:-}" ]; then
	for program in etcd kube-apiserver kubectl; do
		[ -x "$KUBEBUILDER_ASSETS/$program" ] || {
			say "KUBEBUILDER_ASSETS=$KUBEBUILDER_ASSETS has no $program"
			exit 1
		}
	done
	echo "$KUBEBUILDER_ASSETS"
	exit 0
fi

version=$(sed -n 's/^\tk8s.io\/kubernetes \(v[0-9.]*\) .*/\1/p' "$here/kube/go.mod")
cache=${KUBEVET_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/kubevet}
out=$cache/kube-$version

# The sums of the modules are part of what was built: other sums, other programs.
if cmp -s "$here/kube/go.sum" "$out/go.sum"; then
	echo "$out"
	exit 0
fi

PATH=$PATH:/usr/local/go/bin
command -v go >/dev/null || {
	say "skipped: there is no Go to build a kube-apiserver with, and KUBEBUILDER_ASSETS is not set"
	exit 77
}

mkdir -p "$cache"
exec 9>"$cache/lock"
flock 9
if cmp -s "$here/kube/go.sum" "$out/go.sum"; then
	echo "$out"
	exit 0
fi

minor=${version#v*.}
variables=k8s.io/component-base/version
flags="-s -w -X $variables.gitVersion=$version -X $variables.gitMajor=1 -X $variables.gitMinor=${minor%%.*}"
rm -rf "$out.new"
mkdir "$out.new"
cd "$here/kube"
say "building Kubernetes $version and etcd into $out; this takes 10 to 20 minutes, once"
export CGO_ENABLED=0
nice -n 19 go build -trimpath -ldflags "$flags" -o "$out.new/" \
	k8s.io/kubernetes/cmd/kube-apiserver k8s.io/kubernetes/cmd/kube-controller-manager k8s.io/kubernetes/cmd/kubectl
nice -n 19 go build -trimpath -ldflags "-s -w" -o "$out.new/etcd" go.etcd.io/etcd/server/v3
cp go.sum "$out.new/"
rm -rf "$out"
mv "$out.new" "$out"
echo "$out"
