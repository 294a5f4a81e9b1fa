#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# cli.sh - the real command line: what it prints, and its exit status.
#
#	cli.sh KUBEVET
#
# Prints what each case got; exit status 1 when any got something else than it should. Needs openssl and jq.
set -u
kubevet=$(readlink -f "$1")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$here/../..
dir=$(mktemp -d)
failures=0
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1

# row NAME STATUS PATTERN COMMAND...: the command's exit status, and a shell pattern that its output has
row() {
	local name=$1 status=$2 pattern=$3 out got mark=ok
	shift 3
	out=$("$@" 2>&1)
	got=$?
	# shellcheck disable=SC2053
	if [ "$got" -ne "$status" ] || [[ $out != *$pattern* ]]; then
		mark=FAILED
		failures=$((failures + 1))
	fi
	printf '%-7s %-34s %s\n' "$mark" "$name" "$([ $mark = ok ] || printf 'exit %s, want %s; want %s in: %s' "$got" "$status" \
		"$pattern" "${out:0:600}")"
}

# lacks PATTERN COMMAND...: the output does not have it
lacks() {
	local pattern=$1 out
	shift
	out=$("$@")
	# shellcheck disable=SC2053
	[[ $out != *$pattern* ]]
}

# lines N COMMAND...: so many lines of output
lines() {
	local n=$1
	shift
	[ "$("$@" | wc -l)" -eq "$n" ]
}

# pipe COMMAND: in a shell
pipe() {
	bash -o pipefail -c "$1"
}
export kubevet

usage() {
	row 'help' 0 'Commands:' "$kubevet" --help
	row 'version' 0 'kubevet 0' "$kubevet" --version
	row 'no command' 2 'Commands:' "$kubevet"
	row 'unknown command' 2 'there is no command polices' "$kubevet" polices
	row 'help of a command' 0 'Usage: kubevet config check' "$kubevet" config --help
	row 'unknown option' 2 'policies has no option --severty' "$kubevet" policies --severty high
	row 'option without its value' 2 '--severity wants a value' "$kubevet" policies --severity
	row 'value inside the option' 0 'privileged' "$kubevet" policies --severity=critical
}

policies() {
	row 'policies' 0 'baseline-privileged * critical' "$kubevet" policies
	row 'by severity' 0 '' lacks ' medium ' "$kubevet" policies --severity high
	row 'by kind' 0 'service-type' "$kubevet" policies --kind Service
	row 'by kind, others out' 0 '' lacks host-paths "$kubevet" policies --kind Service
	row 'by kind in a group' 0 'host-paths' "$kubevet" policies --kind 'apps/D*'
	row 'by level' 0 'restricted-seccomp' "$kubevet" policies --standard restricted
	row 'by level, others out' 0 '' lacks 'baseline-' "$kubevet" policies --standard restricted
	row 'by benchmark' 0 'privileged-containers' "$kubevet" policies --standard cis
	row 'by item' 0 '' lines 3 "$kubevet" policies --standard 5.2.2
	row 'unknown severity' 2 'low, medium, high or critical' "$kubevet" policies --severity grave
	row 'unknown kind' 2 'no policy reads Widget' "$kubevet" policies --kind Widget
	row 'unknown standard' 2 'no policy is of standard iso' "$kubevet" policies --standard iso
	row 'as JSON' 0 'true' pipe '"$kubevet" policies -o json | jq -e "length > 30 and all(.[]; .id and .title and .why)"'
	row 'unknown form' 2 'text, json or yaml' "$kubevet" policies -o xml
	row 'explain' 0 'Refused (Pod):*privileged: true*Accepted (Pod):*5.2.2' "$kubevet" explain privileged-containers
	row 'explain parameters' 0 'allowedPrefixes (list of strings, default not set)' "$kubevet" explain host-paths
	row 'explain the standard' 0 'level baseline, check privileged, since v1.0' "$kubevet" explain baseline-privileged
	row 'explain what is not there' 2 'did you mean host-paths' "$kubevet" explain hostpaths
	row 'explain nothing' 2 'wants one policy' "$kubevet" explain
	row 'every policy' 0 '' pipe 'for id in $("$kubevet" policies -o json | jq -r ".[].id"); do "$kubevet" explain $id || exit 1; done'
	row 'explain presets' 0 'In presets:*hardened: deny' "$kubevet" explain service-type
	row 'subjects' 0 'Pods and workloads' "$kubevet" policies
	row 'presets' 0 'default *hardened *pod-security' "$kubevet" policies --preset
	row 'a preset' 0 'warn   service-type' "$kubevet" policies --preset default
	row 'a preset, parameters' 0 'params: {"allowedAdd":' "$kubevet" policies --preset default
	row 'a preset, level' 0 'enforced at level restricted' "$kubevet" policies --preset hardened
	row 'a preset by kind' 0 '' lacks host-paths "$kubevet" policies --preset default --kind Service
	row 'a preset as JSON' 0 'true' pipe '"$kubevet" policies --preset nsa -o json | jq -e "all(.[]; .policy and .mode and .params)"'
	row 'a preset as YAML' 0 'good, ' pipe '"$kubevet" policies --preset nsa -o yaml >nsa.yaml && "$kubevet" config check nsa.yaml'
	row 'all as YAML' 2 'yaml is for a --preset' "$kubevet" policies -o yaml
	row 'unknown preset' 2 'did you mean nsa; there are:*pod-security' "$kubevet" policies --preset nsaa
	row 'docs' 0 '# Policies*# Configuration' "$kubevet" docs
}

