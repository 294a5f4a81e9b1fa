# SPDX-License-Identifier: Apache-2.0
"""subresources.py - what of the stored object a write to a subresource keeps, asked of the API server itself.

Every subresource that takes its parent's kind is written with a label and an annotation more. What the API
server keeps is what kubevet must judge there: its table (lib/k8s/subresource.c) is derived again here.
"""

import base64
import json
import subprocess

import practice
from cluster import Api, wait_until
from lab import PLAIN, RESTRICTED, must, pod, template

TITLE = "what subresources write of an object"

KEY = "probe.kubevet.test/key"
PARTS = ("labels", "annotations")
CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
# Written by each node all the time: a webhook is not asked. And kinds that kubevet has no table of.
NOT_REGISTERED = {("pods", "status"), ("resourcequotas", "status")}
# Needs a key that signs its own pod, which nothing here has.
WITHOUT_SAMPLE = {"podcertificaterequests.certificates.k8s.io"}
SELECTOR = {"matchLabels": {"app": "web"}}
WORKLOAD = {"selector": SELECTOR, "template": template(RESTRICTED)}
BACKEND = {"defaultBackend": {"service": {"name": "probe", "port": {"number": 80}}}}
RESOURCES = {"resources": {"requests": {"storage": "1Gi"}}}


def custom_kind():
    schema = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    version = {
        "name": "v1",
        "served": True,
        "storage": True,
        "schema": {"openAPIV3Schema": schema},
        "subresources": {"status": {}},
    }
    return {
        "metadata": {"name": "widgets.kubevet.test"},
        "spec": {
            "group": "kubevet.test",
            "scope": "Namespaced",
            "names": {"plural": "widgets", "kind": "Widget"},
            "versions": [version],
        },
    }


def objects(csr):
    """One of each kind with a subresource of its own; those that the API server comes with are named."""
    node = {"kind": "Node", "name": "probe", "uid": "probe", "apiVersion": "v1"}
    claim = {"devices": {"requests": [{"name": "a", "exactly": {"deviceClassName": "probe.kubevet.test"}}]}}
    return {
        "namespaces": {},
        "nodes": {},
        "persistentvolumeclaims": {"spec": {"accessModes": ["ReadWriteOnce"], **RESOURCES}},
        "persistentvolumes": {
            "spec": {
                "capacity": {"storage": "1Gi"},
                "accessModes": ["ReadWriteOnce"],
                "hostPath": {"path": "/tmp/probe"},
            }
        },
        "pods": {"spec": pod("probe", RESTRICTED)["spec"]},
        "replicationcontrollers": {
            "spec": {"replicas": 0, "selector": {"app": "web"}, "template": template(RESTRICTED)}
        },
        "resourcequotas": {"spec": {"hard": {"count/secrets": "100"}}},
        "services": {"spec": {"ports": [{"port": 80}]}},
        "apiservices.apiregistration.k8s.io": "v1.apps",
        "daemonsets.apps": {"spec": WORKLOAD},
        "deployments.apps": {"spec": {"replicas": 0, **WORKLOAD}},
        "replicasets.apps": {"spec": {"replicas": 0, **WORKLOAD}},
        "statefulsets.apps": {"spec": {"replicas": 0, "serviceName": "probe", **WORKLOAD}},
        "horizontalpodautoscalers.autoscaling": {
            "spec": {
                "maxReplicas": 2,
                "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "probe"},
            }
        },
        "cronjobs.batch": {
            "spec": {
                "schedule": "0 0 1 1 *",
                "jobTemplate": {"spec": {"template": template(RESTRICTED, restartPolicy="Never")}},
            }
        },
        "jobs.batch": {"spec": {"suspend": True, "template": template(RESTRICTED, restartPolicy="Never")}},
        "certificatesigningrequests.certificates.k8s.io": {
            "spec": {
                "request": csr,
                "signerName": "kubevet.test/probe",
                "usages": ["client auth"],
            }
        },
        "ingresses.networking.k8s.io": {"spec": BACKEND},
        "servicecidrs.networking.k8s.io": {"spec": {"cidrs": ["10.99.0.0/24"]}},
        "poddisruptionbudgets.policy": {"spec": {"minAvailable": 1, "selector": SELECTOR}},
        "csinodes.storage.k8s.io": {"metadata": {"ownerReferences": [node]}, "spec": {"drivers": []}},
        "volumeattachments.storage.k8s.io": {
            "spec": {
                "attacher": "probe.kubevet.test",
                "nodeName": "probe",
                "source": {"persistentVolumeName": "probe"},
            }
        },
        "validatingadmissionpolicies.admissionregistration.k8s.io": {
            "spec": {
                "matchConstraints": {
                    "resourceRules": [
                        {
                            "apiGroups": ["kubevet.test"],
                            "apiVersions": ["v1"],
                            "operations": ["CREATE"],
                            "resources": ["nothings"],
                        }
                    ]
                },
                "validations": [{"expression": "true"}],
            }
        },
        "customresourcedefinitions.apiextensions.k8s.io": "widgets.kubevet.test",
        "devicetaintrules.resource.k8s.io": {
            "spec": {
                "deviceSelector": {"driver": "probe.kubevet.test"},
                "taint": {"key": "probe", "effect": "NoSchedule"},
            }
        },
        "resourceclaims.resource.k8s.io": {"spec": claim},
        "flowschemas.flowcontrol.apiserver.k8s.io": "catch-all",
        "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io": "catch-all",
        "storageversionmigrations.storagemigration.k8s.io": {
            "spec": {"resource": {"group": "", "resource": "secrets"}}
        },
        "widgets.kubevet.test": {"apiVersion": "kubevet.test/v1", "kind": "Widget", "spec": {"a": 1}},
    }


