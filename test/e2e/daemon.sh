#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# daemon.sh - the real daemon over real TLS: statuses, protocol, hostile clients, reload and drain under load.
#
#	daemon.sh KUBEVETD
#
# Prints what each case got; exit status 1 when any got something else than it should. Needs openssl, curl, python3.
set -u
daemon=$(readlink -f "$1")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
reviews=$here/../reviews
dir=$(mktemp -d)
pid=
stalled=
failures=0

cleanup() {
	[ -z "$pid" ] || kill -KILL "$pid" 2>/dev/null
	[ -z "$stalled" ] || kill "$stalled" 2>/dev/null
	rm -rf "$dir"
}
trap cleanup EXIT

# row NAME WANT GOT: WANT is a shell pattern.
row() {
	local mark=ok
	# shellcheck disable=SC2053
	if [[ $3 != $2 ]]; then
		mark=FAILED
		failures=$((failures + 1))
	fi
	printf '%-7s %-46s %s\n' "$mark" "$1" "${3:0:100}$([ $mark = ok ] || printf '   (want %s)' "$2")"
}

ec_key() {
	openssl ecparam -name prime256v1 -genkey -noout -out "$1" 2>/dev/null
}

# authority NAME: NAME.key, NAME.pem
authority() {
	ec_key "$1.key"
	openssl req -x509 -new -key "$1.key" -subj "/CN=$1" -addext keyUsage=critical,keyCertSign,cRLSign -days 2 -out "$1.pem" 2>/dev/null
}

# issue NAME CA [SAN]: NAME.key, NAME.pem
issue() {
	ec_key "$1.key"
	openssl req -new -key "$1.key" -subj "/CN=$1" 2>/dev/null |
		openssl x509 -req -CA "$2.pem" -CAkey "$2.key" -CAcreateserial -days 2 -out "$1.pem" \
			-extfile <(printf 'subjectAltName=%s\n' "${3:-DNS:$1}") 2>/dev/null
}

# logged TEXT [COUNT]: waits until the log has so many lines with it, prints the last one
logged() {
	local i
	for i in $(seq 600); do
		[ "$(grep -c "$1" log)" -ge "${2:-1}" ] && break
		sleep 0.05
	done
	grep "$1" log | tail -n 1
}

# start OPTION...: the daemon on a free port, with so many $descriptors; sets pid and port.
start() {
	local i
	rm -f "$dir/log"
	prlimit --nofile="${descriptors:-4096}" "$daemon" --listen 127.0.0.1:0 --tls-cert "$dir/live/tls.crt" --tls-key "$dir/live/tls.key" --workers 2 \
		--drain-delay 0s "$@" \
		>"$dir/out" 2>"$dir/log" &
	pid=$!
	for i in $(seq 100); do
		sleep 0.1
		port=$(sed -n 's/.*listening address=127.0.0.1:\([0-9]*\) version.*/\1/p' "$dir/log")
		[ -z "$port" ] || return 0
		kill -0 "$pid" 2>/dev/null || break
	done
	cat "$dir/log"
	echo "the daemon did not start"
	exit 1
}

# stop: ends the daemon, at once if need be; returns its exit status.
stop() {
	kill -TERM "$pid"
	sleep 0.3
	kill -TERM "$pid" 2>/dev/null
	wait "$pid"
	local status=$?
	pid=
	if grep -qE 'Sanitizer|runtime error' "$dir/log"; then
		grep -E -A 30 'Sanitizer|runtime error' "$dir/log" | head -60
		row "no sanitizer report" none some
	fi
	return $status
}

https() {
	curl -sS -m 10 --cacert "$dir/ca.pem" --resolve "kubevet.kubevet.svc:$port:127.0.0.1" "$@" 2>&1
}

url() {
	echo "https://kubevet.kubevet.svc:$port$1"
}

