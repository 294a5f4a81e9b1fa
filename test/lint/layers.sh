#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# layers.sh - each folder includes only what the USES lines of CMakeLists.txt let it know.
#
# A layer knows itself and what it uses, directly or through others. Policies know policy/, k8s/ and crypto/ and nothing else of lib/.
# A program knows the layers it links. Headers of the TLS, HTTP and YAML libraries stay in the one layer that wraps them.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."

{
	cat CMakeLists.txt
	find lib policies cmd -name '*.[ch]' -print | LC_ALL=C sort | while IFS= read -r file; do
		sed -nE 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*([<"][^>"]+)[>"].*/include '"${file//\//\\/}"' \1/p' "$file"
	done
} | awk '
# The graph: layer(NAME USES A B PACKAGES X) and target_link_libraries(PROGRAM PRIVATE A B).
/^layer\(/ || /^ *target_link_libraries\(kubevetd? PRIVATE/ {
	text = $0
	program = text !~ /^layer/
	gsub(/^[^(]*\(|\)[^)]*$/, "", text)
	n = split(text, word, " ")
	node = program ? "cmd/" word[1] : word[1]
	known[node] = 1
	uses = program
	for (i = 2; i <= n; i++) {
		if (word[i] == "USES" || word[i] == "PRIVATE")
			uses = 1
		else if (word[i] == "PACKAGES")
			uses = 0
		else if (uses)
			edge[node, word[i]] = 1
	}
}

function reaches(from, to,    key, part) {
	if (from == to || (from, to) in edge)
		return 1
	for (key in edge) {
		split(key, part, SUBSEP)
		if (part[1] == from && reaches(part[2], to))
			return 1
	}
	return 0
}

function fault(why) {
	printf "%s: %s: %s\n", file, header, why
	faults++
}

/^include / {
	file = $2
	header = substr($3, 2)
	system_header = substr($3, 1, 1) == "<"
	n = split(file, path, "/")
	where = path[1] == "policies" ? "policies" : path[1] == "cmd" ? "cmd/" path[2] : path[2]
	slash = index(header, "/")
	folder = slash ? substr(header, 1, slash - 1) : ""
	checked++

	if (system_header) {
		if (header == "yaml.h" && where != "yaml")
			fault("belongs to lib/yaml")
		if (header == "microhttpd.h" && where != "server")
			fault("belongs to lib/server")
		if (folder == "curl" && where != "cmd/kubevet")
			fault("belongs to the command line: the server has no HTTP client in it")
		if (folder == "openssl" && where != "server" && where != "webhook" && where != "crypto")
			fault("belongs to lib/crypto, lib/server and lib/webhook")
	} else if (header == "policies.h" || header == "policies.def") {
		if (where != "policies" && path[1] != "cmd")
			fault("lib names no policy; a program hands the table over")
	} else if (folder == "") {
		# a neighbour in the same folder
	} else if (!(folder in known)) {
		fault("no such layer")
	} else if (where == "policies") {
		if (folder != "policy" && folder != "k8s" && folder != "crypto")
			fault("a policy knows policy/, k8s/ and crypto/ alone")
	} else if (!(where in known)) {
		fault("nothing in CMakeLists.txt says what " where " uses")
	} else if (!reaches(where, folder)) {
		fault(where " does not use " folder)
	}
}

END {
	if (!checked) {
		print "no #include was found: is this the source tree?"
		exit 1
	}
	printf "%d includes, %d faults\n", checked, faults
	exit faults > 0
}'
