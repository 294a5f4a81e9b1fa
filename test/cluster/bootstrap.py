# SPDX-License-Identifier: Apache-2.0
"""bootstrap.py - lib/policy/bootstrap.def has the roles and bindings that an API server makes, with their rights.

All of them, as a file: kubevet check finds nothing in them, and takes them as Kubernetes' own. By a name
that Kubernetes does not make, the same are judged.
"""

import json
import subprocess

TITLE = "Kubernetes' own roles and bindings"

RBAC = "/apis/rbac.authorization.k8s.io/v1"
KINDS = {
    "clusterroles": "ClusterRole",
    "roles": "Role",
    "clusterrolebindings": "ClusterRoleBinding",
    "rolebindings": "RoleBinding",
}
ROLES = (
    "wildcards secrets workloads escalation exec proxy node-proxy tokens certificates admission volumes deletion "
    "config-maps network nodes namespaces"
).split()
BINDINGS = "cluster-admin anonymous authenticated masters default-account foreign-account".split()
LABEL = {"kubernetes.io/bootstrapping": "rbac-defaults"}


def run(lab):
    lab.start_cluster("bootstrap")
    objects = [one for resource, kind in KINDS.items() for one in own(lab, resource, kind)]
    lab.report.check("there are some", len(objects) > 100, f"{len(objects)}")
    summary, found = judge(lab, objects)
    lab.report.check("nothing is found in them", not found, "; ".join(found[:5]))
    lab.report.check("they are taken as Kubernetes' own", summary["kubernetesOwn"] > 0, str(summary))
    renamed = json.loads(json.dumps(objects).replace('"name": "system:controller:', '"name": "system:mine:'))
    summary, found = judge(lab, renamed)
    lab.report.check("under names of others much is", len(found) > 30, f"{len(found)}")


def own(lab, resource, kind):
    """As a file has them."""
    items = lab.admin.get(f"{RBAC}/{resource}?labelSelector=kubernetes.io/bootstrapping").object["items"]
    return [{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": kind, **one} for one in items]


def judge(lab, objects):
    both = ["Role", "ClusterRole"]
    rules = [{"policy": f"role-{one}", "mode": "deny", "params": {"kinds": both}} for one in ROLES]
    rules += [{"policy": "role-aggregation", "mode": "deny"}]
    rules += [{"policy": f"binding-{one}", "mode": "deny"} for one in BINDINGS]
    config, file = lab.folder / "bootstrap-config.json", lab.folder / "bootstrap.json"
    whole = {"apiVersion": "kubevet.dev/v1", "kind": "Config", "podSecurity": {"defaults": {}}, "rules": rules}
    config.write_text(json.dumps(whole), encoding="utf-8")
    file.write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": objects}), encoding="utf-8")
    command = [lab.build / "kubevet", "check", "--config", config, "-o", "jsonl", file]
    lines = [
        json.loads(line)
        for line in subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
    ]
    found = [f"{one['rule']} in {one['object']['name']}" for one in lines if one["type"] == "finding"]
    return lines[-1], found