# code OPTION... PATH: the status code
code() {
	https -o /dev/null -w '%{http_code}' "${@:1:$#-1}" "$(url "${!#}")"
}

raw() {
	python3 "$here/client.py" raw "$port" "$dir/ca.pem" "$@"
}

metric() {
	https "$(url /metrics)" | sed -n "s/^$1 //p"
}

# stall COUNT: that many connections that get nowhere; sets stalled. unstall ends them.
# stall COUNT; or crowd WHAT PORT COUNT [LENGTH]: connections that stay until unstall
stall() {
	crowd stall "$port" "$1"
}

crowd() {
	local what=$1 where=$2
	shift 2
	rm -f stalled
	python3 "$here/client.py" "$what" "$where" ca.pem "$@" >stalled &
	stalled=$!
	for _ in $(seq 200); do
		[ -s stalled ] && break
		sleep 0.1
	done
}

unstall() {
	kill "$stalled"
	wait "$stalled" 2>/dev/null
	stalled=
}

json=(-H 'Content-Type: application/json')
pod=$reviews/restricted-pod.json

cd "$dir" || exit 1
authority ca
authority other-ca
issue server ca DNS:kubevet.kubevet.svc,IP:127.0.0.1
issue server2 ca DNS:kubevet.kubevet.svc,IP:127.0.0.1
issue apiserver ca DNS:apiserver.local
issue nobody ca
issue stranger other-ca
mkdir live
cp server.pem live/tls.crt
cp server.key live/tls.key

echo "-- start"
row "no certificate" "*--tls-cert and --tls-key are required*" "$("$daemon" 2>&1)"
row "exit status of bad options" 2 "$("$daemon" --idle-timeout 5s >/dev/null 2>&1; echo $?)"
row "certificate that is not there" "*nowhere.pem: cannot open: No such file*" \
	"$("$daemon" --tls-cert nowhere.pem --tls-key server.key 2>&1)"
row "key of another" "*is not the key of the certificate*" "$("$daemon" --tls-cert server.pem --tls-key ca.key 2>&1)"
printf 'rules:\n  - policy: no-such-policy\nmood: grim\napiVersion: kubevet.dev/v1\nkind: Config\n' >bad.yaml
row "faults of the configuration, all" 2 \
	"$("$daemon" --tls-cert server.pem --tls-key server.key --config bad.yaml 2>&1 | grep -c bad.yaml:)"
"$daemon" --print-config >good.yaml
row "built-in configuration is a good one" 0 \
	"$("$daemon" --check-config --config good.yaml --tls-cert server.pem --tls-key server.key 2>&1; echo $?)"
row "check of a bad one" 2 \
	"$("$daemon" --check-config --config bad.yaml --tls-cert server.pem --tls-key server.key >/dev/null 2>&1; echo $?)"
row "address in use or malformed" "*want ADDRESS:PORT*" \
	"$("$daemon" --tls-cert server.pem --tls-key server.key --listen 8443 2>&1)"

echo "-- statuses"
start --max-body 1Mi --metrics-listen 127.0.0.1:0
head -c 1048577 /dev/zero | tr '\0' ' ' >large
head -c 1048576 large >largest
plain=$(sed -n 's/.*listening address=\(127.0.0.1:[0-9]*\) for=.*/\1/p' log)
row "review" 200 "$(code "${json[@]}" --data-binary "@$pod" '/validate?timeout=10s')"
row "review, answer" '*"uid":*"allowed":*' "$(https "${json[@]}" --data-binary "@$pod" "$(url /validate)")"
row "not a review" 400 "$(code "${json[@]}" --data '{}' /validate)"
row "not JSON, says so" "*line*" "$(https "${json[@]}" --data '{' "$(url /validate)" | tr -d '\n' | sed 's/^/line /')"
row "other path" 404 "$(code "${json[@]}" --data '{}' /)"
row "other method" 405 "$(code -X DELETE /validate)"
row "other method, Allow" "*POST*" "$(https -i -X DELETE "$(url /validate)" | grep -i '^allow')"
row "no length" 411 "$(printf 'POST /validate HTTP/1.1\r\nHost: a\r\n\r\n' | raw | cut -d' ' -f1)"
row "too large" 413 "$(code "${json[@]}" --data-binary @large /validate)"
row "too large, with Expect" 413 "$(code "${json[@]}" -H 'Expect: 100-continue' --data-binary @large /validate)"
row "as large as allowed (not JSON)" 400 "$(code "${json[@]}" --data-binary @largest /validate)"
row "Expect: 100-continue" 200 "$(code "${json[@]}" -H 'Expect: 100-continue' --data-binary "@$pod" /validate)"
row "target too long" 414 "$(code "/$(printf 'a%.0s' $(seq 5000))")"
row "other type" 415 "$(code -H 'Content-Type: text/plain' --data-binary "@$pod" /validate)"
row "type with charset" 200 "$(code -H 'Content-Type: application/json; charset=utf-8' --data-binary "@$pod" /validate)"
row "other expectation" 417 "$(code "${json[@]}" -H 'Expect: wonders' --data '{}' /validate)"
row "head too long" 431 "$(code -H "X: $(printf 'a%.0s' $(seq 17000))" /healthz)"
row "chunked" 501 "$(code "${json[@]}" -H 'Transfer-Encoding: chunked' --data-binary "@$pod" /validate)"
row "no time left" 503 "$(code "${json[@]}" --data-binary "@$pod" '/validate?timeout=100ms')"
row "no time left, Retry-After" "*1*" "$(https -i "${json[@]}" --data '{}' "$(url '/validate?timeout=1ms')" | grep -i retry-after)"
for path in /healthz /readyz /version /metrics; do
	row "GET $path" 200 "$(code "$path")"
	row "HEAD $path" 200 "$(code -I "$path")"
	row "GET $path, plain port" 200 "$(curl -sS -o /dev/null -w '%{http_code}' "http://$plain$path")"
done
crowd silent "${plain##*:}" 70
row "beside 70 silent connections, plain port" 200 "$(curl -sS -m 5 -o /dev/null -w '%{http_code}' "http://$plain/healthz")"
unstall
row "review on the plain port" 404 "$(curl -sS -o /dev/null -w '%{http_code}' "${json[@]}" --data '{}' "http://$plain/validate")"
row "keep-alive" 1 "$(https -o /dev/null -o /dev/null -o /dev/null -w '%{num_connects}\n' "$(url /healthz)" "$(url /healthz)" \
	"$(url /nope)" | awk '{n += $1} END {print n}')"

echo "-- protocol"
row "plain HTTP on the TLS port" "Client sent an HTTP request to an HTTPS server." "$(curl -sS "http://127.0.0.1:$port/healthz" 2>&1)"
row "plain HTTP on the TLS port, status" 400 "$(curl -sS -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port/healthz" 2>&1)"
for version in 1.1 1.2; do
	row "TLS $version" 000 "$(code "--tlsv$version" --tls-max $version --ciphers DEFAULT@SECLEVEL=0 /healthz | tail -c 3)"