configuration() {
	cat >good.yaml <<'END'
mode: audit
podSecurity:
  defaults:
    enforce: restricted
  exemptions:
    namespaces: [kube-system, infra]
rules:
- policy: service-type
  name: no-public
  match: {namespaces: ["shop-*"], kinds: [Service]}
- policy: sysctls
  mode: off
apiVersion: kubevet.dev/v1
kind: Config
END
	head='apiVersion: kubevet.dev/v1\nkind: Config\n'
	printf "mode: enforce\nrules:\n- policy: sysctl\n$head" >bad.yaml
	printf '{"shop":\n  {"pod-security.kubernetes.io/enforce": "privileged"}}' >labels.json
	printf "namespaceLabels: labels.json\n$head" >labels.yaml
	row 'config check' 0 'good.yaml: good, 2 rules' "$kubevet" config check good.yaml
	row 'config check, faults' 2 'bad.yaml:3: *did you mean "sysctls"' "$kubevet" config check bad.yaml
	row 'config check of two' 2 'good.yaml: good' "$kubevet" config check bad.yaml good.yaml
	row 'config check, no file' 2 'cannot open' "$kubevet" config check none.yaml
	row 'config default' 0 'good' pipe '"$kubevet" config default >default.yaml && "$kubevet" config check default.yaml'
	row 'config default as JSON' 0 'good' pipe '"$kubevet" config default -o json >default.json &&
		"$kubevet" config check default.json'
	row 'show a default' 0 'enforce  restricted:latest * good.yaml:4' "$kubevet" config show --namespace a --config good.yaml
	row 'show what is left out' 0 'warn     privileged:latest * good.yaml:3 (leaves warn out)' \
		"$kubevet" config show --namespace a --config good.yaml
	row 'show audit' 0 'mode audit, good.yaml:1' "$kubevet" config show --namespace a --config good.yaml
	row 'show an exemption' 0 'exempt: podSecurity.exemptions.namespaces, good.yaml:6' \
		"$kubevet" config show --namespace infra --config good.yaml
	row 'show a rule' 0 'audit  no-public * good.yaml:8  for Service' "$kubevet" config show --namespace shop-a --config good.yaml
	row 'show a rule elsewhere' 0 'no-public * (not here: match.namespaces)' \
		"$kubevet" config show --namespace a --config good.yaml
	row 'show a rule that is off' 0 'sysctls * good.yaml:11  (off)' "$kubevet" config show --namespace a --config good.yaml
	row 'show the built-in one' 0 'enforce  baseline:latest * built-in' "$kubevet" config show --namespace a
	row 'show a label' 0 'enforce  privileged:latest * label pod-security.kubernetes.io/enforce of labels.json:2' \
		"$kubevet" config show --namespace shop --config labels.yaml
	row 'show an unknown namespace' 0 'unknown: bank is not in labels.json' \
		"$kubevet" config show --namespace bank --config labels.yaml
	row 'show given labels' 0 'enforce  restricted:v1.30' "$kubevet" config show --namespace a --labels \
		pod-security.kubernetes.io/enforce=restricted,pod-security.kubernetes.io/enforce-version=v1.30
	row 'show a bad label' 0 'bad label: *enforce' "$kubevet" config show --namespace a --labels \
		pod-security.kubernetes.io/enforce=strict
	row 'show labels that are none' 2 'KEY=VALUE' "$kubevet" config show --namespace a --labels x
	row 'show no namespace' 2 '--namespace' "$kubevet" config show
	printf "preset: [hardened, nsa]\nrules:\n- policy: service-type\n  mode: off\n$head" >preset.yaml
	row 'show a preset' 0 'read-only-root-filesystem *preset hardened, preset.yaml:1' "$kubevet" config show --namespace a --config preset.yaml
	row 'show what is not of the preset' 0 "service-type *preset.yaml:3, in place of preset hardened's" \
		"$kubevet" config show --namespace a --config preset.yaml
	row 'show a level of the preset' 0 'enforce  restricted:latest *preset hardened, preset.yaml:1' \
		"$kubevet" config show --namespace a --config preset.yaml
	row 'show the built-in preset' 0 'service-type * preset default, built-in' "$kubevet" config show --namespace a
	printf "${head}rules: []\n" >many.yaml && seq -f 'k%g: 1' 1000 >>many.yaml
	row 'config check, very many' 2 'many.yaml: more than 100 faults' "$kubevet" config check many.yaml
	row 'schema is JSON' 0 '' pipe '"$kubevet" config schema | jq -e .title'
	if command -v python3 >/dev/null; then
		row 'schema agrees' 0 '0 faults' "$here/schema.py" "$kubevet"
	fi
}

