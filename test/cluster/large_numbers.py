# SPDX-License-Identifier: Apache-2.0
"""large_numbers.py - integers beyond 64 bits, which the API server prints as it holds them: as doubles."""

from cluster import HERE, Api
from lab import must, rule, service, webhook

TITLE = "integers beyond 64 bits"
NAME = "numbers.kubevet.test"
DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
POOLS = "/apis/example.com/v1/namespaces/shop/pools"
MOST = 18446744073709551615
CONFIG = """apiVersion: kubevet.dev/v1
kind: Config
podSecurity: {defaults: {enforce: privileged, warn: privileged, audit: privileged}}
rules:
- policy: object-labels
  params: {kinds: [Pool]}
- policy: crd-conversion
"""


def definition():
    tx = {"type": "integer", "minimum": 0, "maximum": MOST}
    weight = {"type": "number"}
    spec = {"type": "object", "properties": {"tx": tx, "weight": weight}}
    schema = {"openAPIV3Schema": {"type": "object", "properties": {"spec": spec}}}
    return {
        "metadata": {"name": "pools.example.com"},
        "spec": {
            "group": "example.com",
            "scope": "Namespaced",
            "names": {"plural": "pools", "singular": "pool", "kind": "Pool"},
            "versions": [{"name": "v1", "served": True, "storage": True, "schema": schema}],
        },
    }


def pool(name, labels):
    return {
        "apiVersion": "example.com/v1",
        "kind": "Pool",
        "metadata": {"name": name, "labels": labels},
        "spec": {"weight": MOST},
    }


def run(lab):
    lab.start_cluster("numbers")
    lab.cluster.apply("-f", HERE / "users.yaml", "-f", HERE / "service.yaml")
    lab.namespace("shop")
    config = lab.folder / "numbers.yaml"
    config.write_text(CONFIG, encoding="utf-8")
    kubevetd = lab.start_kubevetd("numbers", config=config, options=["--drain-delay", "0"])
    rules = [rule("customresourcedefinitions", group="apiextensions.k8s.io"), rule("pools", group="example.com")]
    with lab.registered(webhook(NAME, service(kubevetd.port, bundle=kubevetd.bundle), rules)):
        made = lab.admin.post(DEFINITIONS, definition())
        lab.report.equal("a CRD with a uint64 maximum is installed", (made.status, made.message), (201, ""))
        lab.cluster.kubectl("wait", "--for=condition=Established", "crd/pools.example.com", "--timeout=30s")
        answer = lab.admin.post(POOLS, pool("bare", {}))
        lab.report.contains("an object with such a number is judged", answer.message, NAME, "label")
        labels = {f"app.kubernetes.io/{key}": "x" for key in ("name", "instance", "version", "component", "part-of", "managed-by")}
        answer = lab.admin.post(POOLS, pool("labelled", labels))
        lab.report.equal("with its labels it is created", (answer.status, answer.message), (201, ""))