done
row "TLS 1.3" 200 "$(code --tlsv1.3 /healthz)"
row "ALPN" "*http/1.1*" "$(openssl s_client -connect "127.0.0.1:$port" -alpn h2,http/1.1 </dev/null 2>/dev/null | grep ALPN)"
row "no tickets" 0 "$(printf 'GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n' |
	openssl s_client -connect "127.0.0.1:$port" -ign_eof 2>/dev/null | grep -c 'New Session Ticket')"
row "two Content-Length" "400 end" "$(printf 'POST /validate HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}' | raw)"
row "length and chunked" "400 end" "$(printf 'POST /validate HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n' | raw)"
row "space before the colon" "400 end" "$(printf 'POST /validate HTTP/1.1\r\nHost: a\r\nContent-Length : 2\r\n\r\n{}' | raw)"
row "bare LF" "400 end" "$(printf 'GET /healthz HTTP/1.1\nHost: a\n\n' | raw)"
row "smuggled second request" "200 400 end" "$(printf 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /healthz HTTP/1.1\r\nHost : a\r\n\r\n' | raw)"
row "three requests at once" "200 404 200 open" "$(printf 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /x HTTP/1.1\r\nHost: a\r\n\r\nGET /version HTTP/1.1\r\nHost: a\r\n\r\n' | raw --answers 3)"
{
	printf 'POST /validate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n' "$(wc -c <"$pod")"
	cat "$pod"
} >request
row "body in one piece" "200 open" "$(raw --answers 1 <request)"
row "body in sevens" "200 open" "$(raw --answers 1 --piece 7 <request)"
row "body slowly" "200 open" "$(head -c 300 request | cat - <(tail -c +301 request) | raw --answers 1 --piece 300 --pause 0.05)"
row "body cut short, then closed" "[er]*" "$(head -c -10 request | raw --half-close)"
row "head cut short, then closed" "[er]*" "$(head -c 20 request | raw --half-close)"
row "request, then half-closed" "200 [er]*" "$(raw --half-close <request)"
row "cut requests are counted" "[1-9]*" "$(metric 'kubevet_errors_total{cause="cut"}')"
row "in flight after all that, itself counted" 1 "$(metric kubevet_requests_in_flight)"
row "lines show no object" 0 "$(grep -c '"spec"' log)"
row "a line for each review" "*review uid=* verdict=*" "$(grep -m1 ' review ' log)"
stop
row "exit status" 0 $?

