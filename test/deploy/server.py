#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""server.py - deploy/ on a real API server: usage: server.py KUBEVET

Each overlay and the chart is applied, with the server's strict validation and without a warning. The controllers then make
the pods, past the quota and the built-in Pod Security of the namespace at restricted; what has become of the objects with
all defaults filled in is judged by kubevet once more; and what was applied is what is there. Nothing runs: there are
no nodes.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

import judge
from manifests import CERT_MANAGER, Manifests, ROOT, SKIP, name_of

sys.path.insert(0, os.path.join(ROOT, "test/cluster"))
import cluster as control_plane  # noqa: E402

KINDS = "namespace,serviceaccount,configmap,service,deployment,pod,poddisruptionbudget,networkpolicy,resourcequota"


class Server:
    def __init__(self, kubevet, manifests, cluster):
        self.kubevet, self.manifests, self.cluster = kubevet, manifests, cluster
        self.faults = 0

    def check(self, what, holds, got=""):
        print(f"{'passed' if holds else 'FAIL'}: {what}{'' if holds else f': {got}'}", flush=True)
        self.faults += not holds

    def kubectl(self, what, *arguments, text=None):
        """Must succeed without a warning."""
        done = self.cluster.kubectl(*arguments, text=text)
        self.check(what, done.returncode == 0 and not done.stderr, done.stderr)
        return done.stdout

    def live(self, namespace):
        objects = json.loads(
            self.cluster.kubectl("-n", namespace, "get", KINDS, "-o", "json").stdout
        )["items"]
        return [
            one
            for one in objects
            if one["kind"] != "Namespace" or one["metadata"]["name"] == namespace
        ]

    def pods(self, namespace):
        return [one for one in self.live(namespace) if one["kind"] == "Pod"]

    def installed(self, what, namespace, count):
        """After an apply: the pods come, and nothing is found in what is there now."""
        try:
            control_plane.wait_until("pods", lambda: len(self.pods(namespace)) == count, 30)
            self.check(f"{what}: the controllers make {count} pods", True)
        except control_plane.Trouble as trouble:
            events = self.cluster.kubectl("-n", namespace, "get", "events").stdout
            self.check(f"{what}: the controllers make {count} pods", False, f"{trouble}\n{events}")
        objects = self.live(namespace)
        found = [
            f"{name_of(one)}: {line}"
            for one in objects
            if not made_by_the_cluster(one)
            for line in judge.complaints(judge.judge(self.kubevet, one))
        ]
        self.check(
            f"{what}: {len(objects)} objects, defaults filled in, without a finding",
            not found,
            found,
        )

    def unregister(self, name):
        self.kubectl(
            "backing out: the registration goes first",
            "delete",
            "validatingwebhookconfiguration",
            name,
        )


def made_by_the_cluster(one):
    return one["metadata"]["name"] in ("kube-root-ca.crt", "default")


def refuse_base(server):
    done = server.cluster.kubectl(
        "apply",
        "--dry-run=server",
        "-f",
        "-",
        text=json.dumps(
            [
                one
                for one in server.manifests.kustomize("base")
                if one["kind"] == "ValidatingWebhookConfiguration"
            ][0]
        ),
    )
    server.check(
        "base alone is refused for its caBundle",
        done.returncode != 0 and "base64" in done.stderr,
        done.stderr,
    )


def overlays(server):
    # No pod is ever ready, so the second rollout stops at its first one.
    for overlay, pods in ("self-signed", 2), ("audit", 3):
        folder = server.manifests.path(f"overlays/{overlay}")
        server.kubectl(f"kubectl apply -k {overlay}", "apply", "--validate=strict", "-k", folder)
        server.installed(overlay, "kubevet", pods)
        server.kubectl(f"{overlay}: what was applied is what is there", "diff", "-k", folder)
        server.unregister("kubevet")
    # cert-manager is not there; the rest of its overlay is.
    rest = [
        one
        for one in server.manifests.kustomize("overlays/cert-manager")
        if one["apiVersion"] != CERT_MANAGER
    ]
    server.kubectl(
        "kubectl apply, cert-manager",
        "apply",
        "--validate=strict",
        "-f",
        "-",
        text="\n---\n".join(map(json.dumps, rest)),
    )
    server.unregister("kubevet")
    server.kubectl(
        "kubectl delete -k",
        "delete",
        "--wait=false",
        "-k",
        server.manifests.path("overlays/self-signed"),
        "--ignore-not-found",
    )


def chart(server):
    options = [
        "--set-file",
        f"tls.caBundle={server.manifests.bundle}",
        "--set",
        "createNamespace=true,replicas=3",
    ]
    _, text, _ = server.manifests.helm_template(*options, release="gate", namespace="policy")
    server.kubectl(
        "helm template | kubectl apply", "apply", "--validate=strict", "-f", "-", text=text
    )
    server.installed("chart", "policy", 3)
    server.unregister("gate")


def helm(server):
    """Helm itself: install, upgrade, uninstall."""
    manifests = server.manifests
    environment = {
        **os.environ,
        **server.cluster.environment,
        "HELM_CACHE_HOME": manifests.path("helm"),
    }
    options = ["-n", "vet", "--set-file", f"tls.caBundle={manifests.bundle}"]
    for what, *command in (
        ("helm install", "install", "--create-namespace", "vet", manifests.path("chart"), *options),
        (
            "helm upgrade",
            "upgrade",
            "vet",
            manifests.path("chart"),
            *options,
            "--set",
            "audit=true,webhook.failurePolicy=Ignore,clientCAConfigMap=clients",
        ),
        ("helm uninstall", "uninstall", "vet", "-n", "vet"),
    ):
        done = subprocess.run(
            [manifests.helm, *command], capture_output=True, text=True, env=environment
        )
        server.check(
            what, done.returncode == 0 and "warning" not in done.stderr.lower(), done.stderr
        )
        if command[0] == "install":
            server.installed("helm install", "vet", 2)
    left = server.cluster.kubectl("get", "validatingwebhookconfigurations", "-o", "name").stdout
    server.check("helm uninstall: no registration is left", left == "", left)


def main():
    kubevet = sys.argv[1]
    # Without its count no quota lets anything in.
    control_plane.CONTROLLERS += ("resourcequota",)
    with Manifests() as manifests, tempfile.TemporaryDirectory(prefix="kubevet-server-") as folder:
        programs = pathlib.Path(manifests.kubectl).parent
        if not (programs / "kube-controller-manager").exists():
            print("skipped: there is no kube-controller-manager beside kubectl")
            sys.exit(SKIP)
        cluster = control_plane.Cluster(pathlib.Path(folder), programs).start()
        server = Server(kubevet, manifests, cluster)
        try:
            for test in refuse_base, overlays, chart, helm:
                test(server)
        finally:
            cluster.stop()
    sys.exit(server.faults > 0)


if __name__ == "__main__":
    main()