# authority NAME DAYS: NAME.key, NAME.pem
authority() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -out "$1.pem" -subj "/CN=$1" \
		-days "$2" 2>/dev/null
}

webhook() {
	authority ca 90
	authority other 90
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout tls.key -subj /CN=kubevet 2>/dev/null |
		openssl x509 -req -CA ca.pem -CAkey ca.key -CAcreateserial -days 60 -out tls.pem \
			-extfile <(echo subjectAltName=DNS:kubevet.kubevet.svc,IP:127.0.0.1) 2>/dev/null
	row 'webhook' 0 'matchPolicy: Equivalent' "$kubevet" webhook
	row 'webhook, no wildcard' 0 '' lacks "'\*'" "$kubevet" webhook
	row 'webhook, own namespace' 0 'values: \["vet", kube-system\]' "$kubevet" webhook --service vet/hook
	row 'webhook, no services' 0 '' pipe 'printf "apiVersion: kubevet.dev/v1\nkind: Config\nrules: []\n" >r.yaml; ! "$kubevet" webhook --config r.yaml | grep -w services'
	row 'webhook, bad service' 2 'NAMESPACE/NAME' "$kubevet" webhook --service Kubevet
	row 'webhook, bad timeout' 2 '--timeout is a number up to 10' "$kubevet" webhook --timeout 30
	row 'webhook, bad policy' 2 'Fail or Ignore' "$kubevet" webhook --failure-policy fail
	row 'webhook, a key as CA' 2 'the CA file: holds a private key' "$kubevet" webhook --ca-file ca.key
	row 'webhook, no CA' 2 'no-ca.pem: cannot open' "$kubevet" webhook --ca-file no-ca.pem
	row 'webhook by file' 2 'takes a URL alone' "$kubevet" webhook --static
	"$kubevet" webhook --ca-file ca.pem >good-hook.yaml
	"$kubevet" webhook --static --url https://127.0.0.1:9443/validate --ca-file ca.pem >static-hook.yaml
	"$kubevet" webhook --ca-file other.pem >other-hook.yaml
	"$kubevet" webhook --ca-file ca.pem --failure-policy Ignore >open-hook.yaml
	row 'webhook check' 0 'good' "$kubevet" webhook check --cert tls.pem good-hook.yaml
	row 'webhook check by file' 0 'good' "$kubevet" webhook check --cert tls.pem static-hook.yaml
	row 'webhook check, other CA' 1 'does not fit the serving certificate for kubevet.kubevet.svc' \
		"$kubevet" webhook check --cert tls.pem other-hook.yaml
	row 'webhook check, soon' 1 'expires in' "$kubevet" webhook check --days 100 good-hook.yaml
	row 'webhook check, Ignore' 1 'open-hook.yaml:15: webhooks\[0\]: failurePolicy: want Fail' \
		"$kubevet" webhook check open-hook.yaml
	row 'webhook check of nothing' 2 'holds no ValidatingWebhookConfiguration' "$kubevet" webhook check good.yaml
	row 'webhook check, broken' 2 'good-hook.yaml: cannot open' pipe 'cd / && "$kubevet" webhook check good-hook.yaml'
	row 'webhook check, control bytes' 1 '\x1b' pipe 'sed "s/jobs/\"j\\\\eobs\"/" good-hook.yaml >esc.yaml; "$kubevet" webhook check esc.yaml'
	# As kubectl prints all that a cluster has.
	as_list "$here/webhook-list.yaml" good-hook.yaml >list-hook.yaml
	row 'webhook check of a List' 0 'list-hook.yaml: good' "$kubevet" webhook check --cert tls.pem list-hook.yaml
	row 'webhook check, others' 0 'list-hook.yaml: 2 of others left out' "$kubevet" webhook check list-hook.yaml
	as_list "$here/webhook-list.yaml" open-hook.yaml >list-hook.yaml
	row 'webhook check of a List, Ignore' 1 'webhooks\[0\]: failurePolicy: want Fail' "$kubevet" webhook check list-hook.yaml
	row 'webhook check, none of ours' 2 "none of 2 ValidatingWebhookConfigurations is kubevet's" "$kubevet" webhook check "$here/webhook-list.yaml"
	row 'deploy/base' 1 'caBundle: is not base64' "$kubevet" webhook check "$root/deploy/base/webhook.yaml"
	row 'deploy/base, nothing else' 0 '' lines 3 "$kubevet" webhook check "$root/deploy/base/webhook.yaml"
}