start --tls-min 1.2
row "TLS 1.2 when allowed" 200 "$(code --tls-max 1.2 /healthz)"
row "TLS 1.1 even so" 000 "$(code --tlsv1.1 --tls-max 1.1 --ciphers DEFAULT@SECLEVEL=0 /healthz | tail -c 3)"
stop

echo "-- client certificates"
start --client-ca ca.pem --client-allowed-subjects apiserver,other
row "none" 000 "$(code /healthz | tail -c 3)"
row "of another CA" 000 "$(code --cert stranger.pem --key stranger.key /healthz | tail -c 3)"
row "of the CA, not listed" 000 "$(code --cert nobody.pem --key nobody.key /healthz | tail -c 3)"
row "of the CA, listed" 200 "$(code --cert apiserver.pem --key apiserver.key /healthz)"
stop

# A connection that was let in by a CA that is no longer one; and one that still would be.
cp ca.pem live/clients.pem
start --client-ca live/clients.pem
mkfifo ask
python3 "$here/client.py" twice "$port" ca.pem --cert apiserver.pem --key apiserver.key <ask >said &
twice=$!
exec 4>ask
said() {
	for _ in $(seq 200); do
		[ "$(wc -l <said)" -ge "$1" ] && break
		sleep 0.05
	done
	sed -n "$1p" said
}
row "before" "200 " "$(said 1)"
cp other-ca.pem live/next.pem && mv live/next.pem live/clients.pem
kill -HUP "$pid"
logged 'reloaded what=certificate' >/dev/null
echo >&4
row "its CA was taken away" "@(end|403)*" "$(said 2)"
exec 4>&-
wait "$twice"
row "nor let in again" 000 "$(code --cert apiserver.pem --key apiserver.key /healthz | tail -c 3)"
row "the other CA's client is" 200 "$(code --cert stranger.pem --key stranger.key /healthz)"
stop

echo "-- slow clients"
start --head-timeout 1s --body-timeout 1s --handshake-timeout 1s
# On a busy machine the client is still sending when the connection ends: then it says "cut" first.
row "head of a byte at a time" "*408 end" "$(head -c 60 request | raw --piece 1 --pause 0.05)"
row "body that does not come" "408 end" "$(head -c 400 request | raw)"
row "handshake that does not come" "closed" "$(timeout 60 bash -c "exec 3<>/dev/tcp/127.0.0.1/$port; cat <&3" && echo closed)"
stop
start
stall 200
row "review beside 200 stalled connections" 200 "$(code "${json[@]}" --data-binary "@$pod" /validate)"
row "connections then" "20[1-9]" "$(metric kubevet_connections_open)"
unstall
stop
start --max-connections 20 --max-connections-per-address 20
stall 20
row "silent connections make room" 200 "$(code /healthz)"
row "silent connections, counted" "[1-9]*" "$(metric kubevet_connections_evicted_total)"
unstall
stop
start --max-connections 20 --max-connections-per-address 20
crowd hold "$port" 20
row "connections between requests make room" 200 "$(code "${json[@]}" --data-binary "@$pod" /validate)"
row "connections between requests, counted" "[1-9]*" "$(metric kubevet_connections_evicted_total)"
row "connections between requests, line" "*connections closed to make room*" "$(grep -m1 'make room' log)"
unstall
stop
start --max-connections 100 --max-connections-per-address 5
crowd hold "$port" 5
row "one of an address makes room" 200 "$(code /healthz)"
row "one of an address, line" "*too many of one address*" "$(grep -m1 'make room' log)"
row "one of an address, not more" "[45]" "$(metric kubevet_connections_open)"
unstall
stop

