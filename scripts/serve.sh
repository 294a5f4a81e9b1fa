#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# serve.sh - build kubevet and serve it on https://127.0.0.1:8443 with a throw-away certificate.
set -euo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

usage() {
	cat <<'USAGE'
usage: serve.sh [--port N] [option of kubevetd...]

Installs what is missing (Debian), builds, makes a certificate under build/ and serves with the built-in configuration.
Options of kubevetd are handed on: serve.sh --config my.yaml
USAGE
}

port=8443
case ${1-} in
--help | -h)
	usage
	exit 0
	;;
--port)
	[[ ${2-} =~ ^[1-9][0-9]{0,4}$ ]] || die "--port wants a number"
	port=$2
	shift 2
	;;
esac

need "${build_packages[@]}" openssl curl

# Asked before the build, so that nobody waits for the bad news.
if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
	die "port $port of 127.0.0.1 is taken by another program; stop it or take another: serve.sh --port $((port + 1))"
fi

say "building"
configure=(-DBUILD_TESTING=OFF)
build release kubevetd kubevet || die "the build failed"

certs=$root/build/serve-certs
"$root/certs/issue.sh" --out "$certs" --days 7 --force >/dev/null

cat <<TEXT

Serving on https://127.0.0.1:$port until Ctrl-C. In another terminal:

curl -sS -w '\\n' --cacert $(printf %q "$certs/ca.crt") -H 'Content-Type: application/json' \\
  --data @$(printf %q "$root/test/reviews/privileged-pod.json") https://127.0.0.1:$port/validate

# The other files in test/reviews/ are posted the same way: put the name of any AdmissionReview after the @.

TEXT
exec "$root/build/release/kubevetd" --listen "127.0.0.1:$port" --tls-cert "$certs/tls.crt" --tls-key "$certs/tls.key" \
	--drain-delay 0s "$@"