# as_list LIST FILE: the List with the configuration of FILE as one more item, as the API server gives it back
as_list() {
	awk -v file="$2" '
		/^kind: List/ {
			while ((getline line <file) > 0) {
				if (line ~ /^#/)
					continue
				print (line ~ /^apiVersion/ ? "- " : "  ") line
				if (line != "metadata:")
					continue
				print "    creationTimestamp: \"2026-11-02T09:00:00Z\"\n    generation: 1\n    resourceVersion: \"93\""
				print "    managedFields:\n    - apiVersion: admissionregistration.k8s.io/v1\n      fieldsType: FieldsV1"
				print "      fieldsV1: {\"f:webhooks\": {\".\": {}}}\n      manager: kubectl\n      operation: Apply"
			}
		}
		{ print }' "$1"
}

# complete_bash WORD...: what bash offers for the last word
complete_bash() {
	bash -c 'source comp.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _kubevet; echo "${COMPREPLY[@]}"' _ "$@"
}

completion() {
	local shell
	for shell in bash zsh fish; do
		"$kubevet" completion $shell >"comp.$shell"
		row "completion for $shell" 0 'kubevet' cat "comp.$shell"
	done
	row 'bash reads it' 0 '' bash -n comp.bash
	if command -v zsh >/dev/null; then
		row 'zsh reads it' 0 '' zsh -n comp.zsh
	fi
	if command -v fish >/dev/null; then
		row 'fish reads it' 0 '' fish --no-execute comp.fish
		row 'fish completes' 0 'critical' fish -c 'source comp.fish; complete -C "kubevet policies --severity "'
	fi
	row 'commands' 0 'policies' complete_bash kubevet pol
	row 'policies by name' 0 'host-paths host-ports' complete_bash kubevet explain host-p
	row 'policies behind an option' 0 'host-paths host-ports' complete_bash kubevet check --policy host-p
	row 'presets behind an option' 0 'hardened' complete_bash kubevet check --preset har
	row 'choices of an option' 0 'text json yaml' complete_bash kubevet policies -o ''
	row 'choices in capitals' 0 'Fail Ignore' complete_bash kubevet webhook --failure-policy ''
	row 'verbs' 0 'schema' complete_bash kubevet config sch
	row 'unknown shell' 2 'bash, zsh, fish' "$kubevet" completion csh
}

usage
policies
configuration
webhook
completion
printf '%d failures\n' "$failures"
[ "$failures" -eq 0 ]
