# SPDX-License-Identifier: Apache-2.0
"""lab.py - what all parts of the bench share: the count, objects, registrations, steady writes."""

import contextlib
import gzip
import http.client
import json
import pathlib
import threading
import time
import traceback

from cluster import Api, Cluster, Kubevetd, wait_until

SHIPPED = "validate.kubevet.dev"
MARKED = "kubevet.test/marker"
# Characters of what came in place of what was wanted.
SHOWN = 2000
# Nothing listens there: whoever is sent there fails at once.
NOWHERE = "https://127.0.0.1:1/"


class Report:
    """Prints each assertion as it is made, and keeps tables and captured output for the documentation."""

    def __init__(self, out):
        self.out = out
        self.passed, self.failed, self.skipped = 0, [], []
        self.captured = out / "kubectl"
        self.captured.mkdir(parents=True, exist_ok=True)
        self.tables = out / "results.md"
        self.tables.write_text("# What the last run against a real API server showed\n", encoding="utf-8")

    def section(self, title):
        print(f"\n== {title}", flush=True)

    def check(self, name, good, got=""):
        if good:
            self.passed += 1
            print(f"ok      {name}", flush=True)
        else:
            self.failed.append(name)
            print(f"FAILED  {name}\n        got: {str(got)[:SHOWN]}", flush=True)

    def equal(self, name, got, want):
        self.check(name, got == want, f"{got!r}\n        wanted: {want!r}")

    def contains(self, name, got, *wants):
        missing = [want for want in wants if want not in got]
        self.check(name, not missing, f"{got!r}\n        lacks: {missing!r}")

    def skip(self, name, why):
        self.skipped.append(name)
        print(f"skipped {name}: {why}", flush=True)

    def table(self, title, header, rows, note=""):
        rule = ["---"] * len(header)
        lines = [
            "| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |"
            for row in (header, rule, *rows)
        ]
        with open(self.tables, "a", encoding="utf-8") as file:
            file.write("\n".join(["", f"## {title}", "", *([note, ""] if note else []), *lines, ""]))

    def capture(self, name, command, done):
        """What the person at the terminal sees, command and all."""
        text = f"$ {command}\n{done.stderr}{done.stdout}"
        (self.captured / f"{name}.txt").write_text(text, encoding="utf-8")

    def finish(self):
        line = f"{self.passed} passed, {len(self.failed)} failed"
        if self.skipped:
            line += f", {len(self.skipped)} skipped"
        if self.failed:
            print("\n== failed\n" + "\n".join(self.failed))
        print(f"\n{line}", flush=True)
        return 1 if self.failed else 0


class Lab:
    """A running cluster, a place for kubevetd's, and the report."""

    def __init__(self, folder, programs, build, report, has_network, shared):
        self.folder, self.programs, self.build = folder, programs, build
        self.report, self.has_network, self.shared = report, has_network, shared
        self.cluster, self.admin = None, None
        self.kubevetds = []
        self.count = 0

    def start_cluster(self, name, flags=()):
        """In the place of the one before."""
        self.stop_cluster()
        since = time.monotonic()
        self.cluster = Cluster(self.folder / name, self.programs, flags).start()
        self.admin = Api(self.cluster)
        print(f"        the API server is ready after {time.monotonic() - since:.1f} s", flush=True)
        return self.cluster

    def start_kubevetd(self, name, **options):
        kubevetd = Kubevetd(self.build, self.folder / name, name=name, **options)
        self.kubevetds.append(kubevetd)
        return kubevetd.start()

    def stop_kubevetds(self):
        while self.kubevetds:
            self.kubevetds.pop().stop()

    def stop_cluster(self):
        if self.cluster:
            self.cluster.stop()
            self.cluster = None

    def stop(self):
        self.stop_kubevetds()
        self.stop_cluster()

    def guard(self, check, *arguments):
        """A check that can not go on has failed; those behind it still run."""
        try:
            check(self, *arguments)
        except Exception as error:  # whatever it was, the person should read it beside the others
            self.report.check(check.__name__, False, "".join(traceback.format_exception(error)[-3:]))

    def number(self):
        self.count += 1
        return self.count

    def namespace(self, name, labels=None):
        must(self.admin.post("/api/v1/namespaces", {"metadata": {"name": name, "labels": labels or {}}}))
        return name

    @contextlib.contextmanager
    def registered(self, *webhooks):
        """While inside, the API server asks these webhooks. Gives a function to put others in their place."""
        name = marker = f"test-{self.number()}"
        path = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations"

        def reregister(*later):
            nonlocal marker
            marker = f"test-{self.number()}"
            must(self.admin.patch(f"{path}/{name}", {"webhooks": self.marked(marker, later)}))
            self.wait_for_marker(marker, True)

        must(self.admin.post(path, {"metadata": {"name": name}, "webhooks": self.marked(marker, webhooks)}))
        try:
            self.wait_for_marker(marker, True)
            yield reregister
        finally:
            must(self.admin.delete(f"{path}/{name}"))
            self.wait_for_marker(marker, False)

    @staticmethod
    def marked(marker, webhooks):
        """The last of the webhooks fails on a marked ConfigMap: the sign that all are in force."""
        sign = webhook(
            f"{marker}.kubevet.test",
            {"url": NOWHERE},
            [rule("configmaps", operations=["CREATE"])],
            objectSelector={"matchLabels": {MARKED: marker}},
        )
        return [*webhooks, sign]

    def wait_for_marker(self, marker, present):
        body = {"metadata": {"name": "marker", "labels": {MARKED: marker}}}

        def is_there():
            answer = self.admin.post("/api/v1/namespaces/default/configmaps?dryRun=All", body)
            return (f'"{marker}.kubevet.test"' in answer.message) == present

        wait_until(f"webhook configuration {marker}", is_there, 20, 0.05)

    def register_shipped(self, text):
        """deploy/'s own configuration, until it refuses what it should."""
        self.cluster.apply("-f", "-", text=text)
        path = "/api/v1/namespaces/default/pods?dryRun=All"
        wait_until(
            "kubevet's registration",
            lambda: SHIPPED in self.admin.post(path, pod("probe", PRIVILEGED)).message,
            20,
            0.05,
        )

    def audit_event(self, audit_id):
        """The audit log's line about a request that was sent with this Audit-ID."""

        def find():
            with open(self.cluster.audit_log, encoding="utf-8") as log:
                for line in log:
                    if audit_id in line and line.endswith("\n"):
                        return json.loads(line)
            return None

        return wait_until("the audit event", find, 10, 0.05)

    def metric(self, series, **labels):
        """Sum of an API server's metric over all series with these labels."""
        total = 0.0
        for line in self.admin.get("/metrics").text.decode().splitlines():
            if line.startswith(series + "{") and all(
                f'{key}="{value}"' in line for key, value in labels.items()
            ):
                total += float(line.rpartition(" ")[2])
        return total


