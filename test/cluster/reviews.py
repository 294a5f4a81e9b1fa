# SPDX-License-Identifier: Apache-2.0
"""reviews.py - every way an object comes to kubevet, and what its author gets to see."""

import contextlib
import json
import time
import uuid

from cluster import Api, HERE, shipped_registration, wait_until
from lab import PLAIN, PRIVILEGED, RESTRICTED, SHIPPED, must, pod, rule, service, template, url, webhook

TITLE = "requests, and what their authors see"
PODS = "/api/v1/namespaces/shop/pods"
MAPS = "/api/v1/namespaces/shop/configmaps"
OBJECTS = HERE / "objects"
PREFIX = f'admission webhook "{SHIPPED}" denied the request: '
BASELINE = 'violates PodSecurity "baseline:latest": '
IS_PRIVILEGED = 'privileged (container "app" must not set securityContext.privileged=true)'
WOULD = 'would violate PodSecurity "restricted:latest": '
MIB = 1024 * 1024
REJECTIONS = "apiserver_admission_webhook_rejection_count"

# What the shipped registration leaves out, so that kubevet is seen to answer it too.
MORE = "more.kubevet.test"
MORE_RULES = [
    rule("pods/exec", "pods/attach", "pods/portforward", operations=["CONNECT"]),
    rule("pods/eviction", "pods/binding", "serviceaccounts/token", operations=["CREATE"]),
    rule("deployments/scale", group="apps"),
    rule("pods", "services", operations=["DELETE"]),
    rule("configmaps"),
]