def run(lab):
    lab.start_cluster("subresources")
    for check in (table, writes):
        lab.guard(check)


def table(lab):
    """What the API server keeps against what kubevet judges and registers."""
    must(lab.admin.post(CRDS, custom_kind()))
    lab.samples = objects(practice.certificate_request(lab, "probe", "/CN=probe")["spec"]["request"])
    widgets = "/apis/kubevet.test/v1/namespaces/default/widgets"
    wait_until("the custom kind", lambda: lab.admin.get(widgets).status == 200, 20, 0.05)
    seen = [one for group in api_groups(lab.admin) for one in probe_group(lab, *group)]
    judged = judged_parts(lab, [pair for *_, pair in seen])
    rows = []
    for (key, sub, kept, _), parts in zip(seen, judged):
        rows.append([key, sub, ", ".join(sorted(kept)) or "nothing", ", ".join(sorted(parts)) or "nothing"])
        # Where nothing is kept nothing differs, and what kubevet would make of it makes no difference.
        if kept:
            lab.report.equal(f"{key}/{sub}: what is kept is what is judged", parts, kept)
        else:
            lab.report.check(f"{key}/{sub}: nothing is kept", True)
    lab.report.table(
        "What subresources keep of labels and annotations",
        ["resource", "subresource", "kept", "judged"],
        rows,
    )
    wanted = {(key.partition(".")[0], sub) for key, sub, kept, _ in seen if kept and sub != "approval"}
    lab.report.equal(
        "kubevet webhook registers those that keep something", registered(lab), wanted - NOT_REGISTERED
    )


def api_groups(admin):
    yield "", "/api/v1"
    for group in admin.get("/apis").object["groups"]:
        for version in group["versions"]:
            yield group["name"], f"/apis/{version['groupVersion']}"


def probe_group(lab, group, path):
    """(resource, subresource, what is kept, reviews of such writes) where it takes its parent's kind."""
    resources = {one["name"]: one for one in lab.admin.get(path).object["resources"]}
    if "autoscaling/v1" in path:
        return  # the same objects as in v2
    for name, resource in resources.items():
        parent, _, sub = name.partition("/")
        key = f"{parent}.{group}" if group else parent
        if not sub or "update" not in resource["verbs"] or resource["kind"] != resources[parent]["kind"]:
            continue
        if key in WITHOUT_SAMPLE:
            lab.report.skip(f"{key}/{sub}", "no sample of it")
            continue
        within = "/namespaces/default" if resources[parent]["namespaced"] else ""
        yield key, sub, *probe(lab, key, sub, f"{path}{within}/{parent}", (group, parent, resource["kind"]))


