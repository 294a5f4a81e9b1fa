#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# check.sh - kubevet check on test/manifests: exit statuses, formats, baselines, pipes, threads.
#
#	check.sh KUBEVET
#
# Prints what each case got; exit status 1 when any got something else than it should. Needs jq and python3.
set -u
kubevet=$(readlink -f "$1")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
dir=$(mktemp -d)
failures=0
trap 'rm -rf "$dir"' EXIT
cd "$here/../manifests" || exit 1
head='apiVersion: kubevet.dev/v1\nkind: Config\n'
export kubevet dir here head

# row NAME STATUS TEXT COMMAND...: the command's exit status, and a text that its output has
row() {
	local name=$1 status=$2 text=$3 out got mark=ok
	shift 3
	out=$("$@" 2>&1)
	got=$?
	if [ "$got" -ne "$status" ] || [[ $out != *"$text"* ]]; then
		mark=FAILED
		failures=$((failures + 1))
	fi
	printf '%-7s %-34s %s\n' "$mark" "$name" "$([ $mark = ok ] || printf 'exit %s, want %s; want %s in: %s' "$got" "$status" \
		"$text" "${out:0:1500}")"
}

check() {
	"$kubevet" check "$@"
}

# sh COMMAND: in a shell, with check()
sh() {
	bash -o pipefail -c "$1"
}
export -f check

# A pod in a namespace whose labels come with it; the second file says otherwise when there is one.
labelled() {
	local pod='{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: shop}, spec: {containers: [{name: a, image: x}]}}'
	local level='{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: %s}}}\n'

	mkdir -p "$dir/one" "$dir/two"
	{
		printf -- '--- %s\n' "$pod"
		printf -- "--- $level" restricted
	} >"$dir/one/a.yaml"
	cp "$dir/one/a.yaml" "$dir/two"
	printf -- "$level" privileged >"$dir/two/b.yaml"
	row 'labels that come with it' 1 '4 denials in 1 object' check "$dir/one"
	row 'they are followed' 1 'Followed: pod-security labels of Namespaces in here: 1' check "$dir/one"
	row 'a level that was given' 0 '0 denials, 0 warnings' check --level privileged "$dir/one"
	row 'labels that differ' 0 'Not followed: pod-security labels of Namespaces that differ between the files: 1' check "$dir/two"
	row 'from a pipe, behind it' 0 '0 denials, 4 warnings' sh 'check - <"$dir/one/a.yaml"'
	row 'from a pipe, before it' 1 '4 denials in 1 object' sh '(sed 1d "$dir/one/a.yaml"; sed -n 1p "$dir/one/a.yaml") | check -'
}

statuses() {
	row 'clean' 0 '0 denials, 0 warnings, 0 audit notes' check good.yaml
	row 'denied' 1 '5 denials in 3 objects' check many.yaml
	row 'warnings alone' 0 '0 denials, 1 warning' check --only service-type many.yaml
	row 'warnings that fail' 1 '0 denials, 1 warning' check --only service-type --fail-on warn many.yaml
	row 'broken' 2 '2 errors' check broken.yaml
	row 'no such file' 2 'none.yaml' check none.yaml good.yaml
	row 'a good one beside' 2 '1 object: 1 judged' check none.yaml good.yaml
	row 'empty folder' 2 'no *.yaml, *.yml or *.json in this folder' sh 'mkdir "$dir/empty" && check "$dir/empty"'
	row 'empty input' 2 'there was no object to judge' sh ': | check -'
	row 'nothing given' 2 'wants files, folders, or -' check
	row 'unknown format' 2 '-o: want text|json|jsonl|sarif|junit|github|markdown, got xml' check -o xml good.yaml
	row 'unknown level' 2 '--level: want privileged, baseline or restricted, got strict' check --level strict good.yaml
	row 'bad version' 2 '--version: want latest or v1.x, got 1.30' check --level baseline --version 1.30 good.yaml
	row 'version of nothing' 2 '--version needs --level' check --version v1.30 good.yaml
	row 'unknown policy' 2 'no policy servicetype; did you mean service-type?' check --policy servicetype good.yaml
	row 'unknown rule' 2 'baseline-privilege' check --skip baseline-privilege good.yaml
	row 'preset' 1 'read-only-root-filesystem' check --preset hardened many.yaml
	labelled
	row 'two presets' 1 'read-only-root-filesystem' check --preset default --preset nsa many.yaml
	row 'unknown preset' 2 'no preset hardend, did you mean hardened' check --preset hardend good.yaml
	row 'preset and configuration' 2 'goes without --config' check --preset nsa --config x.yaml good.yaml
	row 'bad jobs' 2 '--jobs: want a number from 0 to 64' check --jobs 65 good.yaml
	row 'bad configuration' 2 'config.yaml:1:' sh 'echo "mode: loud" >"$dir/config.yaml"; check --config "$dir/config.yaml" good.yaml'
	row 'full disk' 2 "the report can't be written" sh 'check good.yaml >/dev/full'
	row 'help' 0 '--write-baseline' check --help
}