echo "-- large uploads that stop"
start --max-body 2Mi --memory-budget 8Mi
crowd upload "$port" 4 2097152
row "small review beside them" 200 "$(code "${json[@]}" --data-binary "@$pod" /validate)"
# As much as one of them; it is sent again as the API server would.
jq -c --arg pad "$(head -c 100000 /dev/zero | tr '\0' x)" \
	'.request.object.metadata.annotations = ([range(12)] | map({key: "pad.example.com/\(.)", value: $pad}) | from_entries)' \
	"$pod" >large.json
large() {
	local status
	for _ in $(seq 50); do
		status=$(code "${json[@]}" --data-binary "@large.json" /validate)
		[ "$status" = 503 ] || break
		sleep 0.1
	done
	echo "$status"
}
row "large review beside them" 200 "$(large)"
row "the slowest is cut for it" "[1-9]*" "$(metric 'kubevet_errors_total{cause="cut_for_others"}')"
slow() {
	for _ in $(seq 200); do
		[ "$(metric 'kubevet_errors_total{cause="slow_upload"}')" = 0 ] || break
		sleep 0.1
	done
	metric 'kubevet_errors_total{cause="slow_upload"}'
}
row "the others are cut soon" "[1-9]*" "$(slow)"
unstall
stop

descriptors=60 start --max-connections 1000
stall 100
row "descriptors run out, line" "*out of file descriptors*" "$(grep -m1 'out of file descriptors' log)"
unstall
sleep 0.5
row "after they left" 200 "$(code "${json[@]}" --data-binary "@$pod" /validate)"
stop

echo "-- reload"
cp good.yaml live/kubevet.yaml
start --config live/kubevet.yaml
python3 "$here/client.py" load "$port" ca.pem "$pod" --seconds 4 --per-connection 20 >load 2>load.numbers &
load=$!
sleep 1
cp server2.key live/new.key && cp server2.pem live/new.crt
mv live/new.key live/tls.key && mv live/new.crt live/tls.crt
logged 'reloaded what=certificate' >/dev/null
serial() {
	openssl s_client -connect "127.0.0.1:$port" </dev/null 2>/dev/null | openssl x509 -noout -serial
}
row "new certificate is served" "$(openssl x509 -noout -serial -in server2.pem)" "$(serial)"
cp good.yaml live/next.yaml && mv live/next.yaml live/kubevet.yaml
logged 'reloaded what=configuration' >/dev/null
wait $load
row "load during both" "failed=0 " "$(cat load)"
row "load during both, numbers" "requests=[1-9]*" "$(cat load.numbers)"
row "certificate counted" "[1-9]" "$(metric 'kubevet_reload_total{what="certificate",result="ok"}')"
row "configuration counted" "[1-9]" "$(metric 'kubevet_reload_total{what="configuration",result="ok"}')"
generation=$(metric kubevet_config_generation)
cp bad.yaml live/kubevet.yaml
logged 'reload refused.*configuration' >/dev/null
row "bad configuration is refused" "[1-9]" "$(metric 'kubevet_reload_total{what="configuration",result="refused"}')"
row "bad configuration, line" "*reload refused*live/kubevet.yaml:*" "$(grep -m1 'reload refused.*configuration' log)"
row "bad configuration, old one in force" "$generation" "$(metric kubevet_config_generation)"
row "bad configuration, reviews go on" 200 "$(code "${json[@]}" --data-binary "@$pod" /validate)"
echo garbage >live/tls.crt
logged 'reload refused.*certificate' >/dev/null
row "bad certificate, old one in force" "$(openssl x509 -noout -serial -in server2.pem)" "$(serial)"
cp good.yaml live/kubevet.yaml
cp server.pem live/tls.crt && cp server.key live/tls.key
before=$(grep -c 'reloaded what=configuration' log)
kill -HUP "$pid"
logged 'reloaded what=configuration' $((before + 1)) >/dev/null
row "good again, by SIGHUP" "$(openssl x509 -noout -serial -in server.pem)" "$(serial)"
stop
printf 'apiVersion: kubevet.dev/v1\nkind: Config\nrules:\n- policy: host-paths\n- policy: sysctls\n- {policy: env-credentials, mode: warn}\n' >three.yaml
cp three.yaml live/kubevet.yaml
start --config live/kubevet.yaml
head -n 4 three.yaml >live/next.yaml && mv live/next.yaml live/kubevet.yaml
row "fewer rules, told" "*warn*rules=1 rules_before=3 denying=1 denying_before=2 enforce=baseline*" "$(logged 'rules in force')"
cp three.yaml live/next.yaml && mv live/next.yaml live/kubevet.yaml
row "more rules, told" "*info*rules=3 rules_before=1 denying=2*" "$(logged 'rules=3 rules_before=1')"
generation=$(metric kubevet_config_generation)
for emptied in '' '# nothing' '{}' 'null' "$(head -n 2 three.yaml)" "$(head -n 3 three.yaml)"; do
	: >log.before && cp log log.before
	printf '%s' "$emptied" >live/next.yaml && mv live/next.yaml live/kubevet.yaml
	for _ in $(seq 200); do
		[ "$(grep -c 'reload refused' log)" -eq "$(grep -c 'reload refused' log.before)" ] || break
		sleep 0.05
	done
	row "emptied: ${emptied//$'\n'/; }" "$generation" "$(metric kubevet_config_generation)"
	row "emptied, told" "*reload refused*live/kubevet.yaml:*" "$(diff log.before log | grep -m1 'reload refused')"
