#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# docs.sh - what docs/ says is what the programs say.
#
#	docs.sh KUBEVET KUBEVETD [--write]
#
# Pages that kubevet makes must be as it makes them now; --write makes them. Pages written by hand must tell of every command
# and option, name policies that there are, and read well to mandoc, if that is here.
set -u
kubevet=$(readlink -f "$1")
kubevetd=$(readlink -f "$2")
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../../docs" || exit 1
faults=0

fault() {
	printf 'FAILED  %s\n' "$*"
	faults=$((faults + 1))
}

# page FILE NAME: what kubevet docs NAME prints
page() {
	local changes
	[ "$write" != --write ] || "$kubevet" docs "$2" >"$1"
	changes=$("$kubevet" docs "$2" | diff -u "$1" - | head -n 20)
	[ -z "$changes" ] || fault "docs/$1 is old: cmake --build --preset dev --target docs mends it"$'\n'"$changes"
}

# tells FILE WORD: the page has it, its dashes as mdoc spells them
tells() {
	grep -qF -- "$2" "$1" || fault "docs/$1 does not tell of ${2//Fl -/--}"
}

write=${3:-}
page policies.md policies
page configuration.md configuration
page man/kubevet.yaml.5 kubevet.yaml.5

# Every policy that the page of practices leads to is there.
ids=$("$kubevet" policies -o json | grep -oE '"id":"[a-z0-9-]+","set"' | cut -d'"' -f4)
for id in $(grep -oE 'policies\.md#[a-z0-9-]+' coverage.md | cut -d'#' -f2 | sort -u); do
	grep -qxF -- "$id" <<<"$ids" || fault "docs/coverage.md: there is no policy $id"
done

while read -r command; do
	tells man/kubevet.1 "Cm $command"
	for option in $("$kubevet" "$command" --help | grep -oE '^  --[a-z-]+'); do
		tells man/kubevet.1 "Fl -${option#--}"
	done
done < <("$kubevet" --help | sed -n '/^Commands:/,/^Options:/s/^  \([a-z]\+\).*/\1/p')
for option in $("$kubevetd" --help | grep -oE '^  --[a-z-]+'); do
	tells man/kubevetd.8 "Fl -${option#--}"
done

for page in man/*; do
	if command -v mandoc >/dev/null; then
		mandoc -Tlint -W warning "$page" || fault "docs/$page: mandoc says so"
	elif command -v groff >/dev/null; then
		said=$(groff -mdoc -ww -z "$page" 2>&1)
		[ -z "$said" ] || fault "docs/$page: $said"
	fi
done

printf '%d faults\n' "$faults"
[ "$faults" -eq 0 ]
