#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# replay.sh - kubevet replay against kubevetd over TLS: the same bytes; records that replay; the difference of two
# configurations; captures of all forms, whole and broken.
#
#	replay.sh KUBEVET KUBEVETD
#
# Prints what each case got; exit status 1 when any got something else than it should. Needs curl, jq, openssl, python3. With
# the shared data beside the project (KUBEVET_SHARED) all fixtures of the Pod Security Standards go through as well.
set -u
kubevet=$(readlink -f "$1")
daemon=$(readlink -f "$2")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$here/../..
shared=${KUBEVET_SHARED:-$root/../shared}
dir=$(mktemp -d)
pid=
failures=0

cleanup() {
	[ -z "$pid" ] || kill -KILL "$pid" 2>/dev/null
	rm -rf "$dir"
}
trap cleanup EXIT
cd "$dir" || exit 1

# row NAME WANT GOT: WANT is a shell pattern.
row() {
	local mark=ok
	# shellcheck disable=SC2053
	if [[ $3 != $2 ]]; then
		mark=FAILED
		failures=$((failures + 1))
	fi
	printf '%-7s %-48s %s\n' "$mark" "$1" "${3:0:100}$([ $mark = ok ] || printf '   (want %s)' "$2")"
}

replay() {
	"$kubevet" replay "$@" 2>&1
}

# status COMMAND...: its exit status
status() {
	"$@" >/dev/null 2>&1
	echo $?
}

# start OPTION...: the daemon on a free port; sets pid and port. What stands in $limit runs it.
start() {
	local i
	rm -f log
	${limit:-} "$daemon" --listen 127.0.0.1:0 --tls-cert certs/tls.crt --tls-key certs/tls.key --workers 2 --drain-delay 0s "$@" \
		2>log &
	pid=$!
	for i in $(seq 100); do
		sleep 0.1
		port=$(sed -n 's/.*listening address=127.0.0.1:\([0-9]*\) version.*/\1/p' log)
		[ -z "$port" ] || return 0
		kill -0 "$pid" 2>/dev/null || break
	done
	cat log
	echo "the daemon did not start"
	exit 1
}

stop() {
	kill -TERM "$pid"
	wait "$pid"
	row "the daemon's exit status" 0 $?
	pid=
	row "its log has no report of a sanitizer" 0 "$(grep -cE 'Sanitizer|runtime error' log)"
}

post() {
	python3 "$here/reviews.py" post "$port" certs/ca.crt
}

metric() {
	curl -sS -m 10 --cacert certs/ca.crt "https://127.0.0.1:$port/metrics" | sed -n "s/^$1 //p"
}

compare() {
	cmp "$1" "$2" && echo same
}

