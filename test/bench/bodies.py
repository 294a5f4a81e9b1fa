#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""bodies.py - request bodies for the benchmark, as kube-apiserver sends them.

    bodies.py FOLDER

Each is compact JSON of an exact size, so that figures of different days compare. The Pods keep the
"baseline" level: what is measured is the way of an admitted request, with every check run.
"""
import json
import pathlib
import sys

SIZES = {
    "pod-4k": 4_300,
    "pod-20k": 19_700,
    "deployment-39k": 38_700,
    "deployment-186k": 186_000,
    "configmap-867k": 867_000,
    "hostile-numbers-7m": 7 * 1024 * 1024,
    "hostile-strings-7m": 7 * 1024 * 1024,
}

NAMESPACE = "shop"
TIME = "2026-03-01T10:00:00Z"
WORDS = "orders payments catalogue search basket stock shipping reviews prices users".split()


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def probe(path, port):
    return {"httpGet": {"path": path, "port": port, "scheme": "HTTP"}, "initialDelaySeconds": 5,
            "timeoutSeconds": 2, "periodSeconds": 10, "successThreshold": 1, "failureThreshold": 3}


def env(count):
    secret = {"secretKeyRef": {"name": "database", "key": "password"}}
    plain = [{"name": f"{WORDS[i % 10].upper()}_{i}_URL",
              "value": f"http://{WORDS[i % 10]}.{NAMESPACE}.svc.cluster.local:{8000 + i}/v1"}
             for i in range(count)]
    return plain + [{"name": "DATABASE_PASSWORD", "valueFrom": secret}]


def container(name, variables):
    return {
        "name": name,
        "image": f"registry.example.com/{NAMESPACE}/{name}@sha256:{'5f' * 32}",
        "args": ["--listen=:8080", "--log-format=json", f"--service={name}"],
        "ports": [{"name": "http", "containerPort": 8080, "protocol": "TCP"}],
        "env": env(variables),
        "resources": {"limits": {"cpu": "500m", "memory": "512Mi"},
                      "requests": {"cpu": "100m", "memory": "256Mi"}},
        "volumeMounts": [
            {"name": "config", "readOnly": True, "mountPath": "/etc/app"},
            {"name": "kube-api-access", "readOnly": True,
             "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount"}],
        "livenessProbe": probe("/healthz", 8080),
        "readinessProbe": probe("/readyz", 8080),
        "terminationMessagePath": "/dev/termination-log",
        "terminationMessagePolicy": "File",
        "imagePullPolicy": "IfNotPresent",
        "securityContext": {"capabilities": {"drop": ["ALL"]}, "runAsNonRoot": True,
                            "readOnlyRootFilesystem": True, "allowPrivilegeEscalation": False},
    }


def volumes():
    token = {"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}}
    ca = {"configMap": {"name": "kube-root-ca.crt", "items": [{"key": "ca.crt", "path": "ca.crt"}]}}
    return [{"name": "config", "configMap": {"name": "app", "defaultMode": 420}},
            {"name": "kube-api-access", "projected": {"sources": [token, ca], "defaultMode": 420}}]


def pod_spec(containers, variables):
    return {
        "volumes": volumes(),
        "containers": [container(WORDS[i % 10] + (f"-{i}" if i > 9 else ""), variables)
                       for i in range(containers)],
        "restartPolicy": "Always", "terminationGracePeriodSeconds": 30,
        "dnsPolicy": "ClusterFirst", "serviceAccountName": "app", "serviceAccount": "app",
        "securityContext": {"seccompProfile": {"type": "RuntimeDefault"}, "runAsNonRoot": True},
        "schedulerName": "default-scheduler",
        "tolerations": [{"key": f"node.kubernetes.io/{state}", "operator": "Exists",
                         "effect": "NoExecute", "tolerationSeconds": 300}
                        for state in ("not-ready", "unreachable")],
        "priority": 0, "enableServiceLinks": True, "preemptionPolicy": "PreemptLowerPriority",
    }


def fields(value):
    """The fieldsV1 form of an object: every key once more, as f:key or k:{merge key}."""
    if isinstance(value, dict):
        return {"f:" + key: fields(item) for key, item in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], dict) and "name" in value[0]:
        return {"k:" + compact({"name": item["name"]}): {".": {}, **fields(item)} for item in value}
    return {}


def metadata(name, spec, applied, managed):
    annotations = {"example.com/owner": "team-shop"}
    if applied:
        annotations["kubectl.kubernetes.io/last-applied-configuration"] = compact(applied) + "\n"
    meta = {"name": name, "namespace": NAMESPACE, "uid": "0c1d7c3e-6f0a-4a43-9a43-6b7a3a1f8a55",
            "creationTimestamp": TIME, "labels": {"app": name, "tier": "web", "release": "stable"},
            "annotations": annotations}
    if managed:
        meta["managedFields"] = [{"manager": "kubectl-client-side-apply", "operation": "Update",
                                  "apiVersion": "v1", "time": TIME, "fieldsType": "FieldsV1",
                                  "fieldsV1": {"f:spec": fields(spec)}}]
    return meta


def review(group, kind, resource, operation, new, old=None):
    gvk = {"group": group, "version": "v1", "kind": kind}
    gvr = {"group": group, "version": "v1", "resource": resource}
    options = {"kind": operation.title() + "Options", "apiVersion": "meta.k8s.io/v1"}
    return {"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "request": {
        "uid": "705ab4f5-6393-11e8-b7cc-42010a800002",
        "kind": gvk, "resource": gvr, "requestKind": gvk, "requestResource": gvr,
        "name": new["metadata"]["name"], "namespace": NAMESPACE, "operation": operation,
        "userInfo": {"username": "system:serviceaccount:kube-system:replicaset-controller",
                     "uid": "2f4c9a0e-8f43-4c2e-9a55-0f9a6ad7a3f1",
                     "groups": ["system:serviceaccounts", "system:serviceaccounts:kube-system",
                                "system:authenticated"]},
        "object": new, "oldObject": old, "dryRun": False, "options": options}}


def pod(containers, variables, applied, managed):
    spec = pod_spec(containers, variables)
    kept = {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": spec["containers"][:1]}}
    return review("", "Pod", "pods", "CREATE", {
        "kind": "Pod", "apiVersion": "v1",
        "metadata": metadata("web", spec, kept if applied else None, managed), "spec": spec,
        "status": {"phase": "Pending", "qosClass": "Burstable"}})


def deployment(containers, variables):
    def one(replicas):
        spec = {"replicas": replicas, "selector": {"matchLabels": {"app": "web"}},
                "template": {"metadata": {"labels": {"app": "web", "tier": "web"}},
                             "spec": pod_spec(containers, variables)},
                "strategy": {"type": "RollingUpdate",
                             "rollingUpdate": {"maxUnavailable": "25%", "maxSurge": "25%"}},
                "revisionHistoryLimit": 10, "progressDeadlineSeconds": 600}
        applied = {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {
            "template": {"spec": {"containers": spec["template"]["spec"]["containers"][:1]}}}}
        return {"kind": "Deployment", "apiVersion": "apps/v1",
                "metadata": metadata("web", spec, applied, True), "spec": spec}
    return review("apps", "Deployment", "deployments", "UPDATE", one(4), one(3))


def configmap(files):
    line = "listen = 0.0.0.0:8080  # the port that the service names\n"
    data = {f"part-{i}.conf": line * 520 for i in range(files)}
    return review("", "ConfigMap", "configmaps", "CREATE", {
        "kind": "ConfigMap", "apiVersion": "v1",
        "metadata": metadata("settings", {}, None, False), "data": data})


def padded(document, size):
    """Text of exactly @size bytes; what is missing goes into an annotation."""
    annotations = document["request"]["object"]["metadata"]["annotations"]
    annotations["example.com/description"] = ""
    missing = size - len(compact(document))
    if missing < 0 or missing > size // 8:
        sys.exit(f"bodies.py: {missing} bytes are missing of {size}: change what the body holds")
    annotations["example.com/description"] = ("what this object is for, in short. " *
                                              (missing // 35 + 1))[:missing]
    return compact(document)


def hostile(item, size):
    """A Pod whose spec is one list of small values, the dearest text for a parser that makes nodes."""
    outer = compact(review("", "Pod", "pods", "CREATE", {
        "kind": "Pod", "apiVersion": "v1", "metadata": metadata("web", {}, None, False),
        "spec": {"containers": []}}))
    items = (item + ",") * ((size - len(outer)) // (len(item) + 1))
    return outer.replace('"containers":[]', f'"containers":[{items[:-1]}]').ljust(size)


def write(folder):
    made = {
        "pod-4k": pod(1, 10, False, False),
        "pod-20k": pod(3, 14, True, True),
        "deployment-39k": deployment(3, 14),
        "deployment-186k": deployment(12, 31),
        "configmap-867k": configmap(28),
    }
    for name, document in made.items():
        (folder / f"{name}.json").write_text(padded(document, SIZES[name]))
    # One is beyond any sane count of values; the other, about 917,000 values, may still pass a count.
    for kind, item in (("numbers", "0"), ("strings", '"abcde"')):
        name = f"hostile-{kind}-7m"
        (folder / f"{name}.json").write_text(hostile(item, SIZES[name]))


if __name__ == "__main__":
    write(pathlib.Path(sys.argv[1]))
