#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# secrets.sh - a secret that stands in a Secret, an environment value, a ConfigMap or an annotation comes out nowhere: in no log,
# metric, record, report, answer or error, of neither program, whole or broken.
#
#	secrets.sh KUBEVET KUBEVETD
#
# Prints what each case got; exit status 1 when one came out. Needs curl, jq, openssl.
set -u
kubevet=$(readlink -f "$1")
daemon=$(readlink -f "$2")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$here/../..
dir=$(mktemp -d)
pid=
failures=0

cleanup() {
	[ -z "$pid" ] || kill -KILL "$pid" 2>/dev/null
	rm -rf "$dir"
}
trap cleanup EXIT
cd "$dir" || exit 1
mkdir in out config

# What must not come out: as it is, in base64, and with the form of a credential.
plain=hunter2hunter2
base64=$(printf %s "$plain" | base64)
key=AKIAHUNTERHUNTERHUNT
digits=31415926535897932384626 # too large for a number
secrets="$plain|$base64|$key|unter2|$digits"

# clean NAME FILE...: none of them is in there, and there is something in there at all
clean() {
	local name=$1 found mark=ok
	shift
	found=$(grep -rhiE -m1 -- "$secrets" "$@" | grep -oiE ".{0,60}($secrets)" | head -n 1)
	if [ -n "$found" ] || [ -z "$(cat "$@" | head -c 1)" ]; then
		mark=FAILED
		failures=$((failures + 1))
		found=${found:-nothing came out at all}
	fi
	printf '%-7s %-48s %s\n' "$mark" "$name" "$found"
}

# object KIND: with secrets in all of its places; SECRET stands for one, VALUE for one of any type.
object() {
	jq -n --arg kind "$1" --arg plain "$plain" --arg base64 "$base64" --arg key "$key" '
	def annotations: {"kubectl.kubernetes.io/last-applied-configuration": ("{\"data\":\"" + $plain + "\"}"), token: $plain,
		key: $key};
	def pod: {hostNetwork: true, containers: [{name: "app", image: "a", env: [{name: "A", value: $plain},
		{name: "B", value: $key}], args: ["--key=" + $key],
		securityContext: {privileged: true}}]};
	{Secret: {apiVersion: "v1", data: {a: $base64}, stringData: {b: $plain}},
	 ConfigMap: {apiVersion: "v1", data: {a: $plain}, binaryData: {b: $base64}},
	 Pod: {apiVersion: "v1", spec: pod},
	 Deployment: {apiVersion: "apps/v1", spec: {template: {metadata: {annotations: annotations}, spec: pod}}},
	 Service: {apiVersion: "v1", spec: {type: "LoadBalancer", externalIPs: ["203.0.113.7"]}},
	 Thing: {apiVersion: "a.b/v1", spec: {env: [{name: "A", value: $plain}], stringData: {a: $plain}}}}[$kind] +
	{kind: $kind, metadata: {name: "one", namespace: "shop", annotations: annotations}}'
}

# review OPERATION OBJECT: of a file
review() {
	jq -c --arg operation "$1" --arg plain "$plain" '(.apiVersion | split("/")) as $v |
	{group: (if ($v | length) == 2 then $v[0] else "" end), version: $v[-1]} as $gv |
	{apiVersion: "admission.k8s.io/v1", kind: "AdmissionReview", request: {uid: "u", operation: $operation,
	 kind: ($gv + {kind: .kind}), resource: ($gv + {resource: (.kind | ascii_downcase + "s")}), name: "one", namespace: "shop",
	 userInfo: {username: "alice", extra: {token: [$plain]}}, object: ., oldObject: .}}' "$2"
}

for kind in Secret ConfigMap Pod Deployment Service Thing; do
	object $kind >in/$kind.json
	jq -c . in/$kind.json >in/$kind.jsonl
	review CREATE in/$kind.json >in/$kind.create.jsonl
	review UPDATE in/$kind.json >in/$kind.update.jsonl
	jq -c '{apiVersion: "audit.k8s.io/v1", kind: "Event", verb: "create", auditID: "a", user: {username: "alice"},
	objectRef: {resource: (.kind | ascii_downcase + "s"), namespace: "shop", name: "one", apiVersion: "v1"},
	requestObject: .}' in/$kind.json >in/$kind.audit.jsonl
done
# Broken in ways that an error tells of: wrong types, duplicate keys, half a text, bad escapes, numbers out of range.
for file in in/*.jsonl; do
	base=${file%.jsonl}
	sed "s/\"$plain\"/[\"$plain\"]/g; s/\"$base64\"/{\"$base64\":\"$base64\"}/g; s/\"$key\"/[\"$key\"]/g" "$file" \
		| sed "s/{\"$base64\":/{\"x\":/g" >"$base.types.jsonl"
	sed "s/\"spec\":/\"spec\":\"$plain\",\"spec\":/; s/\"data\":/\"data\":\"$plain\",\"data\":/" "$file" >"$base.twice.jsonl"
	sed "s/\"$plain\"/\"$plain/" "$file" >"$base.quote.jsonl"
	sed "s/$plain\"/$plain\\\\q\"/; s/$base64\"/$base64\\\\u0000\"/" "$file" >"$base.escape.jsonl"
	sed "s/$plain\"/$plain\", \"n\": 1e999/" "$file" >"$base.number.jsonl"
	sed "s/\"$plain\"/$digits/" "$file" >"$base.digits.jsonl"
	head -c "$(grep -obE "$secrets" "$file" | tail -n1 | cut -d: -f1 | awk '{ print $1 + 10 }')" "$file" >"$base.half.jsonl"
done

cat >config/kubevet.yaml <<'YAML'
apiVersion: kubevet.dev/v1
kind: Config
podSecurity:
  defaults: {enforce: restricted, enforce-version: latest, warn: restricted, warn-version: latest}
rules:
YAML
# Every policy there is, refusing.
"$kubevet" policies -o json | jq -r '.[].id' |
	sed 's/.*/  - {name: &, policy: &, mode: deny}/' >>config/kubevet.yaml