"$root/certs/issue.sh" --out certs >/dev/null 2>&1
python3 "$here/reviews.py" lines "$root"/test/reviews/*.json >all.jsonl
echo '{}' >namespaces.json
if [ -d "$shared/conformance" ]; then
	python3 "$here/reviews.py" lines "$shared"/data/reviews/[0-9]*.json >>all.jsonl
	python3 "$here/reviews.py" fixtures "$shared" .
	cat fixtures.jsonl >>all.jsonl
else
	echo "SKIPPED: the shared reviews and fixtures are not there (KUBEVET_SHARED)"
fi
jq 'with_entries(.value = .value) + {"shop": {}, "bank": {}, "default": {}}' namespaces.json >all-namespaces.json
cat >old.yaml <<YAML
apiVersion: kubevet.dev/v1
kind: Config
podSecurity:
  defaults: {enforce: privileged, enforce-version: latest, warn: baseline, warn-version: latest}
namespaceLabels: $dir/all-namespaces.json
rules:
  - {name: services, policy: service-type, mode: warn}
  - {name: credentials, policy: env-credentials, mode: warn}
YAML
sed 's/enforce: privileged/enforce: restricted/; s/mode: warn/mode: deny/' old.yaml >new.yaml
total=$(wc -l <all.jsonl)

echo "-- the same bytes: $total reviews"
start --config old.yaml --record records --record-max-bytes 1Gi
row "through the server over TLS" "$total" "$(post <all.jsonl >by-server; wc -l <by-server)"
replay --config old.yaml -o answers all.jsonl >by-replay
row "through replay" same "$(compare by-server by-replay)"
replay --url "https://127.0.0.1:$port/validate" --ca certs/ca.crt -o answers all.jsonl >by-url
row "through replay --url" same "$(compare by-server by-url)"
curl -sS --cacert certs/ca.crt -H 'Content-Type: application/json' --data-binary "@$root/test/reviews/service.json" \
	"https://127.0.0.1:$port/validate" >by-curl
replay --config old.yaml -o answers "$root/test/reviews/service.json" >by-replay
row "through curl" same "$(compare by-curl by-replay)"
row "--url with a CA that is not the server's" "*the server can't be reached*3 errors" \
	"$(replay --url "https://127.0.0.1:$port/validate" all.jsonl)"
row "--url of another path" "*service.json:1: status 404: *" \
	"$(replay --url "https://127.0.0.1:$port/" --ca certs/ca.crt "$root/test/reviews/service.json")"
row "--url without TLS" "*want https*" "$(replay --url "http://127.0.0.1:$port/validate" all.jsonl)"
row "--url and --config" 2 "$(status "$kubevet" replay --config old.yaml --url https://a all.jsonl)"
stop

echo "-- records"
recorded=$((2 * total + 1)) # by the posts, by --url, by curl
row "all are there" "$recorded" "$(cat records/*.jsonl | wc -l)"
row "none is left open" 0 "$(find records -name '*.part' | wc -l)"
row "for their owner alone" 600 "$(stat -c %a records/*.jsonl | sort -u)"
row "so is the folder" 700 "$(stat -c %a records)"
row "they replay to the same answers" "*$recorded answered as recorded, 0 differ, 0 without*" \
	"$(replay --config old.yaml --expect records | tr '\n' ' ')"
row "exit status" 0 "$(status "$kubevet" replay --config old.yaml --expect records)"
row "not so with another configuration" 1 "$(status "$kubevet" replay --config new.yaml --expect records)"
row "curl takes a record" '*"allowed":true*' "$(head -n1 records/*1.jsonl | jq -c .review | replay --config old.yaml -o answers)"
replay --config new.yaml --against old.yaml records >diff
row "against a stricter configuration" 1 "$(status "$kubevet" replay --config new.yaml --against old.yaml records)"
row "who would be broken, rule" "*by rule*podSecurity restricted:latest: *" "$(tr '\n' ' ' <diff)"
row "who would be broken, owner" "*by owner*user alice*" "$(tr '\n' ' ' <diff)"
row "sum" "* compared: [1-9]* newly denied, 0 newly allowed*" "$(tail -n1 diff)"
row "the other way round nothing breaks" 0 "$(status "$kubevet" replay --config old.yaml --against new.yaml records)"
replay --config new.yaml --against old.yaml -o json records >diff.json
row "as JSON" true "$(jq '.summary.newlyDenied.count > 0 and .summary.newlyDenied.count ==
	([.reviews[] | select(.change == "newlyDenied")] | length)' diff.json)"
row "as JSON, a group" '*"count":*"examples":*' "$(jq -c '.summary.newlyDenied.rules[0]' diff.json)"
row "as JSON lines" true "$(replay --config new.yaml --against old.yaml -o jsonl records | jq -n '[inputs] | last |
	has("summary")')"

echo "-- recording what is asked for"
start --config old.yaml --record some --record-namespaces 'sh*' --record-kinds 'Pod,Service'
post <all.jsonl >/dev/null
stop
row "kinds and namespaces" 'CREATE Pod shop CREATE Service shop DELETE Pod shop ' "$(cat some/*.jsonl |
	jq -r '.review.request | "\(.operation) \(.kind.kind) \(.namespace)"' | sort -u | tr '\n' ' ')"
start --config old.yaml --record sample --record-sample 4
for _ in 1 2 3 4 5; do head -n 8 all.jsonl; done | post >/dev/null
stop
row "one in four" 10 "$(cat sample/*.jsonl | wc -l)"
start --config old.yaml --record small --record-max-bytes 1Mi
for _ in $(seq 300); do head -n 8 all.jsonl; done | post >/dev/null
row "bytes, at most" ok "$([ "$(du -cb small/records* | tail -n1 | cut -f1)" -le 1048576 ] && echo ok)"
# The recorder may be behind what it records.
counted() {
	for _ in $(seq 600); do
		[ "$(metric 'kubevet_records_total{result="written"}')" != 2400 ] || break
		sleep 0.1
	done
	metric 'kubevet_records_total{result="written"}'
}
row "all counted" 2400 "$(counted)"
row "a second process" "*another process records there*" "$(timeout 10 "$daemon" --listen 127.0.0.1:0 --tls-cert certs/tls.crt \
	--tls-key certs/tls.key --record small 2>&1)"
stop
row "a folder that can't be made" "*--record: /nowhere/at/all: can't be made*" "$(timeout 10 "$daemon" --listen 127.0.0.1:0 \
	--tls-cert certs/tls.crt --tls-key certs/tls.key --record /nowhere/at/all 2>&1)"

echo "-- a disk that fails"
limit="prlimit --fsize=20000" start --config old.yaml --record full
row "reviews go on" 40 "$(for _ in 1 2 3 4 5; do head -n 8 all.jsonl; done | post | wc -l)"
sleep 0.5
row "what the disk takes is written" "[1-9]*" "$(metric 'kubevet_records_total{result="written"}')"
row "the rest is counted" "[1-9]*" "$(metric 'kubevet_records_total{result="failed"}')"
row "one line in the log" 1 "$(grep -c 'records are dropped' log)"
stop
row "no half line" 0 "$(cat full/* | replay -o jsonl | grep -c '"result":"error"')"
start --config old.yaml --record gone
rm -rf gone
row "a folder that goes away, reviews go on" 8 "$(head -n 8 all.jsonl | post | wc -l)"
stop

echo "-- captures"
own=$root/test/reviews
row "a folder" "*8 judged: 4 allowed, 2 allowed with warnings, 2 denied" "$(replay "$own")"
row "a denial" 1 "$(status "$kubevet" replay "$own/privileged-pod.json")"
row "none" 0 "$(status "$kubevet" replay "$own/restricted-pod.json")"
row "standard input" "*1 judged: 0 allowed, 0 allowed with warnings, 1 denied" "$(replay <"$own/privileged-pod.json")"
jq -s . "$own"/*.json >array.json
row "an array" "*8 judged: 4 allowed, 2 allowed with warnings, 2 denied" "$(replay array.json)"
jq .request "$own"/*.json >requests.json
row "bare requests" "*8 judged: 4 allowed, 2 allowed with warnings, 2 denied" "$(replay requests.json)"
jq -s '{apiVersion: "v1", items: [.[].request.object | select(.kind and .kind != "Scale" and .kind != "PodExecOptions")],
	kind: "List"}' "$own"/*.json >dump.json
row "kubectl get -o json" "*5 judged: 1 allowed, 2 allowed with warnings, 2 denied*5 judged without: user*" "$(replay dump.json)"
cat >audit.log <<'LOG'
{"apiVersion":"audit.k8s.io/v1","kind":"Event","level":"Request","auditID":"1","stage":"ResponseComplete","verb":"create","user":{"username":"alice"},"objectRef":{"resource":"pods","namespace":"shop","name":"web","apiVersion":"v1"},"requestObject":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"},"spec":{"hostNetwork":true,"containers":[{"name":"a","image":"a"}]}}}
{"apiVersion":"audit.k8s.io/v1","kind":"Event","level":"Request","auditID":"2","stage":"ResponseComplete","verb":"get","user":{"username":"alice"},"objectRef":{"resource":"pods","namespace":"shop","name":"web","apiVersion":"v1"}}
{"apiVersion":"audit.k8s.io/v1","kind":"Event","level":"Metadata","auditID":"3","stage":"ResponseComplete","verb":"update","user":{"username":"alice"},"objectRef":{"resource":"deployments","namespace":"shop","name":"web","apiGroup":"apps","apiVersion":"v1"}}
LOG
row "an audit log" "*1 judged: 0 allowed, 0 allowed with warnings, 1 denied*1 passed over*1 not evaluated*defaults" "$(replay audit.log)"
head -c 200 all.jsonl >broken.jsonl
printf '\n%s\n{"a":1}\n%s\n' "$(sed -n 2p all.jsonl)" "$(sed -n 3p all.jsonl)" >>broken.jsonl
row "broken ones, status" 2 "$(status "$kubevet" replay broken.jsonl)"
row "broken ones, where" "*broken.jsonl:1: broken off*broken.jsonl:3: neither an AdmissionReview*2 judged:*2 errors" "$(replay broken.jsonl)"
row "not there" "*none.json: No such file*" "$(replay none.json "$own/exec.json")"
row "nothing in it" 2 "$(replay -o jsonl </dev/null >/dev/null; echo $?)"
row "an unknown form" 2 "$(status "$kubevet" replay -o xml "$own")"
row "a full disk" "*could not be written in full*" "$("$kubevet" replay "$own" 2>&1 >/dev/full)"
row "JSON" 8 "$(replay -o json "$own" | jq '.reviews | length')"
yes '{"a":1}' | head -1000 >nothing.jsonl
row "errors of one file" 102 "$(replay nothing.jsonl 2>&1 | grep -cE '^nothing.jsonl:[0-9]+: neither|and 900 more errors in this file|^1000 errors')"
row "JSON of them" 101:1000 "$(replay -o json nothing.jsonl | jq -r '"\(.reviews | length):\(.summary.errors)"')"
row "JSON of nothing but errors" 1 "$(echo '{"a":1}' | replay -o json | jq '.summary.errors')"

echo "-- expected answers"
mkdir expected
cp "$own/service.json" "$own/privileged-pod.json" expected/
for file in expected/*.json; do replay -o answers "$file" | jq . >"$file.expected"; done
row "as expected" "2 answered as recorded, 0 differ*" "$(replay --expect expected | tail -n1)"
jq '.response.warnings[0] = "another"' expected/service.json.expected >changed && mv changed expected/service.json.expected
row "not so, status" 1 "$(status "$kubevet" replay --expect expected)"
row "not so, what" "differs expected/service.json:1*recorded: warn*warning: another*now: warn*externalIPs*1 answered as recorded, 1 differ*" \
	"$(replay --expect expected)"
row "nothing to compare with" 2 "$(status "$kubevet" replay --expect "$own")"

if [ $failures -eq 0 ]; then
	sed -n '/^Newly denied/,$p' diff | head -n 40
fi
echo
[ $failures -eq 0 ] && echo "all as they should be" || echo "$failures FAILED"
[ $failures -eq 0 ]