findings() {
	row 'line and column' 1 'deny  16:7 baseline-privileged (critical, Pod Security baseline:latest)' check many.yaml
	row 'of a template' 1 'deny  28:7 baseline-host-namespaces (high, Pod Security restricted:latest, for its pods)' check many.yaml
	row 'label of a namespace' 1 'metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "strict"' check many.yaml
	row 'default: host port' 1 'ports[0].hostPort: 9000' check many.yaml
	row 'default: emptyDir' 1 'volumes without a source are emptyDir: 1' check many.yaml
	row 'not read, by name' 1 'Not read: v1 Secret 1' check many.yaml
	row 'namespace' 1 'Pod default/debug' check many.yaml
	row 'another one' 1 'Pod test/debug' check -n test many.yaml
	row 'exempt namespace' 0 '1 exempt from Pod Security' sh 'grep -v namespace: good.yaml | check -n kube-system -'
	row 'error with its place' 2 'error 4:1 did not find expected node content' check broken.yaml
	row 'object of a wrong shape' 2 'error 18:5 (document 3) Pod odd: ' check broken.yaml
	row 'what stands behind it' 2 'Pod default/behind (document 2)' check broken.yaml
	row 'JSON file' 1 'deny  7:16 baseline-host-namespaces' check more/list.json
	row 'folder' 1 'more/list.json' check more
	row 'folder in a folder' 1 'more/deep/cron.yml' check more
	row 'no rule for it' 0 '1 to which no rule applies' sh 'printf "${head}podSecurity: {defaults: {}}\nrules: []\n" >"$dir/none.yaml"
		check --config "$dir/none.yaml" more/deep'
	row 'nothing else of it' 1 '2 files, 2 objects' check more
	row 'pipe' 1 '<stdin>' sh 'check - <many.yaml'
	row 'pipe of JSON' 1 'deny  7:16' sh 'check - <more/list.json'
	row 'level' 1 'Pod Security restricted:v1.30' check --level restricted --version v1.30 more
	row 'level of nothing' 0 '0 denials, 0 warnings' check --level privileged more
	row 'one policy' 1 '2 denials in 2 objects, 0 warnings' check --policy baseline-privileged many.yaml more
	row 'two policies' 1 '3 denials in 3 objects, 0 warnings' check --policy baseline-privileged --policy service-type many.yaml more
	row 'only' 1 '2 denials in 2 objects, 0 warnings, 0 audit' check --only baseline-privileged many.yaml more
	row 'skip' 1 '1 denial in 1 object' check --skip baseline-privileged --skip baseline-host-ports \
		--skip baseline-host-namespaces many.yaml
	row 'mode: audit' 1 'mode: audit, where the server denies nothing' sh \
		'printf "${head}mode: audit\n" >"$dir/audit.yaml"; check --config "$dir/audit.yaml" many.yaml'
	row 'templates denied by it' 1 'baseline:latest)' sh \
		'printf "${head}podSecurity:\n  defaults: {enforce: baseline}\n  controllers: deny\n" >"$dir/c.yaml"; check --config "$dir/c.yaml" more/deep'
	row 'labels of namespaces' 1 'Pod Security restricted:latest, for its pods' sh \
		'echo "{\"shop\":{\"pod-security.kubernetes.io/enforce\":\"restricted\"}}" >"$dir/ns.json"
		printf "${head}namespaceLabels: $dir/ns.json\n" >"$dir/ns.yaml"; check --config "$dir/ns.yaml" more/deep'
	row 'unknown namespace' 0 'not evaluated: podSecurity: namespaceLabels does not have' sh \
		'echo "{}" >"$dir/ns.json"; check --config "$dir/ns.yaml" more/deep'
	row 'unknown user' 1 'Not evaluated: podSecurity.exemptions.usernames' sh \
		'printf "${head}podSecurity:\n  defaults: {enforce: baseline}\n  exemptions: {usernames: [root]}\n" >"$dir/u.yaml"
		check --config "$dir/u.yaml" more'
}

