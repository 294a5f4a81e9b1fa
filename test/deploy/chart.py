#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""chart.py - one thing said in several places is the same in all: kustomization, Helm chart, static files.

The chart also passes helm's lint, and its schema refuses nonsense.
"""

import copy
import difflib
import json
import sys

from manifests import Manifests, name_of, objects_of, run, yaml

HELM_LABELS = "app.kubernetes.io/managed-by", "app.kubernetes.io/version", "helm.sh/chart"

# Options that must be refused, and what the refusal has to name.
REFUSED = [
    ("replicas=0", "/replicas"),
    ("replicas=many", "/replicas"),
    ("audit=1", "/audit"),
    ("webhook.failurePolicy=Maybe", "/webhook/failurePolicy"),
    ("webhook.timeoutSeconds=30", "/webhook/timeoutSeconds"),
    ("webhook.excludeNamespaces={UPPER}", "/webhook/excludeNamespaces/0"),
    ("webhook.failurepolicy=Fail", "failurepolicy"),
    ("nonsense=1", "nonsense"),
    ("image.tag=latest", "/image/tag"),
    ("image.digest=sha256:12", "/image/digest"),
    ("tls.secretName=Not_A_Name", "/tls/secretName"),
    ("tls.caBundle=LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t", "/tls/caBundle"),
    ("seccompProfile=Unconfined", "/seccompProfile"),
    ("appArmorProfile=unconfined", "/appArmorProfile"),
    ("networkPolicy.apiServerCIDRs={10.0.0.1}", "/networkPolicy/apiServerCIDRs/0"),
    ("config.mode=off", "/config/mode"),
    ("config.kind=Configuration", "/config/kind"),
    ("logLevel=loud", "/logLevel"),
    ("workers=100", "/workers"),
    ("maxConnections=0", "/maxConnections"),
    ("tls.certManager=false", "tls.caBundle is wanted"),
]

# Options that must be accepted: twins of the above.
ACCEPTED = [
    "replicas=1",
    "audit=true",
    "webhook.failurePolicy=Ignore",
    "webhook.timeoutSeconds=10",
    "maxConnections=1",
    "webhook.excludeNamespaces={kube-system,edge}",
    "image.tag=0.1.1",
    "image.digest=sha256:" + "0" * 64,
    "tls.secretName=other-tls",
    "seccompProfile=localhost/kubevetd.json",
    "appArmorProfile=",
    "networkPolicy.apiServerCIDRs={10.0.0.1/32}",
    "networkPolicy.enabled=false",
    "config.mode=audit",
    "logLevel=debug",
    "workers=1",
    "clientCAConfigMap=clients",
    "priorityClassName=",
]


def normal(given):
    """Without what Helm adds of its own, and with the configuration as what it says, not how it is written."""
    one = copy.deepcopy(given)
    labels = one["metadata"].get("labels", {})
    for label in HELM_LABELS:
        labels.pop(label, None)
    if one["kind"] == "ConfigMap":
        one["data"] = {name: yaml.safe_load(text) for name, text in one["data"].items()}
    for webhook in one.get("webhooks", []):
        if "caBundle" in webhook["clientConfig"]:
            webhook["clientConfig"]["caBundle"] = "".join(
                webhook["clientConfig"]["caBundle"].split()
            )
    return json.dumps(one, indent=1, sort_keys=True)


def compare(what, kustomized, charted):
    want = {name_of(one): normal(one) for one in kustomized}
    got = {name_of(one): normal(one) for one in charted}
    different = 0
    for name in sorted(want.keys() | got.keys()):
        if want.get(name) != got.get(name):
            different += 1
            print(f"FAIL {what}: {name} differs")
            sys.stdout.writelines(
                line + "\n"
                for line in difflib.unified_diff(
                    want.get(name, "").split("\n"),
                    got.get(name, "").split("\n"),
                    "kustomize",
                    "chart",
                    lineterm="",
                )
            )
    print(f"{what}: {len(want)} objects compared, {different} differ")
    return different > 0 or not want


def without(kind, objects):
    return [one for one in objects if one["kind"] != kind]


def same_objects(manifests):
    bundle = ["--set-file", f"tls.caBundle={manifests.bundle}"]
    signed = without("Secret", manifests.kustomize("overlays/self-signed"))
    managed = manifests.kustomize("overlays/cert-manager")
    audit = without("Secret", manifests.kustomize("overlays/audit"))
    return [
        compare("default", without("Namespace", signed), manifests.chart(*bundle)),
        compare(
            "with its namespace", signed, manifests.chart(*bundle, "--set", "createNamespace=true")
        ),
        compare(
            "cert-manager",
            without("Namespace", managed),
            manifests.chart("--set", "tls.certManager=true"),
        ),
        compare(
            "audit",
            without("Namespace", audit),
            manifests.chart(*bundle, "--set", "audit=true,webhook.failurePolicy=Ignore"),
        ),
    ]


def same_static(manifests):
    """The webhook by file differs in where it is and what it leaves out, and its pod in the network alone."""

    def webhook_of(one):
        return [
            {
                key: value
                for key, value in webhook.items()
                if key not in ("clientConfig", "namespaceSelector")
            }
            for webhook in one["webhooks"]
        ]

    def container_of(spec):
        return {
            key: spec["containers"][0][key]
            for key in ("name", "image", "resources", "securityContext")
        }

    base = {one["kind"]: one for one in manifests.kustomize("base")}
    (webhook,) = manifests.file("static/webhook.yaml")
    (pod,) = manifests.file("static/pod.yaml")
    failed = False
    for what, want, got in (
        ("webhook", webhook_of(base["ValidatingWebhookConfiguration"]), webhook_of(webhook)),
        (
            "container",
            container_of(base["Deployment"]["spec"]["template"]["spec"]),
            container_of(pod["spec"]),
        ),
    ):
        if want != got:
            failed = True
            print(f"FAIL static {what}: want {want}, got {got}")
    print(f"static files: webhook and container {'differ' if failed else 'as in base'}")
    return failed


def schema(manifests):
    wrong = 0
    for option, named in REFUSED:
        managed = [] if option.startswith("tls.c") else ["--set", "tls.certManager=true"]
        status, _, errors = manifests.helm_template(*managed, "--set", option)
        if status == 0 or named not in errors:
            wrong += 1
            print(
                f"FAIL {option}: want a refusal that names {named}, got status {status}: {errors}"
            )
    for option in ACCEPTED:
        status, out, errors = manifests.helm_template(
            "--set", "tls.certManager=true", "--set", option
        )
        if status != 0 or not objects_of(out):
            wrong += 1
            print(f"FAIL {option}: want it accepted, got: {errors}")
    print(f"{len(REFUSED)} bad and {len(ACCEPTED)} good values, {wrong} judged wrong")
    return wrong > 0


def main():
    with Manifests() as manifests:
        run(
            manifests.helm,
            "lint",
            "--strict",
            manifests.path("chart"),
            "--set-file",
            f"tls.caBundle={manifests.bundle}",
        )
        print("lint passed")
        failed = same_objects(manifests) + [same_static(manifests), schema(manifests)]
    sys.exit(any(failed))


main()
