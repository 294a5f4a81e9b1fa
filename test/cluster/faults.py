# SPDX-License-Identifier: Apache-2.0
"""faults.py - what writes come to while kubevetd is down, hangs, or something between answers wrongly.

Mostly the API server's doing, and the reason to think about failurePolicy: each fault meets both of them,
with a pod that kubevet would pass and one that it would refuse.
"""

import http.client
import http.server
import json
import signal
import ssl
import threading
import time
import uuid

from cluster import Api
from lab import NOWHERE, PRIVILEGED, RESTRICTED, pod, rule, url, webhook

TITLE = "kubevet out of order, under both failure policies"
PODS = "/api/v1/namespaces/faults/pods"
DRY = PODS + "?dryRun=All"
SELECTED = "kubevet.test/fault"
FAILED_OPEN = "failed-open.validating.webhook.admission.k8s.io/"
POLICIES = ("Fail", "Ignore")


class Proxy(http.server.ThreadingHTTPServer):
    """Between the API server and kubevetd; the path of the request names the fault."""

    daemon_threads = True

    def __init__(self, kubevetd):
        super().__init__(("127.0.0.1", 0), Handler)
        self.address, self.port, self.bundle = "127.0.0.1", self.server_address[1], kubevetd.bundle
        self.behind, self.told_to_wait = kubevetd, set()
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(kubevetd.certs / "tls.crt", kubevetd.certs / "tls.key")
        self.trust = ssl.create_default_context(cafile=kubevetd.certs / "ca.crt")
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def finish_request(self, request, client_address):
        """The handshake belongs to the connection's own thread."""
        with self.context.wrap_socket(request, server_side=True) as connection:
            super().finish_request(connection, client_address)

    def handle_error(self, request, client_address):
        """A client that hangs up is part of the game."""

    def ask(self, body):
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.behind.port, context=self.trust, timeout=10
        )
        try:
            connection.request("POST", "/validate", body, {"Content-Type": "application/json"})
            return connection.getresponse().read()
        finally:
            connection.close()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        fault = self.path.partition("?")[0].strip("/")
        getattr(self, "fault_" + fault.replace("-", "_"))(json.loads(body)["request"]["uid"], body)

    def log_message(self, *_):
        """Nobody reads it."""

    def reply(self, body, status=200, announced=None, **headers):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(announced or len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def changed(self, body, change):
        review = json.loads(self.server.ask(body))
        change(review)
        self.reply(json.dumps(review).encode())

    def fault_none(self, _, body):
        self.reply(self.server.ask(body))

    def fault_slow(self, _, body):
        time.sleep(3)
        self.reply(self.server.ask(body))

    def fault_garbage(self, _, __):
        self.reply(b"<html>this is not a review</html>")

    def fault_cut(self, _, body):
        answer = self.server.ask(body)
        self.reply(answer[: len(answer) // 2], announced=len(answer))
        self.close_connection = True

    def fault_hangs_up(self, _, __):
        self.close_connection = True

    def fault_no_content(self, _, __):
        self.send_response(204)
        self.end_headers()

    def fault_error(self, _, __):
        self.reply(b'"out of order"', 500)

    def fault_closes_idle(self, _, body):
        """Without a word, so that the next call may find a connection that is gone."""
        self.reply(self.server.ask(body))
        self.close_connection = True

    def fault_busy_once(self, uid, body):
        """As an overloaded kubevetd answers; the same review then comes again."""
        if uid in self.server.told_to_wait:
            self.reply(self.server.ask(body))
        else:
            self.server.told_to_wait.add(uid)
            self.reply(b'"busy"', 503, Retry_After="1")

    def fault_other_uid(self, _, body):
        self.changed(body, lambda review: review["response"].update(uid=str(uuid.uuid4())))

    def fault_other_version(self, _, body):
        self.changed(body, lambda review: review.update(apiVersion="admission.k8s.io/v1beta1"))

    def fault_patch(self, _, body):
        self.changed(body, lambda review: review["response"].update(patchType="JSONPatch", patch="W10="))


# The fault, and what a person would call it.
FAULTS = {
    "down": "nothing listens",
    "other-ca": "its certificate is of another CA",
    "slow": "slower than timeoutSeconds",
    "hangs-up": "closes without an answer",
    "garbage": "answers HTML",
    "cut": "answers half a review",
    "no-content": "answers 204",
    "error": "answers 500",
    "other-uid": "answers with another uid",
    "other-version": "answers in another version",
    "patch": "answers with a patch",
}
HARMLESS = {
    "none": "nothing is wrong",
    "busy-once": "answers 503 with Retry-After once",
    "closes-idle": "closes each connection after its answer",
}


def client(name, proxy, other_bundle):
    if name == "down":
        return {"url": NOWHERE, "caBundle": proxy.bundle}
    if name == "other-ca":
        return {**url(proxy, "/none"), "caBundle": other_bundle}
    return url(proxy, "/" + name)


def outcome(answer):
    if answer.status == 201:
        return "passes"
    return {403: "denied", 500: "error"}.get(answer.status, str(answer.status))


def run(lab):
    if not lab.cluster:
        lab.start_cluster("main")
    lab.namespace("faults")
    # The size limit covers all that etcd can hold, as SECURITY.md advises for failurePolicy Ignore.
    kubevetd = lab.start_kubevetd("behind-proxy", options=["--drain-delay", "0", "--max-body", "24Mi"])
    other = lab.start_kubevetd("other", options=["--drain-delay", "0"])
    proxy = Proxy(kubevetd)
    hooks = [
        webhook(
            f"{name}.{policy.lower()}.kubevet.test",
            client(name, proxy, other.bundle),
            [rule("pods")],
            failurePolicy=policy,
            timeoutSeconds=1 if name == "slow" else 5,
            objectSelector={"matchLabels": {SELECTED: f"{name}-{policy}"}},
        )
        for name in {**HARMLESS, **FAULTS}
        for policy in POLICIES
    ]
    hooks += [
        webhook(
            f"real.{policy.lower()}.kubevet.test",
            url(kubevetd),
            [rule("pods")],
            failurePolicy=policy,
            objectSelector={"matchLabels": {SELECTED: f"real-{policy}"}},
        )
        for policy in POLICIES
    ]
    with lab.registered(*hooks):
        lab.guard(each_fault)
        lab.guard(huge_pods)
    lab.guard(lambda lab: dead_and_hung(lab, other))
    proxy.shutdown()


def each_fault(lab):
    rows = []
    for name, meaning in {**HARMLESS, **FAULTS}.items():
        row = [meaning]
        for policy in POLICIES:
            results = [write(lab, f"{name}-{policy}", container) for container in (RESTRICTED, PRIVILEGED)]
            row += [outcome(answer) for answer, _ in results]
            judge(lab, name, policy, results)
        rows.append(row)
    lab.report.table(
        "Faults and failure policies",
        ["kubevet", "Fail: good pod", "bad pod", "Ignore: good pod", "bad pod"],
        rows,
        '"Error" is a 500 that names the webhook. What passes under Ignore is marked in the audit log.',
    )


# What fits into etcd and is much larger as a review: six bytes a character, or a value for every third byte.
HUGE = {
    "one text, 9 MB as a review": {"env": [{"name": "A", "value": "<" * 1_450_000}]},
    "700,000 arguments": {"args": [""] * 700_000},
}


def huge_pods(lab):
    """Whoever is large must not be unseen; which of the two answers it gets is another matter."""
    for what, padding in HUGE.items():
        for policy in POLICIES:
            answer, _ = write(lab, f"real-{policy}", {**PRIVILEGED, **padding}, PODS)
            lab.report.check(
                f"a bad pod with {what}, {policy}: it does not pass",
                answer.status in (403, 413, 500),
                (answer.status, answer.message),
            )
            lab.admin.delete(PODS + "/p")


def write(lab, selected, container, path=DRY):
    request = str(uuid.uuid4())
    answer = lab.admin.post(path, pod("p", container, {SELECTED: selected}), headers={"Audit-ID": request})
    return answer, request


def judge(lab, name, policy, results):
    (good, _), (bad, request) = results
    what = f"{({**HARMLESS, **FAULTS})[name]}, {policy}"
    if name in HARMLESS:
        lab.report.check(
            f"{what}: judged as usual", good.status == 201 and bad.status == 403, (good.message, bad.message)
        )
    elif policy == "Fail":
        lab.report.check(
            f"{what}: nothing passes, and the error names the webhook",
            good.status == bad.status == 500
            and f'failed calling webhook "{name}.fail.kubevet.test"' in bad.message,
            (good.message, bad.message),
        )
    else:
        annotations = lab.audit_event(request).get("annotations", {})
        marked = [key for key in annotations if key.startswith(FAILED_OPEN)]
        lab.report.check(
            f"{what}: all passes, marked in the audit log",
            good.status == bad.status == 201 and marked,
            (good.message, bad.message, annotations),
        )


def dead_and_hung(lab, kubevetd):
    """The real program: killed, stopped in its tracks, and back."""
    api = Api(lab.cluster)
    with lab.registered(webhook("real.kubevet.test", url(kubevetd), [rule("pods")], timeoutSeconds=2)):

        def status(container=PRIVILEGED):
            return api.post(DRY, pod("p", container)).status

        lab.report.equal("kubevetd answers: a bad pod is denied", status(), 403)
        kubevetd.program.process.send_signal(signal.SIGSTOP)
        since = time.monotonic()
        lab.report.equal("kubevetd hangs: an error", status(), 500)
        lab.report.check(
            "after timeoutSeconds, not later", time.monotonic() - since < 5, time.monotonic() - since
        )
        kubevetd.program.process.send_signal(signal.SIGCONT)
        lab.report.equal("kubevetd goes on: denied again", status(), 403)
        kubevetd.stop(signal.SIGKILL)
        lab.report.equal("kubevetd is dead: an error", status(), 500)
        kubevetd.start()
        lab.report.equal("kubevetd is back: denied again", status(), 403)
        lab.report.equal("and a good pod passes", status(RESTRICTED), 201)