def run(lab):
    lab.start_cluster("main")
    config = lab.folder / "kubevet.yaml"
    config.write_text((HERE / "kubevet.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    lab.kubevetd = lab.start_kubevetd("kubevetd", config=config, options=["--drain-delay", "0"])
    lab.cluster.apply("-f", HERE / "users.yaml", "-f", HERE / "service.yaml")
    lab.namespace("shop")
    lab.namespace("shop-strict")
    # Before anybody asks kubevet: what was there when it came.
    must(lab.admin.post(PODS, pod("old", PRIVILEGED)))
    lab.register_shipped(shipped_registration(lab.kubevetd.bundle, lab.kubevetd.port))
    lab.alice = Api(lab.cluster, "alice")
    with lab.registered(webhook(MORE, client(lab), MORE_RULES)):
        for check in CHECKS:
            lab.guard(check)
    for check in LAST_CHECKS:
        lab.guard(check)


def client(lab):
    return service(lab.kubevetd.port, bundle=lab.kubevetd.bundle)


@contextlib.contextmanager
def watching(lab):
    """A function inside: kubevetd's log lines about reviews since then that have these values."""
    since = lab.kubevetd.log_size()

    def seen(**values):
        return [
            event
            for event in lab.kubevetd.events(since, "review")
            if all(event.get(key, "") == value for key, value in values.items())
        ]

    yield seen


def denied_pod(lab):
    done = lab.cluster.kubectl("-n", "shop", "apply", "-f", "debug-pod.yaml", user="alice", cwd=OBJECTS)
    lab.report.capture("denied-pod", "kubectl -n shop apply -f debug-pod.yaml", done)
    lab.report.equal(
        "a denied pod: kubectl shows all of it, and nothing else",
        (done.returncode, done.stdout, done.stderr),
        (
            1,
            "",
            f'Error from server (Forbidden): error when creating "debug-pod.yaml": {PREFIX}pods "debug" is forbidden: '
            f'{BASELINE}host namespaces (hostPID=true), privileged (container "shell" must not set '
            "securityContext.privileged=true)\n",
        ),
    )


def denied_pod_as_an_object(lab):
    status = lab.alice.post(PODS, pod("p", PRIVILEGED)).object
    lab.report.equal(
        "a denial is a 403 with its reason",
        (status["code"], status["reason"], status["status"]),
        (403, "Forbidden", "Failure"),
    )
    cause = status["details"]["causes"][0]
    lab.report.equal(
        "causes reach programs with their field",
        (cause["reason"], cause["field"]),
        ("FieldValueForbidden", 'spec.containers[name="app"].securityContext.privileged'),
    )


def quiet_pod(lab):
    done = lab.cluster.kubectl("-n", "shop", "apply", "-f", "quiet-pod.yaml", user="alice", cwd=OBJECTS)
    lab.report.equal(
        "a restricted pod: created without a word",
        (done.returncode, done.stdout, done.stderr),
        (0, "pod/quiet created\n", ""),
    )


def warned_pod(lab):
    answer = lab.alice.post(PODS + "?dryRun=All", pod("plain", PLAIN))
    lab.report.equal(
        "a baseline pod: created, with the one warning", (answer.status, len(answer.warnings)), (201, 1)
    )
    lab.report.contains(
        "the warning says what restricted would want", answer.warnings[0], WOULD, "runAsNonRoot != true"
    )


def denied_deployment_pods(lab):
    done = lab.cluster.kubectl("-n", "shop", "apply", "-f", "web-deployment.yaml", user="alice", cwd=OBJECTS)
    lab.report.capture("warned-deployment", "kubectl -n shop apply -f web-deployment.yaml", done)
    lab.report.contains(
        "a Deployment with such a template: created, its author warned",
        done.stderr + done.stdout,
        f"Warning: {WOULD}",
        "hostPort",
        "deployment.apps/web created",
    )
    if not lab.cluster.has_controllers:
        lab.report.skip("a ReplicaSet's event about the denied pod", "there is no kube-controller-manager")
        return
    events = "/api/v1/namespaces/shop/events?fieldSelector=reason%3DFailedCreate"
    items = wait_until("the event", lambda: lab.admin.get(events).object["items"], 30)
    lab.report.contains(
        "the ReplicaSet's event holds the denial",
        items[0]["message"],
        f"Error creating: {PREFIX}pods ",
        BASELINE,
        'hostPort (container "web" uses hostPort 80)',
    )
    command = [
        "-n",
        "shop",
        "get",
        "events",
        "--field-selector",
        "reason=FailedCreate",
        "-o",
        "custom-columns=OBJECT:.involvedObject.name,MESSAGE:.message",
    ]
    lab.report.capture(
        "replicaset-event", "kubectl " + " ".join(command), lab.cluster.kubectl(*command, user="alice")
    )

    def failure():
        status = lab.admin.get("/apis/apps/v1/namespaces/shop/deployments/web").object["status"]
        return [c["message"] for c in status.get("conditions", []) if c["type"] == "ReplicaFailure"]

    message = wait_until("the Deployment's condition", failure, 30)[0]
    lab.report.contains("so does the Deployment's condition", message, PREFIX, BASELINE)


def workload_kinds(lab):
    selector = {"matchLabels": {"app": "web"}}
    forever, once = template(PRIVILEGED), template(PRIVILEGED, restartPolicy="Never")
    kinds = {
        "Deployment": ("apps/v1", "deployments", {"selector": selector, "template": forever}),
        "ReplicaSet": ("apps/v1", "replicasets", {"selector": selector, "template": forever}),
        "StatefulSet": (
            "apps/v1",
            "statefulsets",
            {"selector": selector, "serviceName": "web", "template": forever},
        ),
        "DaemonSet": ("apps/v1", "daemonsets", {"selector": selector, "template": forever}),
        "Job": ("batch/v1", "jobs", {"template": once}),
        "CronJob": (
            "batch/v1",
            "cronjobs",
            {"schedule": "0 0 * * *", "jobTemplate": {"spec": {"template": once}}},
        ),
        "ReplicationController": (
            "v1",
            "replicationcontrollers",
            {"selector": {"app": "web"}, "template": forever},
        ),
    }
    objects = {kind: (version, plural, {"spec": spec}) for kind, (version, plural, spec) in kinds.items()}
    objects["PodTemplate"] = ("v1", "podtemplates", {"template": forever})
    for kind, (version, plural, body) in objects.items():
        root = "/apis/" + version if "/" in version else "/api/" + version
        with watching(lab) as seen:
            answer = lab.alice.post(
                f"{root}/namespaces/shop/{plural}?dryRun=All",
                {"apiVersion": version, "kind": kind, "metadata": {"name": "kinds"}, **body},
            )
        warnings = [text for text in answer.warnings if text.startswith(WOULD) and IS_PRIVILEGED in text]
        lab.report.check(
            f"{kind}: passes, its author is warned",
            answer.status == 201 and len(warnings) == 1 and len(seen(kind=kind, name="kinds")) == 1,
            (answer.status, answer.message, answer.warnings),
        )


def audit_annotations(lab):
    for name, container, wanted in (
        ("denied", PRIVILEGED, {"enforce-policy": "baseline:latest"}),
        ("passed", PLAIN, {"enforce-policy": "baseline:latest"}),
        ("would violate", PLAIN, {"audit-violations": WOULD}),
    ):
        request = str(uuid.uuid4())
        lab.alice.post(PODS + "?dryRun=All", pod("p", container), headers={"Audit-ID": request})
        annotations = lab.audit_event(request).get("annotations", {})
        for key, start in wanted.items():
            lab.report.check(
                f"audit log, a pod that {name}: {key}",
                annotations.get(f"{SHIPPED}/{key}", "").startswith(start),
                annotations,
            )


def generated_name(lab):
    with watching(lab) as seen:
        answer = lab.alice.post(PODS, pod("batch-", PRIVILEGED))
    name = answer.object["details"]["name"] if answer.object.get("details") else ""
    lab.report.check(
        "generateName: the refusal names what was generated",
        name.startswith("batch-")
        and len(name) == len("batch-") + 5
        and f'pods "{name}" is' in answer.message,
        answer.object,
    )
    lab.report.check("generateName: so does the log", len(seen(name=name, verdict="deny")) == 1, seen())


def ephemeral_containers(lab):
    command = ["-n", "shop", "debug", "quiet", "--image=busybox", "--profile=sysadmin", "--container=look"]
    done = lab.cluster.kubectl(*command, user="alice")
    lab.report.capture("debug", "kubectl " + " ".join(command), done)
    lab.report.contains(
        "kubectl debug with a privileged container: refused",
        done.stderr,
        PREFIX,
        BASELINE,
        'privileged (container "look"',
    )
    with watching(lab) as seen:
        done = lab.cluster.kubectl(
            "-n", "shop", "debug", "quiet", "--image=busybox", "--profile=restricted", user="alice"
        )
    lab.report.check(
        "kubectl debug with a restricted one: passes",
        done.returncode == 0
        and len(seen(subresource="ephemeralcontainers", operation="UPDATE", verdict="allow")) == 1,
        (done.stderr, seen()),
    )


def resize(lab):
    with watching(lab) as seen:
        change = {"spec": {"containers": [{"name": "app", "resources": {"limits": {"cpu": "200m"}}}]}}
        done = lab.cluster.kubectl(
            "-n",
            "shop",
            "patch",
            "pod",
            "quiet",
            "--subresource=resize",
            "--type=strategic",
            "-p",
            json.dumps(change),
            user="alice",
        )
    lab.report.check(
        "resize: reviewed, passes",
        done.returncode == 0
        and len(seen(subresource="resize", operation="UPDATE", name="quiet", verdict="allow")) == 1,
        (done.stderr, seen()),
    )


def scale(lab):
    with watching(lab) as seen:
        done = lab.cluster.kubectl("-n", "shop", "scale", "deployment", "web", "--replicas=2", user="alice")
    lab.report.check(
        "scale: reviewed, passes",
        done.returncode == 0 and len(seen(kind="Scale", subresource="scale", verdict="allow")) == 1,
        (done.stderr, seen()),
    )


def eviction(lab):
    must(lab.alice.post(PODS, pod("evicted", RESTRICTED)))
    body = {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": "evicted"}}
    with watching(lab) as seen:
        answer = lab.alice.post(PODS + "/evicted/eviction", body)
    lab.report.check(
        "eviction: reviewed, passes, the pod is gone",
        answer.status == 201
        and len(seen(subresource="eviction", operation="CREATE", verdict="allow")) == 1
        and lab.alice.get(PODS + "/evicted").status == 404,
        (answer.text, seen()),
    )


def connected(lab, verb, seen, said):
    asked = seen(operation="CONNECT", subresource=verb, name="quiet", verdict="allow")
    lab.report.check(
        f"{verb}: reviewed, passes on to the (absent) node",
        len(asked) >= 1 and "does not have a host" in said,
        (said, seen()),
    )


def connections(lab):
    for verb, rest in (("exec", ["--", "id"]), ("attach", [])):
        with watching(lab) as seen:
            done = lab.cluster.kubectl("-n", "shop", verb, "quiet", *rest, user="alice")
        connected(lab, verb, seen, done.stderr)
        if verb == "exec":
            lab.report.capture("exec", "kubectl -n shop exec quiet -- id", done)
    # kubectl itself looks at the pod first and gives up.
    with watching(lab) as seen:
        answer = lab.alice.post(PODS + "/quiet/portforward?ports=80", "", kind="text/plain")
    connected(lab, "portforward", seen, answer.message)


def deletion(lab):
    must(lab.alice.post(PODS, pod("gone", RESTRICTED)))
    with watching(lab) as seen:
        done = lab.cluster.kubectl("-n", "shop", "delete", "pod", "gone", user="alice")
    lab.report.check(
        "DELETE: reviewed, passes",
        done.returncode == 0 and len(seen(operation="DELETE", kind="Pod", name="gone", verdict="allow")) >= 1,
        (done.stderr, seen()),
    )


def delete_collection(lab):
    for number in range(3):
        must(lab.alice.post(PODS, pod(f"many-{number}", RESTRICTED, {"set": "many"})))
    with watching(lab) as seen:
        answer = lab.alice.delete(PODS + "?labelSelector=set%3Dmany")
    lab.report.check(
        "deletecollection: each of three reviewed, all gone",
        answer.status == 200
        and len(seen(operation="DELETE", verdict="allow")) >= 3
        and not lab.alice.get(PODS + "?labelSelector=set%3Dmany").object["items"],
        (answer.text, seen()),
    )
    lab.report.check(
        "deletecollection: the log has their names, which the request leaves out",
        {event.get("name") for event in seen(operation="DELETE")} >= {"many-0", "many-1", "many-2"},
        seen(operation="DELETE"),
    )


def dry_run(lab):
    with watching(lab) as seen:
        done = lab.cluster.kubectl(
            "-n", "shop", "apply", "--dry-run=server", "-f", "debug-pod.yaml", user="alice", cwd=OBJECTS
        )
    lab.report.check(
        "dry run: refused as in earnest",
        done.returncode == 1 and PREFIX in done.stderr and len(seen(dry_run="true", verdict="deny")) == 1,
        (done.stderr, seen()),
    )


def updates_of_what_violates(lab):
    answer = lab.alice.patch(PODS + "/old", {"metadata": {"labels": {"seen": "yes"}}})
    lab.report.equal("a pod that was there before: a label may change", answer.status, 200)
    change = {"spec": {"containers": [{"name": "app", "image": "busybox"}]}}
    answer = lab.alice.patch(PODS + "/old", change, kind="application/strategic-merge-patch+json")
    lab.report.check(
        "a pod that was there before: its image may not",
        answer.status == 403 and answer.message.startswith(PREFIX + 'pods "old" is forbidden: ' + BASELINE),
        answer.text,
    )
    answer = lab.alice.delete(PODS + "/old", {"gracePeriodSeconds": 0})
    lab.report.equal("a pod that was there before: it may be deleted", answer.status, 200)


def server_side_apply(lab):
    path = PODS + "/applied?fieldManager=test&force=true"
    for number, (operation, container) in enumerate((("CREATE", RESTRICTED), ("UPDATE", RESTRICTED))):
        with watching(lab) as seen:
            body = pod("applied", container, {"turn": str(number)})
            answer = lab.alice.patch(path, body, kind="application/apply-patch+yaml")
        lab.report.check(
            f"server-side apply: reviewed as {operation}",
            answer.status in (200, 201)
            and len(seen(operation=operation, name="applied", verdict="allow")) == 1,
            (answer.text, seen()),
        )
    answer = lab.alice.patch(
        PODS + "/other?fieldManager=test", pod("other", PRIVILEGED), kind="application/apply-patch+yaml"
    )
    lab.report.check(
        "server-side apply of what violates: refused",
        answer.status == 403 and BASELINE in answer.message,
        answer.text,
    )


def namespaces(lab):
    with watching(lab) as seen:
        done = lab.cluster.kubectl("create", "namespace", "fresh")
    lab.report.check(
        "Namespace create: reviewed, passes",
        done.returncode == 0
        and len(seen(kind="Namespace", operation="CREATE", name="fresh", verdict="allow")) == 1,
        (done.stderr, seen()),
    )
    with watching(lab) as seen:
        done = lab.cluster.kubectl(
            "label", "namespace", "fresh", "pod-security.kubernetes.io/enforce=restricted"
        )
    lab.report.check(
        "Namespace update to a stricter level: reviewed, passes",
        done.returncode == 0 and len(seen(kind="Namespace", operation="UPDATE", name="fresh")) == 1,
        (done.stderr, seen()),
    )
    lab.report.contains(
        "and whoever does it is told that existing pods were not looked at",
        done.stderr,
        "Warning: ",
        "existing pods",
    )
    # The built-in plugin comes first; kubevet's own text is compared where that is switched off.
    done = lab.cluster.kubectl(
        "label", "namespace", "fresh", "--overwrite", "pod-security.kubernetes.io/enforce=restrcted"
    )
    lab.report.contains(
        "Namespace update to a level that does not exist: refused",
        done.stderr,
        "must be one of privileged, baseline, restricted",
    )


def other_versions(lab):
    body = {
        "apiVersion": "autoscaling/v1",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": "web"},
        "spec": {
            "maxReplicas": 3,
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"},
        },
    }
    path = "/apis/autoscaling/v1/namespaces/shop/horizontalpodautoscalers?dryRun=All"
    rules = [rule("horizontalpodautoscalers", group="autoscaling", version="v2")]
    # One more than these rules ask for: the shipped registration has autoscalers too.
    for policy, count in (("Equivalent", 2), ("Exact", 1)):
        with lab.registered(
            webhook("versions.kubevet.test", client(lab), rules, matchPolicy=policy)
        ), watching(lab) as seen:
            answer = lab.alice.post(path, body)
        lab.report.check(
            f"another version than the rule's, matchPolicy {policy}: reviewed {count} times",
            answer.status == 201 and len(seen(kind="HorizontalPodAutoscaler", verdict="allow")) == count,
            (answer.text, seen()),
        )


def large_objects(lab):
    """Names, what the value is made of, and how many bytes of it one object holds."""
    for name, character, size in (("plain text", "x", MIB - 64), ("all escapes", "\x01", 480 * 1024)):
        body = {"metadata": {"name": "large"}, "data": {"a": character * size}}
        with watching(lab) as seen:
            must(lab.alice.post(MAPS, body))
            body["data"]["a"] = "y" + body["data"]["a"][1:]
            answer = lab.alice.put(MAPS + "/large", body)
        updates = seen(operation="UPDATE", kind="ConfigMap", verdict="allow")
        lab.report.check(
            f"a large ConfigMap's update ({name}): reviewed, passes",
            answer.status == 200 and len(updates) == 1,
            (answer.status, answer.message[:300], seen()),
        )
        must(lab.alice.delete(MAPS + "/large"))


def larger_than_is_read(lab):
    small = lab.start_kubevetd("small", options=["--max-body", "256Ki", "--drain-delay", "0"])
    with lab.registered(webhook("small.kubevet.test", url(small), [rule("secrets")])):
        answer = lab.alice.post(
            "/api/v1/namespaces/shop/secrets?dryRun=All",
            {"metadata": {"name": "s"}, "stringData": {"a": "x" * 300_000}},
        )
    lab.report.equal("a review above the size limit: refused, not let through", answer.status, 500)
    lab.report.contains(
        "and the message says why",
        answer.message,
        'failed calling webhook "small.kubevet.test"',
        "larger than 262144 bytes",
    )


def long_warnings(lab):
    """All warnings of a request share 4096 characters; beyond that the API server cuts each."""
    body = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "open"},
        "spec": {"ports": [{"port": 80}], "externalIPs": [f"203.0.113.{i}" for i in range(200)]},
    }
    warnings = lab.alice.post("/api/v1/namespaces/shop/services?dryRun=All", body).warnings
    lab.report.check(
        "two hundred findings of a rule: uncut, and the last warning counts the rest",
        warnings and sum(map(len, warnings)) <= 4096 and "more warnings from kubevet" in warnings[-1],
        warnings,
    )
    body = {
        "metadata": {"name": "wide"},
        "spec": {"selector": {"matchLabels": {"app": "web"}}, "template": template(PLAIN)},
    }
    body["spec"]["template"]["spec"]["containers"] = [
        {**PRIVILEGED, "name": f"container-{i}"} for i in range(40)
    ]
    answer = lab.alice.post("/apis/apps/v1/namespaces/shop/deployments?dryRun=All", body)
    lab.report.check(
        "forty containers that violate: one warning, uncut",
        answer.status == 201
        and len(answer.warnings) == 1
        and '"container-39" must not set' in answer.warnings[0]
        and answer.warnings[0].endswith('or "Localhost")'),
        (answer.status, answer.message, answer.warnings),
    )


def rule_texts(lab):
    done = lab.cluster.kubectl("-n", "shop", "apply", "-f", "front-service.yaml", user="alice", cwd=OBJECTS)
    lab.report.capture("warned-service", "kubectl -n shop apply -f front-service.yaml", done)
    lab.report.contains(
        "a rule that warns: created, with its text",
        done.stderr + done.stdout,
        "Warning: [service-type] ",
        "service/front created",
    )
    done = lab.cluster.kubectl(
        "-n", "shop-strict", "apply", "-f", "front-service.yaml", user="alice", cwd=OBJECTS
    )
    lab.report.capture("denied-service", "kubectl -n shop-strict apply -f front-service.yaml", done)
    lab.report.contains(
        "a rule that denies: refused, with its text",
        done.stderr,
        PREFIX,
        "no-public-services",
        "spec.type: LoadBalancer",
    )


def match_conditions(lab):
    condition = {"name": "not-bob", "expression": "request.userInfo.username != 'bob'"}
    hook = webhook("conditional.kubevet.test", client(lab), [rule("secrets")], matchConditions=[condition])
    with lab.registered(hook):
        for user, count in (("alice", 1), ("bob", 0)):
            with watching(lab) as seen:
                must(
                    Api(lab.cluster, user).post(
                        "/api/v1/namespaces/shop/secrets?dryRun=All", {"metadata": {"name": "s"}}
                    )
                )
            lab.report.equal(
                f"matchConditions: {user} is reviewed {count} times",
                len(seen(kind="Secret", user=user)),
                count,
            )


def users(lab):
    with watching(lab) as seen:
        lab.alice.post(PODS + "?dryRun=All", pod("p", RESTRICTED))
        lab.admin.post(
            PODS + "?dryRun=All",
            pod("p", RESTRICTED),
            headers={"Impersonate-User": "bob", "Impersonate-Group": "developers"},
        )
        stranger = Api(lab.cluster, "eve").post(PODS + "?dryRun=All", pod("p", RESTRICTED))
        # A line is written after its answer was sent.
        wait_until("the log of both", lambda: len(seen(kind="Pod")) >= 2, 5, 0.05)
    lab.report.equal(
        "the log names who asked, also behind impersonation",
        [event["user"] for event in seen(name="p")],
        ["alice", "bob"],
    )
    lab.report.equal("who may not ask is refused before kubevet hears of it", stranger.status, 403)


def controllers_denied(lab):
    """Also a test of a configuration that changes under a running server."""
    text = (
        (HERE / "kubevet.yaml").read_text(encoding="utf-8").replace("controllers: warn", "controllers: deny")
    )
    since = lab.kubevetd.log_size()
    (lab.folder / "kubevet.yaml").write_text(text, encoding="utf-8")
    wait_until(
        "kubevetd to read its configuration",
        lambda: [event for event in lab.kubevetd.events(since) if event["event"] != "review"],
        20,
    )
    time.sleep(0.2)
    must(lab.admin.delete("/apis/apps/v1/namespaces/shop/deployments/web"))
    done = lab.cluster.kubectl("-n", "shop", "apply", "-f", "web-deployment.yaml", user="alice", cwd=OBJECTS)
    lab.report.capture("denied-deployment", "kubectl -n shop apply -f web-deployment.yaml", done)
    lab.report.contains(
        "controllers: deny, after a reload: the Deployment itself is refused",
        done.stderr,
        PREFIX,
        BASELINE,
        'hostPort (container "web" uses hostPort 80)',
    )


def metrics(lab):
    lab.report.check(
        "API server's metrics: refusals are refusals",
        lab.metric(REJECTIONS, name=SHIPPED, error_type="no_error") > 0,
    )
    lab.report.equal(
        "API server's metrics: no call to the shipped webhook failed",
        lab.metric(REJECTIONS, name=SHIPPED, error_type="calling_webhook_error"),
        0,
    )
    lab.report.equal(
        "API server's metrics: nothing was let through unchecked",
        lab.metric("apiserver_admission_webhook_fail_open_count"),
        0,
    )


def no_complaints(lab):
    """Bad audit keys and malformed answers show in the API server's log, and nowhere else."""
    log = (lab.cluster.logs / "kube-apiserver.log").read_text(errors="replace")
    lines = [
        line
        for line in log.splitlines()
        if "webhook" in line and ("audit annotation" in line or "warning" in line.lower() and "dropp" in line)
    ]
    lab.report.equal("API server's log: no annotation and no warning of ours was thrown away", lines, [])


def way_out(lab):
    """What a person does when kubevet stands in the way."""
    done = lab.cluster.kubectl("delete", "validatingwebhookconfiguration", "kubevet")
    lab.report.equal("its registration can be deleted", done.returncode, 0)
    wait_until(
        "the API server to forget kubevet",
        lambda: lab.alice.post(PODS + "?dryRun=All", pod("p", PRIVILEGED)).status == 201,
        10,
    )


CHECKS = [
    denied_pod,
    denied_pod_as_an_object,
    quiet_pod,
    warned_pod,
    denied_deployment_pods,
    workload_kinds,
    audit_annotations,
    generated_name,
    ephemeral_containers,
    resize,
    scale,
    eviction,
    connections,
    deletion,
    delete_collection,
    dry_run,
    updates_of_what_violates,
    server_side_apply,
    namespaces,
    large_objects,
    long_warnings,
    rule_texts,
    users,
]
LAST_CHECKS = [
    larger_than_is_read,
    other_versions,
    match_conditions,
    controllers_denied,
    metrics,
    no_complaints,
    way_out,
]