formats() {
	local format
	for format in text json jsonl sarif junit github markdown; do
		check -o $format . >"$dir/out.$format"
	done
	row 'formats, by other tools' 0 'all formats agree' python3 "$here/formats.py" "$dir/out"
	row 'JSON, by jq' 0 '12' jq '.summary.deny' "$dir/out.json"
	row 'JSON lines, by jq' 0 '12' jq -s '[.[]|select(.effect=="deny")]|length' "$dir/out.jsonl"
	row 'colour' 1 $'\033[31mdeny ' check --color always many.yaml
	row 'none in a pipe' 1 '' sh '! check --color auto many.yaml | grep -q "$(printf "\033")" && exit 1'
	row 'no secret in any' 0 '' sh '! grep -l planted "$dir"/out.*'
	row 'hostile name' 2 'notes\u000a::error::x.yaml' sh 'cp broken.yaml "$dir/notes
::error::x.yaml"; check "$dir/notes
::error::x.yaml"'
}

baselines() {
	row 'recorded' 0 '5 denials' sh 'check many.yaml >"$dir/before"; check --baseline "$dir/base" --write-baseline many.yaml >"$dir/after" 2>"$dir/said" &&
		cat "$dir/before"'
	row 'it says so' 0 'findings recorded' cat "$dir/said"
	row 'and reports none' 0 '0 denials, 0 warnings, 0 audit notes; 10 more in the baseline' cat "$dir/after"
	row 'known' 0 '10 more in the baseline' check --baseline "$dir/base" many.yaml
	row 'known under another path' 0 '10 more in the baseline' sh 'cd .. && check --baseline "$dir/base" manifests/many.yaml'
	row 'new ones' 1 '5 denials in 1 object' check --baseline "$dir/base" many.yaml more/deep
	row 'the same twice' 1 '5 denials in 3 objects' check --baseline "$dir/base" many.yaml many.yaml
	row 'anew' 0 '2 findings recorded' check --baseline "$dir/base" --write-baseline --only baseline-privileged many.yaml more/deep
	row 'errors are errors' 2 'recorded' check --baseline "$dir/broken" --write-baseline broken.yaml
	row 'broken baseline' 2 'base2: not a kubevet.dev/v1 Baseline' sh 'echo "{}" >"$dir/base2"; check --baseline "$dir/base2" many.yaml'
	row 'no folder for it' 2 'No such file' check --baseline "$dir/none/base" --write-baseline many.yaml
	row 'no baseline' 2 'none: there is no such baseline; --write-baseline records one' check --baseline "$dir/none" many.yaml
	row 'nor is one made' 1 'No such file' sh 'LC_ALL=C cat "$dir/none" || exit 1'
	row 'gone ones are told' 0 'In the baseline, but not found any more: findings: ' sh \
		'check --baseline "$dir/all" --write-baseline many.yaml more >/dev/null && check --baseline "$dir/all" many.yaml'
	row 'in numbers too' 0 true sh 'check -o json --baseline "$dir/all" many.yaml | jq ".summary.goneFromBaseline > 0"'
	row 'none is gone' 0 '"goneFromBaseline":0,' check -o json --baseline "$dir/all" many.yaml more
}