done
mkfifo live/pipe && mv live/pipe live/kubevet.yaml
row "a pipe in its place" "*reload refused*not a regular file*" "$(logged 'not a regular file')"
row "a pipe, old one in force" "$generation" "$(metric kubevet_config_generation)"
stop
# As the kubelet does it: files are links into a folder behind a link that is replaced.
mkdir -p mount/..1 mount/..2
cp server.pem mount/..1/tls.crt && cp server.key mount/..1/tls.key
cp server2.pem mount/..2/tls.crt && cp server2.key mount/..2/tls.key
ln -s ..1 mount/..data
ln -s ..data/tls.crt mount/tls.crt
ln -s ..data/tls.key mount/tls.key
start --tls-cert mount/tls.crt --tls-key mount/tls.key
row "mounted Secret" "$(openssl x509 -noout -serial -in server.pem)" "$(serial)"
ln -s ..2 mount/..data_tmp && mv -T mount/..data_tmp mount/..data
logged 'reloaded what=certificate' >/dev/null
row "mounted Secret, replaced" "$(openssl x509 -noout -serial -in server2.pem)" "$(serial)"
stop

echo "-- drain"
start --drain-delay 2s --drain-timeout 10s
python3 "$here/client.py" load "$port" ca.pem "$pod" --seconds 20 --until-closed >load 2>load.numbers &
load=$!
sleep 1
kill -TERM "$pid"
unready() {
	for _ in $(seq 200); do
		[ "$(code /readyz)" = 503 ] && break
		sleep 0.05
	done
	code /readyz
}
row "readiness is off at once" 503 "$(unready)"
row "reviews go on" 200 "$(code "${json[@]}" --data-binary "@$pod" /validate)"
row "health goes on" 200 "$(code /healthz)"
wait $load
row "load during the drain" "failed=0 " "$(cat load)"
row "load during the drain, numbers" "requests=[1-9]*" "$(cat load.numbers)"
wait "$pid"
row "exit status" 0 $?
pid=
start --drain-delay 60s
python3 "$here/client.py" load "$port" ca.pem "$pod" --seconds 20 --until-closed >load 2>load.numbers &
load=$!
sleep 1
kill -TERM "$pid"
sleep 0.3
kill -TERM "$pid"
wait $load
row "second signal ends the delay, load" "failed=0 " "$(cat load)"
wait "$pid"
row "second signal, exit status" 0 $?
pid=

echo
[ $failures -eq 0 ] && echo "all as they should be" || echo "$failures FAILED"
[ $failures -eq 0 ]
