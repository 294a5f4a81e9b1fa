# SPDX-License-Identifier: Apache-2.0
"""practice.py - policies beyond pods, each with a request that it refuses and a twin that it lets pass.

They are registered by what `kubevet webhook` prints for their configuration.
"""

import base64
import json
import subprocess

from cluster import Api, HERE, base64_of, wait_until
from lab import PLAIN, must, pod, rule, service

TITLE = "policies on all kinds, users, updates and deletions"

POLICIES = [
    "role-wildcards",
    "binding-cluster-admin",
    "binding-anonymous",
    "rights-added",
    "tls-secret",
    "secret-type",
    "config-map-credentials",
    "csr-subject",
    "csr-approval",
    "ingress-hosts",
    "network-policy-allow-all",
    "network-policy-default-deny",
    "namespace-pod-security-lowered",
    "persistent-volume-types",
    "disruption-budget",
    "service-exposure",
    "exec-access",
    "ephemeral-containers",
    "pod-resize",
    "protected-objects",
]
PARAMS = {
    "exec-access": {"forbiddenNamespaces": ["safe"], "allowedUsers": ["bob"]},
    "ephemeral-containers": {"allowedImages": ["registry.example"]},
    "protected-objects": {"objects": ["Namespace/other"]},
}

RBAC = "/apis/rbac.authorization.k8s.io/v1"
NETWORKING = "/apis/networking.k8s.io/v1/namespaces/safe"
SAFE = "/api/v1/namespaces/safe"
CSRS = "/apis/certificates.k8s.io/v1/certificatesigningrequests"


def run(lab):
    lab.start_cluster("practice")
    config = lab.folder / "practice.yaml"
    rules = [{"policy": one, "params": PARAMS.get(one, {})} for one in POLICIES]
    whole = {
        "apiVersion": "kubevet.dev/v1",
        "kind": "Config",
        "podSecurity": {"defaults": {}},
        "rules": rules,
    }
    config.write_text(json.dumps(whole), encoding="utf-8")
    lab.kubevetd = lab.start_kubevetd("practice-kubevetd", config=config, options=["--drain-delay", "0"])
    lab.cluster.apply("-f", HERE / "users.yaml", "-f", HERE / "service.yaml")
    # Alice may do all of it, and is in no group that a registration leaves out.
    must(
        lab.admin.post(f"{RBAC}/clusterrolebindings", binding("alice-may", "cluster-admin", "User", "alice"))
    )
    must(lab.admin.post(f"{RBAC}/clusterrolebindings", binding("bob-may", "cluster-admin", "User", "bob")))
    lab.namespace("safe", {"pod-security.kubernetes.io/enforce": "restricted"})
    lab.namespace("other")
    must(lab.admin.post(f"{SAFE}/pods", pod("running", PLAIN_SAFE)))
    register(lab, config)
    lab.alice, lab.bob = Api(lab.cluster, "alice"), Api(lab.cluster, "bob")
    for check in CHECKS:
        lab.guard(check)
    must(lab.admin.delete("/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/kubevet"))


