#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# cluster.sh - up, down, kubectl, env: a Kubernetes control plane with kubevetd as its webhook. See README.md.
exec python3 -B "$(dirname -- "$0")/cluster.py" "$@"