def probe(lab, key, sub, place, names):
    sample = lab.samples[key]
    if isinstance(sample, dict):
        body = {**sample, "metadata": {"name": "probe", **sample.get("metadata", {})}}
        answer = lab.admin.post(place, body)
        assert answer.status in (201, 409), f"{key}: {answer.status} {answer.message}"
    path = f"{place}/{sample if isinstance(sample, str) else 'probe'}"
    old, answer = wait_until(f"a write of {key}/{sub}", lambda: write_probe(lab, path, sub), 20, 0.05)
    kept = {part for part in PARTS if KEY in answer.get(part, {})}
    return kept, {part: review(names, sub, with_key(old, part), old) for part in PARTS}


def write_probe(lab, path, sub):
    """The object and the metadata that is kept; None when a controller was faster."""
    old = must(lab.admin.get(path)).object
    new = json.loads(json.dumps(old))
    for part in PARTS:
        new["metadata"].setdefault(part, {})[KEY] = "x"
    answer = lab.admin.put(f"{path}/{sub}?dryRun=All", new)
    return None if answer.status == 409 else (old, must(answer).object["metadata"])


def with_key(old, part):
    """As the API server would send it if it kept nothing else."""
    meta = old["metadata"]
    return {**old, "metadata": {**meta, part: {**meta.get(part, {}), KEY: "x"}}}


