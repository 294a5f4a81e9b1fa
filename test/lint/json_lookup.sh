#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# json_lookup.sh - nobody but lib/json uses the parts of cJSON that mislead: lookups that ignore case or bypass json_get(),
# the truncated valueint, its global error, its own parsing, printing and freeing.
set -uo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."

banned='\<(cJSON_(GetObjectItem|HasObjectItem|GetErrorPtr|Print|Parse|Delete|InitHooks|(Add|Create)[A-Z])[A-Za-z]*|valueint)\>'
if grep -rnE --include='*.[ch]' --exclude-dir=json --exclude-dir=bench --exclude=check_json.c -- "$banned" lib policies cmd test | grep -vE ':[[:space:]]*(/?\*|//)'; then
	echo "use what json/json.h offers instead"
	exit 1
fi
