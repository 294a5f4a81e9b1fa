#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""judge.py - kubevet's own manifests, judged by kubevet at its strictest: usage: judge.py KUBEVET

Each object of every overlay and of the chart becomes a CREATE review for "kubevet replay". It must be allowed without a
warning; so must the Pod that a template becomes. Objects with one fault put in must be refused, or the rest proves nothing.
The static pod of deploy/static needs the node's network and files: just those are found, and nothing else.
"""

import base64
import copy
import json
import os
import re
import subprocess
import sys

from manifests import Manifests, ROOT, name_of

STRICT = os.path.join(ROOT, "test/deploy/strict.yaml")
PLURALS = {"NetworkPolicy": "networkpolicies", "ResourceQuota": "resourcequotas"}
CLUSTER_SCOPED = {"Namespace", "ValidatingWebhookConfiguration"}


def review_of(one):
    group, _, version = one["apiVersion"].rpartition("/")
    kind = {"group": group, "version": version, "kind": one["kind"]}
    resource = {
        "group": group,
        "version": version,
        "resource": PLURALS.get(one["kind"], one["kind"].lower() + "s"),
    }
    request = {
        "uid": name_of(one),
        "kind": kind,
        "resource": resource,
        "requestKind": kind,
        "requestResource": resource,
        "name": one["metadata"]["name"],
        "operation": "CREATE",
        "userInfo": {"username": "admin"},
        "object": one,
        "oldObject": None,
        "dryRun": False,
        "options": None,
    }
    if one["kind"] not in CLUSTER_SCOPED:
        request["namespace"] = one["metadata"]["namespace"]
    elif one["kind"] == "Namespace":
        request["namespace"] = one["metadata"]["name"]
    return {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": request}


def judge(kubevet, one):
    done = subprocess.run(
        [kubevet, "replay", "-o", "answers", "--config", STRICT],
        input=json.dumps(review_of(one)),
        capture_output=True,
        text=True,
    )
    if done.returncode not in (0, 1):
        sys.exit(f"{name_of(one)}: {done.stderr}")
    return json.loads(done.stdout)["response"]


def complaints(response):
    """What was found, one line each; none: a clean object."""
    lines = list(response.get("warnings", []))
    if not response["allowed"]:
        causes = response["status"].get("details", {}).get("causes") or [
            {"message": response["status"]["message"]}
        ]
        lines += [cause["message"] for cause in causes]
    return lines


def pod_of(workload):
    template = workload["spec"]["template"]
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "spec": template["spec"],
        "metadata": {
            **template["metadata"],
            "name": "made-of-the-template",
            "namespace": workload["metadata"]["namespace"],
        },
    }


def with_pods(objects):
    return objects + [pod_of(one) for one in objects if one["kind"] == "Deployment"]


def sources(manifests):
    bundle = ["--set-file", f"tls.caBundle={manifests.bundle}"]
    yield "base", manifests.kustomize("base")
    for overlay in "self-signed", "cert-manager", "audit":
        yield overlay, manifests.kustomize(f"overlays/{overlay}")
    # no-apparmor takes away what is judged here.
    for component in sorted(set(os.listdir(manifests.path("components"))) - {"no-apparmor"}):
        yield f"with {component}", manifests.with_component(component)
    yield "chart", manifests.chart(*bundle, "--set", "createNamespace=true")
    yield "chart, all options", manifests.chart(
        "--set",
        "createNamespace=true,tls.certManager=true,audit=true,clientCAConfigMap=clients,replicas=3",
        "--set",
        "seccompProfile=localhost/kubevetd.json,appArmorProfile=localhost/kubevetd",
        "--set",
        "networkPolicy.apiServerCIDRs={192.0.2.1/32}",
        release="gate",
        namespace="policy",
    )


def pod_spec(one):
    return one["spec"]["template"]["spec"]


def container(one):
    return pod_spec(one)["containers"][0]


FAULTS = [
    (
        "Deployment",
        "a privileged container",
        lambda d: container(d)["securityContext"].update(privileged=True),
    ),
    (
        "Deployment",
        "no seccomp profile",
        lambda d: pod_spec(d)["securityContext"].pop("seccompProfile"),
    ),
    (
        "Deployment",
        "no AppArmor profile",
        lambda d: pod_spec(d)["securityContext"].pop("appArmorProfile"),
    ),
    (
        "Deployment",
        "a writable root",
        lambda d: container(d)["securityContext"].pop("readOnlyRootFilesystem"),
    ),
    (
        "Deployment",
        "capabilities kept",
        lambda d: container(d)["securityContext"].pop("capabilities"),
    ),
    ("Deployment", "root", lambda d: pod_spec(d)["securityContext"].update(runAsUser=0)),
    (
        "Deployment",
        "a host path",
        lambda d: pod_spec(d)["volumes"].append({"name": "x", "hostPath": {"path": "/"}}),
    ),
    ("Service", "a node port", lambda s: s["spec"].update(type="NodePort")),
    (
        "Namespace",
        "a misspelt level",
        lambda n: n["metadata"]["labels"].update(
            {"pod-security.kubernetes.io/enforce": "restrictd"}
        ),
    ),
]


def judge_clean(kubevet, manifests):
    objects = faults = 0
    for source, found in sources(manifests):
        for one in with_pods(found):
            objects += 1
            lines = complaints(judge(kubevet, one))
            faults += bool(lines)
            for line in lines:
                print(f"FAIL {source}: {name_of(one)}: {line}")
    print(f"{objects} objects judged, {faults} with a finding")
    return objects == 0 or faults > 0


def check_config(kubevet, manifests):
    """The shipped configuration is one that the pods take."""
    failed = False
    for one in manifests.kustomize("base") + manifests.chart("--set", "tls.certManager=true"):
        if one["kind"] == "ConfigMap":
            path = manifests.path("checked.yaml")
            with open(path, "w", encoding="utf-8") as file:
                file.write(one["data"]["config.yaml"])
            done = subprocess.run(
                [kubevet, "config", "check", path], capture_output=True, text=True
            )
            failed = failed or done.returncode != 0
            print((done.stdout + done.stderr).replace(path, name_of(one)).strip())
    return failed


def registrations(manifests):
    """Those with a bundle: base has none, and cert-manager's comes later."""
    with open(manifests.bundle, "rb") as file:
        bundle = base64.b64encode(file.read()).decode()
    (static,) = manifests.file("static/webhook.yaml")
    for webhook in static["webhooks"]:
        webhook["clientConfig"]["caBundle"] = bundle
    yield "static", static
    for source, objects in sources(manifests):
        if source in ("self-signed", "audit", "chart"):
            yield source, next(one for one in objects if "webhooks" in one)


