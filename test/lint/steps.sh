#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# steps.sh - no walk over a list of the sender's goes uncounted (lib/base/budget.h).
#
# The iterators of views and of certificates take a step for each element. Policies, and what is shared among them, walk lists by
# those, or take the step themselves; two lists side by side are as long as the shorter one, and findings are kept up to a number.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."

bad=$(
	# Macros, with the lines that they go on in.
	find lib/k8s lib/crypto -name '*.h' -print0 | xargs -0 awk '
		/^#define for_each_/ { text = ""; open = 1 }
		open { text = text $0; open = /\\$/
		       if (!open && text !~ /budget_step\(\)/) print FILENAME ":" FNR ": an iterator without budget_step()" }'
	grep -rnE 'for \(.*; [a-z_]+( && .*)?; ([a-z_]+) = \2->next\)' policies lib/policy --include='*.c' |
		grep -vE 'budget_step\(\)|a && b;|struct finding ' | sed 's/$/: walks a list without budget_step()/' || true
)
[ -z "$bad" ] || { printf '%s\n' "$bad" >&2; exit 1; }