def must(answer):
    if answer.status >= 400:
        raise RuntimeError(f"{answer.status}: {answer.message or answer.text[:300]}")
    return answer


def service(port=443, path="/validate", bundle=None):
    reference = {"name": "kubevet", "namespace": "kubevet", "port": port, "path": path}
    return {"service": reference, "caBundle": bundle}


def url(kubevetd, path="/validate"):
    return {"url": f"https://{kubevetd.address}:{kubevetd.port}{path}", "caBundle": kubevetd.bundle}


def rule(*resources, operations=("CREATE", "UPDATE"), group="", version="v1"):
    return {
        "apiGroups": [group],
        "apiVersions": [version],
        "operations": list(operations),
        "resources": list(resources),
    }


def webhook(name, client, rules, **more):
    return {
        "name": name,
        "clientConfig": client,
        "rules": rules,
        "admissionReviewVersions": ["v1"],
        "sideEffects": "None",
        "timeoutSeconds": 5,
        "failurePolicy": "Fail",
        **more,
    }


# Containers by what is said about them at baseline and restricted.
RESTRICTED = {
    "name": "app",
    "image": "registry.k8s.io/pause",
    "securityContext": {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "runAsNonRoot": True,
        "seccompProfile": {"type": "RuntimeDefault"},
    },
}
PLAIN = {"name": "app", "image": "registry.k8s.io/pause"}
PRIVILEGED = {**PLAIN, "securityContext": {"privileged": True}}


def pod(name, container, labels=None):
    meta = {"generateName": name} if name.endswith("-") else {"name": name}
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {**meta, "labels": labels or {}},
        "spec": {"containers": [container]},
    }


def template(container, **spec):
    return {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [container], **spec}}


class Writers:
    """Steady writes by a few users at once, each outcome kept with its time: what an outage costs."""

    def __init__(self, cluster, namespace, threads=4, pause=0.02):
        self.cluster = cluster
        self.path = f"/api/v1/namespaces/{namespace}/pods"
        self.stopping = threading.Event()
        self.outcomes = []
        self.threads = [
            threading.Thread(target=self.write, args=(Api(cluster, "alice"), i, pause))
            for i in range(threads)
        ]

    def write(self, api, number, pause):
        """Every other pod is one that must be refused: passing it would be worse than an error."""
        turn = 0
        while not self.stopping.is_set():
            bad = turn % 2 == 1
            begin = time.monotonic()
            try:
                answer = api.post(self.path, pod(f"w{number}-{turn}", PRIVILEGED if bad else RESTRICTED))
                outcome, text = self.outcome(bad, answer), answer.message
            except (OSError, http.client.HTTPException) as error:
                outcome, text = "failed", repr(error)
            self.outcomes.append((begin, outcome, time.monotonic() - begin, text))
            turn += 1
            time.sleep(pause)

    @staticmethod
    def outcome(bad, answer):
        if answer.status == 201:
            return "passed unchecked" if bad else "right"
        refused = answer.status == 403 and "violates PodSecurity" in answer.message
        return "right" if bad and refused else "failed"

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        for thread in self.threads:
            thread.join()
        must(Api(self.cluster).delete(self.path, {"gracePeriodSeconds": 0}))

    def count(self, outcome, since=0.0):
        return sum(1 for begin, what, *_ in self.outcomes if what == outcome and begin >= since)

    def texts(self):
        """What the failures said, each once."""
        return sorted({text for _, what, _, text in self.outcomes if what == "failed"})

    def slowest(self):
        return max((seconds for _, _, seconds, _ in self.outcomes), default=0.0)


def read_fixtures(shared):
    """The objects of upstream's own conformance tests, or None where they do not lie."""
    path = pathlib.Path(shared) / "conformance/pss/pss-fixtures.jsonl.gz"
    if not path.exists():
        return None
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