def check_registrations(kubevet, manifests):
    """What "kubevet webhook check" says of each: only audit mode may let writes pass."""
    certificate = os.path.join(os.path.dirname(manifests.bundle), "tls.crt")
    command = [kubevet, "webhook", "check", "--days", "0", "--cert", certificate]
    path = manifests.path("registration.json")
    failed = False
    for source, one in registrations(manifests):
        with open(path, "w", encoding="utf-8") as file:
            json.dump(one, file)
        done = subprocess.run([*command, path], capture_output=True, text=True)
        lines = (done.stdout + done.stderr).replace(path, "registration").splitlines()
        good = done.returncode == 0
        if source == "audit":
            good = all("failurePolicy: want Fail" in line for line in lines) and lines
        failed = failed or not good
        print("\n".join(f"{'' if good else 'FAIL '}{source}: {line}" for line in lines))
    return failed


def judge_faulty(kubevet, manifests):
    base = {one["kind"]: one for one in manifests.kustomize("base")}
    missed = 0
    for kind, what, spoil in FAULTS:
        one = copy.deepcopy(base[kind])
        spoil(one)
        if not complaints(judge(kubevet, one)):
            print(f"FAIL {kind} with {what} was let through")
            missed += 1
    print(f"{len(FAULTS)} spoilt objects judged, {missed} let through")
    return missed > 0


# What a static pod cannot do without.
STATIC = {
    "spec.hostNetwork",
    'spec.volumes[name="config"].hostPath',
    'spec.volumes[name="config"].hostPath.path',
    'spec.volumes[name="tls"].hostPath',
    'spec.volumes[name="tls"].hostPath.path',
    'spec.containers[name="kubevetd"].startupProbe.httpGet.host',
    'spec.containers[name="kubevetd"].livenessProbe.httpGet.host',
}


def field_of(complaint):
    """spec.x, of "[rule] spec.x: value, want ..." """
    return re.sub(r"^\[[a-z-]+\] ", "", complaint).split(": ")[0]


def judge_static(kubevet, manifests):
    (pod,) = manifests.file("static/pod.yaml")
    found = {field_of(line) for line in complaints(judge(kubevet, pod))}
    for field in sorted(found ^ STATIC):
        print(f"FAIL static pod: {field} was {'found' if field in found else 'not found'}")
    print(f"static pod: {len(found)} fields found, {len(STATIC)} expected")
    return found != STATIC


def main():
    kubevet = sys.argv[1]
    with Manifests() as manifests:
        failed = [
            test(kubevet, manifests)
            for test in (check_config, check_registrations, judge_clean, judge_faulty, judge_static)
        ]
    sys.exit(any(failed))


if __name__ == "__main__":
    main()
