#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# issue.sh - a throw-away CA and a serving certificate, for tests and first steps.
#
# The CA's key is discarded as soon as it has signed: to renew, issue again and hand out the new bundle.
set -euo pipefail

usage() {
	cat <<'USAGE'
usage: issue.sh [--service NAME] [--namespace NAME] [--out DIR] [--days N] [--force]

  --service NAME    service the API server calls        (kubevet)
  --namespace NAME  its namespace                       (kubevet)
  --out DIR         where ca.crt, tls.crt, tls.key go   (certs, in the current directory)
  --days N          how long both certificates are good (90)
  --force           overwrite what is there

Prints the caBundle for the webhook configuration (base64, one line) on standard output.
USAGE
}

die() {
	printf 'issue.sh: %s\n' "$1" >&2
	exit 1
}

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
service=kubevet
namespace=kubevet
out=certs
days=90
force=no

while [ $# -gt 0 ]; do
	case $1 in
	--help | -h)
		usage
		exit 0
		;;
	--force)
		force=yes
		shift
		continue
		;;
	--service | --namespace | --out | --days)
		[ $# -ge 2 ] && [ -n "$2" ] || die "$1 wants a value"
		;;
	*)
		usage >&2
		die "unknown option: $1"
		;;
	esac
	case $1 in
	--service) service=$2 ;;
	--namespace) namespace=$2 ;;
	--out) out=$2 ;;
	--days) days=$2 ;;
	esac
	shift 2
done

label='^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$'
[[ $service =~ $label ]] || die "not the name of a service: $service"
[[ $namespace =~ $label ]] || die "not the name of a namespace: $namespace"
[[ $days =~ ^[1-9][0-9]{0,3}$ ]] || die "--days wants a number from 1 to 9999, got $days"
command -v openssl >/dev/null || die "openssl is not installed"

for file in ca.crt tls.crt tls.key; do
	if [ -e "$out/$file" ] && [ $force = no ]; then
		die "$out/$file exists; --force overwrites it"
	fi
done

umask 077
mkdir -p -- "$out"
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

export KUBEVET_SAN="DNS:$service.$namespace.svc,DNS:$service.$namespace.svc.cluster.local"
KUBEVET_SAN+=",DNS:$service.$namespace,DNS:localhost,IP:127.0.0.1,IP:::1"

# openssl's chatter is shown only when it fails.
run() {
	"$@" >"$work/log" 2>&1 || die "openssl failed: $(cat -- "$work/log")"
}

# certificate NAME CN SECTION SIGNING-OPTIONS...: NAME.key and NAME.crt in $work
certificate() {
	local name=$1 section=$3
	export KUBEVET_CN=$2
	shift 3
	run openssl req -new -config "$here/openssl.cnf" -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-keyout "$work/$name.key" -out "$work/$name.csr"
	run openssl x509 -req -in "$work/$name.csr" -sha256 -days "$days" -set_serial "0x$(openssl rand -hex 15)" \
		-extfile "$here/openssl.cnf" -extensions "$section" -out "$work/$name.crt" "$@"
}

# Two CAs must never share a subject with different keys: the date and a random part tell them apart.
certificate ca "kubevet CA $(date -u +%Y%m%d)-$(openssl rand -hex 4)" ca -signkey "$work/ca.key"
certificate tls "$service.$namespace.svc" serving -CA "$work/ca.crt" -CAkey "$work/ca.key"
run openssl verify -CAfile "$work/ca.crt" -purpose sslserver "$work/tls.crt"
# With the CA behind the leaf the server can tell when either ends.
cat -- "$work/ca.crt" >>"$work/tls.crt"

for file in ca.crt tls.crt tls.key; do
	mv -f -- "$work/$file" "$out/$file"
done
chmod 0644 -- "$out/ca.crt" "$out/tls.crt"

printf 'issue.sh: ca.crt, tls.crt and tls.key are in %s, good for %s days\n' "$out" "$days" >&2
openssl base64 -A -in "$out/ca.crt"
echo
