#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# apparmor.sh - deploy/profiles/kubevetd.apparmor compiles; loading it needs a kernel with AppArmor.
set -euo pipefail
profile=$(dirname -- "${BASH_SOURCE[0]}")/../../deploy/profiles/kubevetd.apparmor

command -v apparmor_parser >/dev/null || {
	echo 'skipped: apparmor_parser is not installed'
	exit 77
}
apparmor_parser --skip-kernel-load --skip-cache "$profile"
echo 'the profile compiles'
