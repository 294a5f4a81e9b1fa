#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# style.sh - what every source file has in common: licence line, opening comment, format, no path of somebody's machine.
set -uo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."

faults=0
fault() {
	printf '%s\n' "$*"
	faults=$((faults + 1))
}

mapfile -d '' sources < <(find lib policies cmd test -name '*.[ch]' -print0 | LC_ALL=C sort -z)
mapfile -d '' scripts < <(find scripts certs test .ci \( -name '*.sh' -o -name run \) -type f -print0 | LC_ALL=C sort -z)
[ ${#sources[@]} -gt 0 ] || fault "no source was found: is this the source tree?"

for file in "${sources[@]}"; do
	{
		IFS= read -r first
		IFS= read -r second
	} <"$file"
	[ "$first" = '/* SPDX-License-Identifier: Apache-2.0 */' ] || fault "$file:1: the first line is the SPDX line"
	[[ $second == "/* ${file##*/} - "* ]] || fault "$file:2: the second line says what the file is for: /* ${file##*/} - ..."
done

for file in "${scripts[@]}"; do
	head -n 3 "$file" | grep -qxF '# SPDX-License-Identifier: Apache-2.0' || fault "$file: no SPDX line below the first"
	bash -n "$file" || fault "$file: bash can not read it"
done

machine='(^|[^A-Za-z0-9_.$}-])/(work|Users|tmp/b-[a-z]+)/'
if grep -rnE --exclude-dir=.git --exclude=.git --exclude-dir='build*' --exclude-dir=.cache -- "$machine" .; then
	fault "the lines above name a path of one machine"
fi

# Versions disagree on details; the tree is of this one.
if ! command -v clang-format >/dev/null; then
	fault "clang-format is not installed"
elif [[ $(clang-format --version) != *"version 14."* ]]; then
	printf 'the format is not looked at: that takes clang-format 14\n'
else
	# Many files a process: one for each would take most of this script's time.
	while IFS= read -r file; do
		fault "$file: clang-format -i mends it"
	done < <(printf '%s\0' "${sources[@]}" | xargs -0 -n 32 -P "$(nproc)" clang-format --dry-run 2>&1 |
		sed -nE 's/^([^ :]+):[0-9]+:[0-9]+: warning: .*/\1/p' | LC_ALL=C sort -u)
fi

printf '%d sources, %d scripts, %d faults\n' ${#sources[@]} ${#scripts[@]} "$faults"
[ "$faults" -eq 0 ]