sed 's/mode: deny/mode: warn/; s/enforce: restricted/enforce: privileged/' config/kubevet.yaml >config/warn.yaml
"$kubevet" config check config/kubevet.yaml || exit 1

echo "-- $(find in -name '*.jsonl' | wc -l) inputs: the server"
"$root/certs/issue.sh" --out certs >/dev/null 2>&1
for format in text json; do
	for config in kubevet warn; do
		name=$format.$config
		"$daemon" --listen 127.0.0.1:0 --tls-cert certs/tls.crt --tls-key certs/tls.key --drain-delay 0s --workers 1 \
			--config config/$config.yaml --log-level debug --log-format $format --record out/records.$name \
			2>out/log.$name &
		pid=$!
		port=
		for _ in $(seq 100); do
			sleep 0.1
			port=$(sed -nE 's/.*listening.*address"?[=:]"?127.0.0.1:([0-9]+).*/\1/p' out/log.$name | head -n 1)
			[ -z "$port" ] || break
		done
		for file in in/*.jsonl; do
			curl -sS -m 10 --cacert certs/ca.crt -H 'Content-Type: application/json' --data-binary "@$file" \
				"https://127.0.0.1:$port/validate"
		done >out/answers.$name 2>&1
		curl -sS --cacert certs/ca.crt "https://127.0.0.1:$port/metrics" >out/metrics.$name
		kill -TERM "$pid"
		wait "$pid"
		pid=
		clean "log, $format, $config" out/log.$name
		clean "answers, $format, $config" out/answers.$name
		clean "metrics, $format, $config" out/metrics.$name
		clean "records, $format, $config" out/records.$name/*
		"$kubevet" replay --config config/$config.yaml --expect out/records.$name >out/again.$name 2>&1
		clean "records again, $format, $config" out/again.$name
		grep -q ' 0 differ, 0 without' out/again.$name || {
			failures=$((failures + 1))
			echo "FAILED  records differ: $(head -n 20 out/again.$name)"
		}
	done
done

echo "-- replay"
for output in text json jsonl answers; do
	"$kubevet" replay -o $output --config config/kubevet.yaml in >out/replay.$output 2>&1
	clean "replay, $output" out/replay.$output
	"$kubevet" replay -o $output --config config/kubevet.yaml --against config/warn.yaml in >out/against.$output 2>&1
	clean "replay --against, $output" out/against.$output
done

echo "-- check"
# YAML as people write it, and broken.
for kind in Secret ConfigMap Pod Deployment Service Thing; do
	python3 -c 'import json, sys
def write(node, indent):
    for key, value in node.items():
        if isinstance(value, dict):
            print(indent + json.dumps(key) + ":")
            write(value, indent + "  ")
        else:
            print(indent + json.dumps(key) + ": " + (json.dumps(value) if not isinstance(value, str) else value if value.isalnum()
                  else json.dumps(value)))
write(json.load(sys.stdin), "")' <in/$kind.json >in/$kind.yaml
	sed "s/: \($plain\|$base64\)/: [\1/" in/$kind.yaml >in/$kind.open.yaml
	sed "s/: \($plain\|$base64\)/: \1: \1/" in/$kind.yaml >in/$kind.colon.yaml
	sed "s/: \($plain\|$base64\)/: *\1/" in/$kind.yaml >in/$kind.alias.yaml
	sed "s/: \($plain\|$base64\)/: !<\1> \1/" in/$kind.yaml >in/$kind.tag.yaml
	sed "s/: \($plain\|$base64\)/: \"\1/" in/$kind.yaml >in/$kind.quote.yaml
	sed "s/: \($plain\|$base64\)/: |\1/" in/$kind.yaml >in/$kind.block.yaml
	sed "s/: \($plain\|$base64\)/: !\1/" in/$kind.yaml >in/$kind.mark.yaml
	sed "s/: \($plain\|$base64\)/: !!int \1/" in/$kind.yaml >in/$kind.int.yaml
	sed "s/: \($plain\|$base64\)/: $digits/" in/$kind.yaml >in/$kind.digits.yaml
done
for output in text json jsonl sarif junit github markdown; do
	"$kubevet" check -o $output --config config/kubevet.yaml in >out/check.$output 2>&1
	clean "check, $output" out/check.$output
done
"$kubevet" check --config config/kubevet.yaml --baseline out/baseline --write-baseline in/Pod.json in/Deployment.json \
	>out/baseline.txt 2>&1
clean "check, baseline" out/baseline out/baseline.txt

echo
[ $failures -eq 0 ] && echo "all as they should be" || echo "$failures FAILED"
[ $failures -eq 0 ]
