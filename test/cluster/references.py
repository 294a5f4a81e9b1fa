# SPDX-License-Identifier: Apache-2.0
"""references.py - how the API server finds kubevet: kinds of Service, and a file on its own machine."""

import json

from cluster import Api, filled, replace_file, wait_until
from lab import PRIVILEGED, RESTRICTED, SHIPPED, must, pod, rule, service, url, webhook

TITLE = "Services, and registration from a file"
PODS = "/api/v1/namespaces/default/pods?dryRun=All"
SERVICES = "/api/v1/namespaces/kubevet/services"
CLUSTER_IP = "10.0.0.50"
MISTAKEN = {
    "apiVersion": "v1",
    "kind": "Namespace",
    "metadata": {"name": "bank", "labels": {"pod-security.kubernetes.io/enforce": "restrcted"}},
}


def run(lab):
    lab.start_cluster("references")
    lab.namespace("kubevet")
    lab.guard(external_name)
    if lab.has_network:
        lab.guard(cluster_ip)
    else:
        lab.report.skip("a Service with a cluster IP", "no network namespace")
    lab.guard(no_such_service)
    lab.builtin = lab.admin.post("/api/v1/namespaces", MISTAKEN).object
    lab.guard(static_file)


def judged(lab, how):
    """Through whatever is registered now: the bad one refused by kubevet, the good one passed by it."""
    bad, good = (lab.admin.post(PODS, pod("p", container)) for container in (PRIVILEGED, RESTRICTED))
    lab.report.check(
        f"{how}: kubevet judges",
        bad.status == 403 and "denied the request: pods" in bad.message and good.status == 201,
        (bad.message, good.message),
    )


def with_service(lab, how, spec, kubevetd, port):
    made = must(lab.admin.post(SERVICES, {"metadata": {"name": "kubevet"}, "spec": spec}))
    with lab.registered(
        webhook("service.kubevet.test", service(port, bundle=kubevetd.bundle), [rule("pods")])
    ):
        wait_until(
            "the API server to see the Service",
            lambda: lab.admin.post(PODS, pod("p", RESTRICTED)).status == 201,
            10,
        )
        judged(lab, how)
    must(lab.admin.delete(f"{SERVICES}/{made.object['metadata']['name']}"))


def external_name(lab):
    kubevetd = lab.start_kubevetd("external", options=["--drain-delay", "0"])
    with_service(
        lab,
        "a Service of type ExternalName",
        {"type": "ExternalName", "externalName": "localhost"},
        kubevetd,
        kubevetd.port,
    )


def cluster_ip(lab):
    kubevetd = lab.start_kubevetd("cluster-ip", address=CLUSTER_IP, port=443, options=["--drain-delay", "0"])
    with_service(
        lab,
        "a Service with a cluster IP, port 443",
        {"clusterIP": CLUSTER_IP, "ports": [{"name": "https", "port": 443}]},
        kubevetd,
        443,
    )


def no_such_service(lab):
    with lab.registered(webhook("service.kubevet.test", service(443), [rule("pods")])):
        answer = lab.admin.post(PODS, pod("p", RESTRICTED))
        lab.report.check(
            "no such Service: an error, nothing passes",
            answer.status == 500 and "not found" in answer.message,
            answer.message,
        )


def write_static(folder, kubevetd):
    """deploy/'s own file, and one that asks for what the API would not let anybody register."""
    text = filled(
        "static/webhook.yaml",
        ("127.0.0.1:9443", f"127.0.0.1:{kubevetd.port}"),
        ("FILLED_IN_BY_YOU", kubevetd.bundle),
    )
    replace_file(folder / "kubevet.yaml", text)
    registrations = rule(
        "validatingwebhookconfigurations",
        group="admissionregistration.k8s.io",
        operations=["CREATE", "DELETE"],
    )
    replace_file(
        folder / "registrations.json",
        json.dumps(
            {
                "apiVersion": "admissionregistration.k8s.io/v1",
                "kind": "ValidatingWebhookConfiguration",
                "metadata": {"name": "registrations.static.k8s.io"},
                "webhooks": [webhook("registrations.kubevet.test", url(kubevetd), [registrations])],
            }
        ),
    )


def static_file(lab):
    """The built-in PodSecurity is off here, so that kubevet's words on labels of namespaces are heard."""
    folder = lab.folder / "static-manifests"
    folder.mkdir()
    kubevetd = lab.start_kubevetd("static", options=["--drain-delay", "0"])
    write_static(folder, kubevetd)
    admission = lab.folder / "admission.yaml"
    replace_file(
        admission, filled("static/admission.yaml", ("/etc/kubernetes/admission/validating", str(folder)))
    )
    lab.start_cluster(
        "static", [f"--admission-control-config-file={admission}", "--disable-admission-plugins=PodSecurity"]
    )
    judged(lab, "from a file")
    kubevetd.stop()
    lab.cluster.restart_api_server()
    lab.admin = Api(lab.cluster)
    lab.report.check("from a file: the API server comes up while kubevet is down", True)
    answer = lab.admin.post(PODS, pod("p", RESTRICTED))
    lab.report.check(
        "from a file: and nothing passes until kubevet is back",
        answer.status == 500 and f'failed calling webhook "{SHIPPED}"' in answer.message,
        answer.message,
    )
    kubevetd.start()
    judged(lab, "from a file, kubevet being back")
    path = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations"
    lab.report.equal(
        "from a file: there is no object that somebody could delete", lab.admin.get(path).object["items"], []
    )
    must(lab.admin.post(path, {"metadata": {"name": "other"}, "webhooks": []}))
    seen = [
        event for event in kubevetd.events(0, "review") if event["kind"] == "ValidatingWebhookConfiguration"
    ]
    lab.report.check(
        "from a file: registrations of webhooks are reviewed too",
        len(seen) == 1 and seen[0]["verdict"] == "allow",
        seen,
    )
    namespace_labels(lab)


def namespace_labels(lab):
    """The same mistake, judged by the built-in plugin before and by kubevet now."""
    made = lab.cluster.kubectl("create", "-f", "-", text=json.dumps(MISTAKEN))
    lab.report.capture("mistaken-namespace", "kubectl create -f namespace.json", made)
    answer = lab.admin.post("/api/v1/namespaces", MISTAKEN)
    mine = answer.message.removeprefix(f'admission webhook "{SHIPPED}" denied the request: ')
    lab.report.equal(
        "a Namespace with a label of no meaning: as the built-in plugin puts it", mine, lab.builtin["message"]
    )
    lab.report.equal(
        "so are its status and its causes",
        (answer.status, answer.object["reason"], answer.object["details"]["causes"]),
        (422, lab.builtin["reason"], lab.builtin["details"]["causes"]),
    )
    lab.report.check(
        "kubectl shows the reason",
        made.returncode == 1 and "must be one of privileged, baseline, restricted" in made.stderr,
        made.stderr,
    )