def register(lab, config, refuses=None):
    """What the tool prints for this configuration, word for word, with this machine's port; @refuses asks for
    something that it refuses as soon as it is there."""
    printed = subprocess.run(
        [lab.build / "kubevet", "webhook", "--config", config, "--ca-file", lab.kubevetd.certs / "ca.crt"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    text = printed.replace("port: 443", f"port: {lab.kubevetd.port}")
    lab.report.check(
        "kubevet webhook prints a registration with a place for the port", text != printed, printed
    )
    lab.cluster.apply("-f", "-", text=text)
    bad = role("probe", ["*"], ["*"], ["*"])
    path = f"{RBAC}/namespaces/safe/roles?dryRun=All"
    alice = Api(lab.cluster, "alice")
    refuses = refuses or (lambda: alice.post(path, bad).status == 403)
    wait_until("kubevet's registration", refuses, 20, 0.05)


PLAIN_SAFE = {
    **PLAIN,
    "resources": {"requests": {"cpu": "10m"}, "limits": {"cpu": "20m"}},
    "securityContext": {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "runAsNonRoot": True,
        "seccompProfile": {"type": "RuntimeDefault"},
    },
}


def role(name, groups, resources, verbs):
    rules = [{"apiGroups": groups, "resources": resources, "verbs": verbs}]
    return {"metadata": {"name": name}, "rules": rules}


def binding(name, to, kind, subject):
    api = "rbac.authorization.k8s.io"
    return {
        "metadata": {"name": name},
        "roleRef": {"apiGroup": api, "kind": "ClusterRole", "name": to},
        "subjects": [{"kind": kind, "name": subject, "apiGroup": api}],
    }


def refused(lab, name, answer, *texts):
    lab.report.check(
        f"{name}: refused, and told why",
        answer.status == 403 and all(text in answer.message for text in texts),
        f"{answer.status}: {answer.message or answer.text[:300]}",
    )


def accepted(lab, name, answer):
    lab.report.check(
        f"{name}: accepted",
        answer.status in (200, 201),
        f"{answer.status}: {answer.message or answer.text[:300]}",
    )


def rights(lab):
    path = f"{RBAC}/namespaces/safe/roles"
    refused(
        lab,
        "a role with wildcards",
        lab.alice.post(path, role("all", ["*"], ["*"], ["*"])),
        "[role-wildcards]",
    )
    accepted(lab, "a role that reads pods", lab.alice.post(path, role("reader", [""], ["pods"], ["get"])))
    more = role("reader", [""], ["pods", "secrets"], ["get"])
    refused(
        lab, "an update that adds a right", lab.alice.put(f"{path}/reader", more), "[rights-added]", "secrets"
    )
    fewer = role("reader", [""], ["pods"], [])
    fewer["rules"] = []
    accepted(lab, "an update that takes one", lab.alice.put(f"{path}/reader", fewer))
    path = f"{RBAC}/clusterrolebindings?dryRun=All"
    answer = lab.alice.post(path, binding("b", "cluster-admin", "User", "carol"))
    refused(lab, "a binding to cluster-admin", answer, "[binding-cluster-admin]")
    answer = lab.alice.post(path, binding("b", "view", "User", "system:anonymous"))
    refused(lab, "a binding of anybody", answer, "[binding-anonymous]", "system:anonymous")
    accepted(lab, "a binding to view", lab.alice.post(path, binding("b", "view", "User", "carol")))


def openssl(*command):
    return subprocess.run(["openssl", *command], check=True, capture_output=True).stdout


def secrets(lab):
    work = lab.folder
    for name in "one", "two":
        openssl(
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "90",
            "-subj",
            "/CN=shop",
            "-addext",
            "subjectAltName=DNS:shop.example",
            "-addext",
            "basicConstraints=critical,CA:FALSE",
            "-keyout",
            work / f"{name}.key",
            "-out",
            work / f"{name}.crt",
        )

    def secret(certificate, key):
        data = {"tls.crt": base64_of(work / f"{certificate}.crt"), "tls.key": base64_of(work / f"{key}.key")}
        return {"metadata": {"name": "tls"}, "type": "kubernetes.io/tls", "data": data}

    path = f"{SAFE}/secrets?dryRun=All"
    answer = lab.alice.post(path, secret("one", "two"))
    refused(lab, "a TLS Secret whose key belongs to another certificate", answer, "[tls-secret]")
    lab.report.check("its key is not in the answer", "PRIVATE" not in answer.message, answer.message)
    accepted(lab, "a TLS Secret that fits", lab.alice.post(path, secret("one", "one")))
    path = f"{SAFE}/configmaps?dryRun=All"
    answer = lab.alice.post(path, {"metadata": {"name": "c"}, "data": {"id": (work / "one.key").read_text()}})
    refused(lab, "a ConfigMap with a private key", answer, "[config-map-credentials]")
    accepted(
        lab, "a ConfigMap without", lab.alice.post(path, {"metadata": {"name": "c"}, "data": {"a": "b"}})
    )


def certificate_request(lab, name, subject):
    key = lab.folder / "request.key"
    pem = openssl(
        "req",
        "-new",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-subj",
        subject,
        "-keyout",
        key,
    )
    spec = {
        "request": base64.b64encode(pem).decode(),
        "signerName": "kubernetes.io/kube-apiserver-client",
        "usages": ["client auth"],
    }
    return {"metadata": {"name": name}, "spec": spec}


def certificates(lab):
    answer = lab.alice.post(CSRS, certificate_request(lab, "masters", "/O=system:masters/CN=eve"))
    # The API server's own plugin refuses this group too; ours is asked when it lets it pass.
    lab.report.check("a request for system:masters: refused", answer.status == 403, f"{answer.status}")
    answer = lab.alice.post(CSRS, certificate_request(lab, "nodes", "/O=system:nodes/CN=system:node:n1"))
    refused(lab, "a request for a node's name by a user", answer, "[csr-subject]", "system:node")
    accepted(
        lab, "a request for a user", lab.alice.post(CSRS, certificate_request(lab, "carol", "/CN=carol"))
    )
    approved = lab.admin.get(f"{CSRS}/carol").object
    condition = {"type": "Approved", "status": "True", "reason": "Test", "message": "by hand"}
    approved["status"] = {"conditions": [condition]}
    path = f"{CSRS}/carol/approval"
    refused(lab, "its approval by who made it", lab.alice.put(path, approved), "[csr-approval]")
    accepted(lab, "its approval by another", lab.bob.put(path, approved))


def network(lab):
    def ingress(host):
        backend = {"service": {"name": "web", "port": {"number": 80}}}
        paths = [{"path": "/", "pathType": "Prefix", "backend": backend}]
        rules = [{**({"host": host} if host else {}), "http": {"paths": paths}}]
        return {"metadata": {"name": "i"}, "spec": {"rules": rules}}

    path = f"{NETWORKING}/ingresses?dryRun=All"
    refused(lab, "an Ingress for every host", lab.alice.post(path, ingress("")), "[ingress-hosts]")
    accepted(lab, "an Ingress for one", lab.alice.post(path, ingress("shop.example")))

    path = f"{NETWORKING}/networkpolicies"
    everything = {"podSelector": {}, "policyTypes": ["Ingress"], "ingress": [{}]}
    answer = lab.alice.post(path, {"metadata": {"name": "open"}, "spec": everything})
    refused(lab, "a NetworkPolicy that lets all in", answer, "[network-policy-allow-all]")
    deny = {"metadata": {"name": "deny"}, "spec": {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}}
    accepted(lab, "a default-deny NetworkPolicy", lab.alice.post(path, deny))
    refused(lab, "its deletion", lab.alice.delete(f"{path}/deny"), "[network-policy-default-deny]")
    one = {"podSelector": {"matchLabels": {"app": "a"}}, "policyTypes": ["Ingress"]}
    accepted(
        lab, "a NetworkPolicy for one app", lab.alice.post(path, {"metadata": {"name": "one"}, "spec": one})
    )
    accepted(lab, "the deletion of that", lab.alice.delete(f"{path}/one"))

    path = f"{SAFE}/services"
    spec = {"ports": [{"port": 80}], "selector": {"app": "a"}}
    accepted(lab, "a Service", lab.alice.post(path, {"metadata": {"name": "web"}, "spec": spec}))
    answer = lab.alice.patch(f"{path}/web", {"spec": {"type": "NodePort"}})
    refused(lab, "an update that opens it", answer, "[service-exposure]", "NodePort")
    accepted(
        lab, "an update that does not", lab.alice.patch(f"{path}/web", {"metadata": {"labels": {"a": "b"}}})
    )


def cluster_objects(lab):
    path = "/api/v1/namespaces/safe"
    lower = {"metadata": {"labels": {"pod-security.kubernetes.io/enforce": "privileged"}}}
    refused(
        lab, "a lowered level", lab.alice.patch(path, lower), "[namespace-pod-security-lowered]", "privileged"
    )
    refused(
        lab,
        "the deletion of a protected namespace",
        lab.alice.delete("/api/v1/namespaces/other"),
        "[protected-objects]",
    )
    accepted(lab, "another label", lab.alice.patch(path, {"metadata": {"labels": {"team": "a"}}}))

    def volume(source):
        spec = {"capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteOnce"], **source}
        return {"metadata": {"name": "v"}, "spec": spec}

    path = "/api/v1/persistentvolumes?dryRun=All"
    answer = lab.alice.post(path, volume({"hostPath": {"path": "/etc"}}))
    refused(lab, "a volume of the node's files", answer, "[persistent-volume-types]", "hostPath")
    accepted(
        lab,
        "a volume of a driver",
        lab.alice.post(path, volume({"csi": {"driver": "d", "volumeHandle": "h"}})),
    )

    path = "/apis/policy/v1/namespaces/safe/poddisruptionbudgets?dryRun=All"
    for most, check, texts in ((0, refused, ["[disruption-budget]"]), (1, accepted, [])):
        spec = {"maxUnavailable": most, "selector": {"matchLabels": {"app": "a"}}}
        check(
            lab,
            f"a budget of {most}",
            lab.alice.post(path, {"metadata": {"name": "b"}, "spec": spec}),
            *texts,
        )


def requests(lab):
    for who, api, check, texts in (
        ("by who may not", lab.alice, refused, ["[exec-access]"]),
        # There is no kubelet behind it: what comes back is no denial of ours.
        ("by who may", lab.bob, None, None),
    ):
        answer = api.post(f"{SAFE}/pods/running/exec?command=id&stdout=true", None)
        if check:
            check(lab, f"exec {who}", answer, *texts)
        else:
            lab.report.check(
                f"exec {who}: not refused", "[exec-access]" not in (answer.message or ""), answer.message
            )

    def debug(image):
        container = {**PLAIN_SAFE, "name": "debugger", "image": image}
        del container["resources"]
        path = f"{SAFE}/pods/running/ephemeralcontainers?dryRun=All"
        return lab.alice.patch(path, {"spec": {"ephemeralContainers": [container]}}, kind=kind)

    kind = "application/strategic-merge-patch+json"
    refused(lab, "a debugger from elsewhere", debug("busybox"), "[ephemeral-containers]", "busybox")
    accepted(lab, "a debugger from the registry", debug("registry.example/tools:1"))

    def resize(cpu):
        spec = {"containers": [{"name": "app", "resources": {"limits": {"cpu": cpu}}}]}
        return lab.alice.patch(f"{SAFE}/pods/running/resize", {"spec": spec}, kind=kind)

    refused(lab, "a resize a hundred times as large", resize("2"), "[pod-resize]")
    accepted(lab, "a small resize", resize("22m"))


CHECKS = [rights, secrets, certificates, network, cluster_objects, requests]