# A folder of a repository: what is no manifest is counted, what is a broken one stays an error.
repository() {
	local good='apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n'

	mkdir -p "$dir/repo"
	printf "$good" >"$dir/repo/cm.yaml"
	printf 'apiVersion: v2\nname: x\nversion: 0.1.0\n' >"$dir/repo/Chart.yaml"
	printf '{"name": "x"}' >"$dir/repo/package.json"
	printf 'image: {tag: "1"}\n---\n- a\n' >"$dir/repo/values.yaml"
	row 'a repository' 0 'No manifests, as they have no apiVersion and kind: documents in folders: 4' check "$dir/repo"
	row 'its numbers' 0 '"noManifests":4,' check -o json "$dir/repo"
	row 'named, it is an error' 2 'no kind' check "$dir/repo/values.yaml"
	row 'nothing else there' 2 'there was no object to judge' sh 'mkdir "$dir/values" && cp "$dir/repo/values.yaml" "$dir/values" && check "$dir/values"'
	printf 'apiVersion: v1\nmetadata: {name: a}\n' >"$dir/repo/bad.yaml"
	row 'no kind' 2 'bad.yaml' check "$dir/repo"
	printf 'kind: Pod\n' >"$dir/repo/bad.yaml"
	row 'no apiVersion' 2 'no apiVersion' check "$dir/repo"
	printf 'apiVersion: v1\nkind: [\n' >"$dir/repo/bad.yaml"
	row 'broken' 2 'bad.yaml' check "$dir/repo"
	printf 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Release.Name }}\n' >"$dir/repo/bad.yaml"
	row 'a template' 2 'looks like a Helm template; render it first: helm template ... | kubevet check -' check "$dir/repo"
}

# What never ends, or comes without end.
hostile() {
	local pod='{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{"name":"a","image":"x"}]}}\n'

	mkdir -p "$dir/dots"
	yes '...' | head -1000 >"$dir/dots/a.yaml"
	row 'ends that end nothing' 2 '0 audit notes; 1 error' check "$dir/dots"
	yes -- $'---\n[' | head -2000 >"$dir/dots/a.yaml"
	row 'errors of one file' 2 'error and 900 more errors in this file' check "$dir/dots"
	row 'all are counted' 0 '1000' sh 'check -o json "$dir/dots" >"$dir/dots.json"; jq .summary.errors "$dir/dots.json"'
	row 'a device without end' 2 'a document of more than 67108864 bytes' check /dev/zero
	row 'a pipe is read once' 0 '1 object: 1 judged' sh "check --level privileged <(printf '$pod# pod-security.kubernetes.io/')"
}

# A control plane as kubeadm makes it, with the gaps that it leaves.
control_plane() {
	local plane=../control-plane
	row 'static pods' 1 '7 denials in 3 objects' check --config $plane/config.yaml $plane/manifests
	row 'of a flag that is not there' 1 'deny  13:5 apiserver-audit (medium)' check --config $plane/config.yaml $plane/manifests
	row 'of one that is' 1 'deny  17:7 apiserver-authorization' sh \
		"sed s/Node,RBAC/AlwaysAllow/ $plane/manifests/kube-apiserver.yaml | check --config $plane/config.yaml -"
	row 'etcd is good' 0 '0 denials' check --config $plane/config.yaml $plane/manifests/etcd.yaml
	row 'etcd of an application' 0 '0 denials' sh "sed 's/kube-system/shop/; s/https:/http:/' $plane/manifests/etcd.yaml |
		check --config $plane/config.yaml -"
	row 'kubelet' 1 'KubeletConfiguration (no name)' check --config $plane/config.yaml $plane/kubelet.yaml
	row 'kubelet: no limit of processes' 1 '1 denial in 1 object' check --config $plane/config.yaml $plane/kubelet.yaml
	row 'kubelet: line and column' 1 'deny  4:5 kubelet-authentication (critical)' sh \
		"sed '0,/enabled: false/s//enabled: true/' $plane/kubelet.yaml | check --config $plane/config.yaml -"
	row 'kubelet of a wrong shape' 2 'authentication.anonymous.enabled: want a boolean, got a string' sh \
		"sed '0,/enabled: false/s//enabled: \"no\"/' $plane/kubelet.yaml | check --config $plane/config.yaml -"
	row 'encryption' 1 'deny  10:9 encryption-configuration (high)' check --config $plane/config.yaml $plane/encryption.yaml
	row 'encryption: no key is shown' 0 '' sh "! check --config $plane/config.yaml -o json $plane/encryption.yaml | grep dGhpcyBp"
	row 'no other objects' 0 '0 denials' check --config $plane/config.yaml good.yaml
}

