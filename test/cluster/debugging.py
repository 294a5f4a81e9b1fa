# SPDX-License-Identifier: Apache-2.0
"""debugging.py - what each profile of kubectl debug may do under the preset hardened, by level.

The same table is in docs/cluster.md. The containers ask for a terminal, as kubectl debug -it does.
"""

import json

from cluster import HERE, Api
from lab import must, pod
from practice import binding, register

TITLE = "kubectl debug under the preset hardened"

PROFILES = ["legacy", "general", "baseline", "restricted", "netadmin", "sysadmin"]
# The profiles that each level lets pass into a running pod; all others are refused.
PASS = {
    "restricted": ["restricted"],
    "baseline": ["legacy", "baseline", "restricted"],
    "privileged": ["legacy", "baseline", "restricted"],
}
RBAC = "/apis/rbac.authorization.k8s.io/v1"
IMAGE = "registry.example.com/tools:1.4.2"
QUIET = {
    "automountServiceAccountToken": False,
    "serviceAccountName": "quiet",
    "securityContext": {
        "runAsNonRoot": True,
        "runAsUser": 10001,
        "runAsGroup": 10001,
        "seccompProfile": {"type": "RuntimeDefault"},
    },
    "containers": [
        {
            "name": "a",
            "image": IMAGE,
            "securityContext": {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            },
            "resources": {
                "requests": {"cpu": "100m", "memory": "64Mi"},
                "limits": {"cpu": "100m", "memory": "64Mi"},
            },
        }
    ],
}


def run(lab):
    lab.start_cluster("debugging")
    lab.cluster.apply("-f", HERE / "users.yaml", "-f", HERE / "service.yaml")
    must(
        lab.admin.post(f"{RBAC}/clusterrolebindings", binding("alice-may", "cluster-admin", "User", "alice"))
    )
    lab.alice = Api(lab.cluster, "alice")
    for level in PASS:
        lab.namespace(level)
    rows = []
    for level in PASS:
        lab.guard(judge_level, level, rows)
    lab.report.table(
        "kubectl debug -it under the preset hardened, by level of the namespace",
        ["profile", *PASS],
        [[profile, *(cell for name, *cells in rows if name == profile for cell in cells)] for profile in PROFILES],
    )


def judge_level(lab, level, rows):
    config = lab.folder / f"debugging-{level}.yaml"
    levels = {mode: level for mode in ("enforce", "audit", "warn")}
    head = {"apiVersion": "kubevet.dev/v1", "kind": "Config"}
    config.write_text(
        json.dumps({**head, "preset": "hardened", "podSecurity": {"defaults": levels}}), encoding="utf-8"
    )
    lab.kubevetd = lab.start_kubevetd(f"debugging-{level}", config=config, options=["--drain-delay", "0"])
    must(lab.admin.post(f"/api/v1/namespaces/{level}/serviceaccounts", account()))
    pods = f"/api/v1/namespaces/{level}/pods"
    bad = pod("probe", {"name": "a", "image": IMAGE})
    bad["spec"]["volumes"] = [{"name": "v", "hostPath": {"path": "/proc/1/root"}}]
    register(lab, config, lambda: lab.alice.post(f"{pods}?dryRun=All", bad).status == 403)
    answer = lab.alice.post(pods, {"apiVersion": "v1", "kind": "Pod", "metadata": metadata(), "spec": QUIET})
    lab.report.check(f"{level}: the pod itself passes", answer.status == 201, answer.text)
    for profile in PROFILES:
        rows.append([profile, debug(lab, level, profile)])
    copied(lab, level)
    must(lab.admin.delete("/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/kubevet"))


def account():
    return {
        "apiVersion": "v1",
        "kind": "ServiceAccount",
        "metadata": {"name": "quiet"},
        "automountServiceAccountToken": False,
    }


def metadata():
    # Its owner is no Deployment, which would be warned about; nobody is there to run it either way.
    return {"name": "quiet", "labels": {"app.kubernetes.io/name": "quiet"}}


def debug(lab, level, profile):
    """Returns what the table says of it."""
    command = f"-n {level} debug quiet --image={IMAGE} --profile={profile} --stdin --tty --attach=false"
    done = lab.cluster.kubectl(*command.split(), user="alice")
    lab.report.capture(f"debug-{level}-{profile}", f"kubectl {command}", done)
    passes = profile in PASS[level]
    if passes:
        lab.report.check(f"{level}: kubectl debug --profile={profile} passes", not done.returncode, done.stderr)
    else:
        lab.report.contains(f"{level}: kubectl debug --profile={profile} is refused", done.stderr, "is forbidden")
        lab.report.check(
            f"{level}: not for what no profile can set", "[interactive]" not in done.stderr, done.stderr
        )
    return "passes" if passes else "refused"


def copied(lab, level):
    """A debugger in a copy of the pod is a pod of its own, with all that is asked of one."""
    command = f"-n {level} debug quiet --image={IMAGE} --profile=sysadmin --copy-to=copy --attach=false"
    done = lab.cluster.kubectl(*command.split(), user="alice")
    lab.report.contains(f"{level}: a privileged copy is refused", done.stderr, "is forbidden")