def review(names, sub, new, old):
    group, resource, kind = names
    version = new["apiVersion"].rpartition("/")[2]
    gvk = {"group": group, "version": version, "kind": kind}
    gvr = {"group": group, "version": version, "resource": resource}
    request = {
        "uid": f"{resource}-{sub}",
        "kind": gvk,
        "resource": gvr,
        "requestKind": gvk,
        "requestResource": gvr,
        "subResource": sub,
        "requestSubResource": sub,
        "name": new["metadata"]["name"],
        "namespace": new["metadata"].get("namespace", ""),
        "operation": "UPDATE",
        "userInfo": {"username": "alice", "groups": ["developers"]},
        "object": new,
        "oldObject": old,
    }
    return {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": request}


HEAD = {"apiVersion": "kubevet.dev/v1", "kind": "Config", "podSecurity": {"defaults": {}}}


def configuration(lab, name, **more):
    path = lab.folder / name
    path.write_text(json.dumps({**HEAD, **more}), encoding="utf-8")
    return path


def keys_reserved(lab):
    rule = {"policy": "reserved-keys", "params": {"reserved": [KEY]}}
    return configuration(lab, "keys.yaml", rules=[rule])


def judged_parts(lab, pairs):
    """Of each pair of reviews the parts of the metadata that a rule about reserved keys finds changed."""
    file = lab.folder / "subresources.jsonl"
    lines = [json.dumps(pair[part]) + "\n" for pair in pairs for part in PARTS]
    file.write_text("".join(lines), encoding="utf-8")
    done = subprocess.run(
        [lab.build / "kubevet", "replay", "-o", "answers", "--config", keys_reserved(lab), file],
        capture_output=True,
        text=True,
        check=False,
    )
    allowed = [json.loads(line)["response"]["allowed"] for line in done.stdout.splitlines()]
    assert len(allowed) == len(lines), done.stderr
    return [{part for part in PARTS if not allowed.pop(0)} for _ in pairs]


def registered(lab):
    """The statuses and finalizations that `kubevet webhook` prints for such a rule."""
    printed = subprocess.run(
        [lab.build / "kubevet", "webhook", "--config", keys_reserved(lab)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    lists = [line.partition("[")[2].rstrip("]") for line in printed.splitlines() if "resources: [" in line]
    names = [name.partition("/") for one in lists for name in one.split(", ")]
    return {(name, sub) for name, _, sub in names if sub in ("status", "finalize")}


# What people and controllers do, with all of it in force.

POLICIES = [
    "namespace-pod-security-lowered",
    "ingress-snippets",
    "node-labels",
    "service-type",
    "reserved-keys",
]
PARAMS = {
    "service-type": {
        "allowed": ["ClusterIP", "LoadBalancer"],
        "requiredAnnotations": {"internal.kubevet.test": "true"},
    },
    "reserved-keys": {"reserved": [KEY]},
}
NGINX = "nginx.ingress.kubernetes.io/configuration-snippet"
LEVEL = "pod-security.kubernetes.io/enforce"
LOWERED = "[namespace-pod-security-lowered]"
SHOP = "/api/v1/namespaces/shop"
INGRESSES = "/apis/networking.k8s.io/v1/namespaces/shop/ingresses"


def writes(lab):
    lab.namespace("shop", {LEVEL: "baseline"})
    role = practice.binding("alice-may", "cluster-admin", "User", "alice")
    must(lab.admin.post(f"{practice.RBAC}/clusterrolebindings", role))
    make_objects(lab)
    rules = [{"policy": one, "params": PARAMS.get(one, {})} for one in POLICIES]
    config = configuration(lab, "writes.yaml", preset="hardened", rules=rules)
    lab.cluster.apply("-f", practice.HERE / "service.yaml")
    lab.kubevetd = lab.start_kubevetd("writes-kubevetd", config=config, options=["--drain-delay", "0"])
    lab.alice = Api(lab.cluster, "alice")
    practice.register(lab, config, lambda: refuses_lowering(lab))
    for check in (namespaces, others, spared, deleted, outage):
        lab.guard(check)
    must(lab.admin.delete("/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/kubevet"))


def refuses_lowering(lab):
    return lab.alice.patch(f"{SHOP}/status?dryRun=All", patch_of("labels", LEVEL, None)).status == 403


def make_objects(lab):
    """All of it was there before kubevet was."""
    admin = lab.admin
    must(admin.post(INGRESSES, {"metadata": {"name": "web"}, "spec": BACKEND}))
    spec = {"type": "LoadBalancer", "ports": [{"port": 80}]}
    meta = {"name": "web", "annotations": {"internal.kubevet.test": "true"}}
    must(admin.post(f"{SHOP}/services", {"metadata": meta, "spec": spec}))
    must(admin.post("/api/v1/nodes", {"metadata": {"name": "n1"}}))
    for name in "held", "changed":
        body = pod(name, PLAIN)
        body["metadata"]["finalizers"] = ["kubevet.test/hold"]
        must(admin.post(f"{SHOP}/pods", body))
        must(admin.delete(f"{SHOP}/pods/{name}", {"gracePeriodSeconds": 0}))


def patch_of(part, key, value):
    return {"metadata": {part: {key: value}}}


def namespaces(lab):
    lower = patch_of("labels", LEVEL, None)
    for user, api in ("a user", lab.alice), ("an administrator", lab.admin):
        answer = api.patch(f"{SHOP}/status", lower)
        practice.refused(lab, f"namespaces/status of {user} takes the level off", answer, LOWERED)
        whole = must(api.get(SHOP)).object
        whole["metadata"]["labels"].pop(LEVEL)
        answer = api.put(f"{SHOP}/finalize", whole)
        practice.refused(lab, f"namespaces/finalize of {user} takes it off", answer, LOWERED)
    level = must(lab.admin.get(SHOP)).object["metadata"]["labels"].get(LEVEL)
    lab.report.equal("the level is what it was", level, "baseline")
    note = patch_of("annotations", "note.kubevet.test", "x")
    practice.accepted(lab, "namespaces/status adds an annotation", lab.alice.patch(f"{SHOP}/status", note))
    bad = lab.alice.patch(f"{SHOP}/status", patch_of("labels", LEVEL, "strict"))
    lab.report.equal("namespaces/status with a bad level", bad.status, 422)
    done = lab.cluster.kubectl(
        "patch", "namespace", "shop", "--subresource=status", "--type=merge", "-p", json.dumps(lower)
    )
    lab.report.contains("kubectl says why", done.stderr, "denied the request", LOWERED)


def others(lab):
    answer = lab.alice.patch(f"{INGRESSES}/web/status", patch_of("annotations", NGINX, "x"))
    practice.refused(lab, "ingresses/status adds a snippet", answer, "[ingress-snippets]")
    path = f"{SHOP}/services/web/status"
    answer = lab.alice.patch(path, patch_of("annotations", "internal.kubevet.test", None))
    practice.refused(lab, "services/status takes an annotation off", answer, "[service-type]")
    answer = lab.alice.patch(path, {"status": {"loadBalancer": {"ingress": [{"ip": "192.0.2.1"}]}}})
    practice.accepted(lab, "a Service gets the address of its load balancer", answer)
    path = "/api/v1/nodes/n1/status"
    key = "node-restriction.kubernetes.io/kubevet"
    answer = lab.alice.patch(path, patch_of("labels", key, "x"))
    practice.refused(lab, "nodes/status adds a label", answer, "[node-labels]")
    ready = {"status": {"conditions": [{"type": "Ready", "status": "True"}]}}
    practice.accepted(lab, "nodes/status without one", lab.alice.patch(path, ready))
    for resource, mine in ("persistentvolumes", ""), ("persistentvolumeclaims", "/namespaces/default"):
        path = f"/api/v1{mine}/{resource}/probe/status"
        answer = lab.alice.patch(path, patch_of("labels", KEY, "x"))
        practice.refused(lab, f"{resource}/status adds a reserved label", answer, "[reserved-keys]")


def heartbeat(lab, ready):
    head = {"Impersonate-User": "system:node:n1", "Impersonate-Group": "system:nodes"}
    condition = {"status": {"conditions": [{"type": "Ready", "status": ready}]}}
    return lab.admin.patch("/api/v1/nodes/n1/status", condition, headers=head)


def spared(lab):
    """Kubelets are not asked about."""
    role = practice.binding("nodes-may", "system:node", "Group", "system:nodes")
    must(lab.admin.post(f"{practice.RBAC}/clusterrolebindings", role))
    wait_until("the kubelet's rights", lambda: heartbeat(lab, "False").status != 403, 10, 0.05)
    practice.accepted(lab, "a kubelet's heartbeat", heartbeat(lab, "False"))


def gone(lab, path):
    return lambda: lab.admin.get(path).status == 404


def deleted(lab):
    path = f"{SHOP}/pods"
    other = {"spec": {"containers": [{"name": "app", "image": "registry.example/other"}]}}
    answer = lab.alice.patch(f"{path}/changed", other, kind="application/strategic-merge-patch+json")
    practice.refused(lab, "an image of a pod that is being deleted", answer, "violation")
    answer = lab.alice.patch(f"{path}/held", {"metadata": {"finalizers": None}})
    practice.accepted(lab, "a finalizer is taken off a pod that breaks rules", answer)
    wait_until("the end of the pod", gone(lab, f"{path}/held"), 20, 0.1)
    terminates(lab, "while kubevet runs")


def is_empty(lab, path):
    return not must(lab.admin.get(path)).object["items"]


def terminates(lab, when, meanwhile=lambda: None):
    """A Lease, which no webhook is asked about, holds the namespace until meanwhile() is done. Rules of the preset
    evaluate deletions of what else is in it, so that it must be gone by then."""
    if not lab.cluster.has_controllers:
        lab.report.skip(f"a namespace goes {when}", "there is no kube-controller-manager")
        return
    name = lab.namespace(f"going-{lab.number()}", {LEVEL: "restricted"})
    path, leases = f"/api/v1/namespaces/{name}", f"/apis/coordination.k8s.io/v1/namespaces/{name}/leases"
    must(lab.admin.post(leases, {"metadata": {"name": "hold", "finalizers": ["kubevet.test/hold"]}}))
    must(lab.admin.delete(path))
    for inside in "configmaps", "serviceaccounts":
        wait_until(f"the end of its {inside}", lambda inside=inside: is_empty(lab, f"{path}/{inside}"), 60, 0.2)
    meanwhile()
    must(lab.admin.patch(f"{leases}/hold", {"metadata": {"finalizers": None}}))
    wait_until("the end of a namespace", gone(lab, path), 60, 0.2)
    lab.report.check(f"a namespace goes {when}", True)


def outage(lab):
    terminates(lab, "while kubevet is down", lab.stop_kubevetds)
    answer = lab.admin.patch(f"{SHOP}/status", patch_of("annotations", "other.kubevet.test", "x"))
    lab.report.equal("without kubevet no status of an administrator's", answer.status, 500)
    practice.accepted(lab, "a kubelet's heartbeat without kubevet", heartbeat(lab, "True"))