# Files of profiles, ours and a weak one of each kind.
profiles() {
	local weak=../profiles ours=../../deploy/profiles all=()
	local kind
	for kind in default-action syscalls dangerous architectures; do all+=(--policy seccomp-$kind); done
	for kind in mode files network capabilities ptrace mount; do all+=(--policy apparmor-$kind); done
	row 'our profiles' 0 '2 files, 2 objects: 2 judged' check "${all[@]}" $ours/kubevetd.json $ours/kubevetd.apparmor
	row 'seccomp' 1 '4 denials in 1 object' check "${all[@]}" $weak/weak.json
	row 'seccomp: line and column' 1 'deny  6:16 seccomp-syscalls' check "${all[@]}" $weak/weak.json
	row 'seccomp: place' 1 'architectures[1]: SCMP_ARCH_AMD64' check "${all[@]}" $weak/weak.json
	row 'seccomp: what is left open' 1 'as no rule refuses _sysctl, acct' check "${all[@]}" $weak/weak.json
	row 'seccomp from a pipe' 1 '<stdin>' sh 'check --policy seccomp-default-action - <../profiles/weak.json'
	row 'AppArmor' 1 '8 denials in 1 object' check "${all[@]}" $weak/weak
	row 'AppArmor: a profile' 1 'deny  5:1 apparmor-mode' check "${all[@]}" $weak/weak
	row 'AppArmor: a rule' 1 'deny  8:3 apparmor-capabilities' check "${all[@]}" $weak/weak
	row 'AppArmor: of a hat' 1 'deny  15:5 apparmor-files' check "${all[@]}" $weak/weak
	row 'AppArmor: its name' 1 'AppArmorProfile weak' check "${all[@]}" $weak/weak
	row 'AppArmor from a pipe' 1 'deny  12:3 apparmor-mount' sh 'check --policy apparmor-mount - <../profiles/weak'
	row 'AppArmor that is broken' 2 'error 1:1 a block that is not closed' sh \
		'echo "profile x {" >"$dir/broken-profile"; check --policy apparmor-mode "$dir/broken-profile"'
	row 'a folder has manifests alone' 1 '1 file, 1 object' check "${all[@]}" $weak
	row 'no namespace' 0 '' sh '! check -o json --policy apparmor-mode ../profiles/weak | grep -q default'
}

# What says of itself that it is Kubernetes' own.
bindings() {
	own() {
		local label='labels: {kubernetes.io/bootstrapping: rbac-defaults}' rbac=rbac.authorization.k8s.io
		printf '{apiVersion: %s/v1, kind: ClusterRoleBinding, metadata: {name: "%s", %s},\n' $rbac "$1" "$label"
		printf ' roleRef: {apiGroup: %s, kind: ClusterRole, name: "%s"},\n' $rbac "$2"
		printf ' subjects: [{apiGroup: %s, kind: Group, name: "system:masters"}, {kind: %s, name: "%s", namespace: x}]}\n' \
			$rbac "$3" "$4"
	}
	export -f own
	row "Kubernetes' own binding" 0 "1 judged; 1 taken as Kubernetes' own" \
		sh 'own cluster-admin cluster-admin None "" | sed "s/, {kind: None[^}]*}//" | check --policy binding-masters -'
	row 'a name of the author' 1 '1 denial' sh 'own system:mine cluster-admin ServiceAccount a | check --policy binding-masters -'
	row 'one subject more' 1 '1 denial' sh 'own cluster-admin cluster-admin User jane | check --policy binding-masters -'
	row 'another role' 1 '1 denial' sh 'own cluster-admin view None "" | sed "s/, {kind: None[^}]*}//" | check --policy binding-masters -'
}

# 200 files, so that threads run ahead of each other.
threads() {
	local i
	mkdir "$dir/copies"
	for i in {100..299}; do
		cp many.yaml "$dir/copies/$i.yaml"
		[ $((i % 7)) -ne 0 ] || cp broken.yaml "$dir/copies/$i-broken.yaml"
	done
	for format in text sarif junit; do
		row "one thread as eight, $format" 0 '' sh \
			"cmp <(check -o $format --jobs 1 \"\$dir/copies\") <(check -o $format --jobs 8 \"\$dir/copies\")"
	done
}

statuses
findings
formats
baselines
repository
hostile
control_plane
profiles
bindings
threads
printf '%d failed\n' "$failures"
[ "$failures" -eq 0 ]
