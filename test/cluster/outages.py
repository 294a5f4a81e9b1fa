# SPDX-License-Identifier: Apache-2.0
"""outages.py - two replicas behind one Service while somebody writes all the time: what do users notice?

The API server picks an endpoint for each call, as with --enable-aggregator-routing. We play the part of the
cluster that takes a replica out of the EndpointSlice when it is not ready any more.
"""

import shutil
import signal
import ssl
import threading
import time

from cluster import Api, HERE, base64_of, issue
from lab import Writers, must, rule, service, webhook

TITLE = "two replicas under steady writes"
ADDRESSES = ("10.99.0.1", "10.99.0.2")
PORT = 8443
SLICES = "/apis/discovery.k8s.io/v1/namespaces/kubevet/endpointslices"
PROBE_S = 0.5
DRAIN = ["--drain-delay", "3s"]


class Keeper(threading.Thread):
    """Asks each replica whether it is ready and writes that into the EndpointSlice."""

    def __init__(self, cluster, replicas):
        super().__init__(daemon=True)
        self.api, self.replicas = Api(cluster), replicas
        self.ending = threading.Event()
        self.ready = [True for _ in replicas]
        must(
            self.api.post(
                "/api/v1/namespaces/kubevet/services",
                {
                    "metadata": {"name": "kubevet"},
                    "spec": {"ports": [{"name": "https", "port": 443, "targetPort": PORT}]},
                },
            )
        )
        must(
            self.api.post(
                SLICES,
                {
                    "metadata": {"name": "kubevet", "labels": {"kubernetes.io/service-name": "kubevet"}},
                    "addressType": "IPv4",
                    "ports": [{"name": "https", "port": PORT}],
                    "endpoints": self.endpoints(),
                },
            )
        )

    def endpoints(self):
        return [
            {"addresses": [replica.address], "conditions": {"ready": ready}}
            for replica, ready in zip(self.replicas, self.ready)
        ]

    def run(self):
        while not self.ending.wait(PROBE_S):
            ready = [replica.health() == 200 for replica in self.replicas]
            if ready != self.ready:
                self.ready = ready
                must(self.api.patch(SLICES + "/kubevet", {"endpoints": self.endpoints()}))

    def wait_for(self, ready):
        while self.ready != ready:
            time.sleep(0.05)
        time.sleep(0.5)  # until the API server's own copy says so too


def run(lab):
    if not lab.has_network:
        lab.report.skip(TITLE, "no network namespace, so no addresses for two replicas")
        return
    lab.start_cluster("outages", ["--enable-aggregator-routing=true"])
    lab.cluster.apply("-f", HERE / "users.yaml")
    lab.namespace("kubevet")
    lab.namespace("busy")
    certs = lab.folder / "shared-certs"
    issue(certs)
    replicas = [
        lab.start_kubevetd(f"replica-{number}", address=address, port=PORT, certs=certs, options=DRAIN)
        for number, address in enumerate(ADDRESSES)
    ]
    keeper = Keeper(lab.cluster, replicas)
    keeper.start()
    rows = []
    with lab.registered(hook(certs)) as register:
        for check in (steady, graceful, killed, rotated):
            lab.guard(check, replicas, keeper, register, rows)
        register(hook(certs, failurePolicy="Ignore"))
        lab.guard(killed_unchecked, replicas, keeper, rows)
    lab.report.table(
        "Outages under steady writes",
        ["what happened", "writes", "failed", "passed unchecked", "slowest write"],
        rows,
        "Four users write a pod each after the other, every second one that must be refused, "
        f"two replicas, a drain delay of {DRAIN[1]}, readiness asked every {PROBE_S} s.",
    )
    keeper.ending.set()
    keeper.join()


def hook(certs, bundle=None, **more):
    return webhook(
        "replicas.kubevet.test",
        service(443, bundle=bundle or base64_of(certs / "ca.crt")),
        [rule("pods")],
        **more,
    )


def row_of(what, writers):
    return [
        what,
        len(writers.outcomes),
        writers.count("failed"),
        writers.count("passed unchecked"),
        f"{writers.slowest() * 1000:.0f} ms",
    ]


def none_failed(lab, what, writers, rows):
    rows.append(row_of(what, writers))
    lab.report.check(
        f"{what}: none of {len(writers.outcomes)} writes failed or passed unchecked",
        writers.outcomes and writers.count("right") == len(writers.outcomes),
        (rows[-1], writers.texts()),
    )


def steady(lab, replicas, _keeper, _register, rows):
    sizes = [replica.log_size() for replica in replicas]
    with Writers(lab.cluster, "busy") as writers:
        time.sleep(4)
    none_failed(lab, "nothing happens", writers, rows)
    shares = [len(replica.events(size, "review")) for replica, size in zip(replicas, sizes)]
    lab.report.check(
        f"both replicas are asked ({shares[0]} and {shares[1]} times)", min(shares) * 4 >= sum(shares), shares
    )


def graceful(lab, replicas, keeper, _register, rows):
    with Writers(lab.cluster, "busy") as writers:
        for number, replica in enumerate(replicas):
            time.sleep(1)
            replica.stop()
            keeper.wait_for([n != number for n in range(len(replicas))])
            replica.start()
            keeper.wait_for([True for _ in replicas])
    none_failed(lab, "each replica is restarted in turn", writers, rows)


def kill(replicas, keeper):
    """Returns when the dead replica is known to be gone, which is the end of what can be blamed on it."""
    time.sleep(1)
    replicas[0].stop(signal.SIGKILL)
    keeper.wait_for([False, True])
    known = time.monotonic()
    time.sleep(2)
    replicas[0].start()
    keeper.wait_for([True, True])
    time.sleep(1)
    return known


def killed(lab, replicas, keeper, _register, rows):
    with Writers(lab.cluster, "busy") as writers:
        known = kill(replicas, keeper)
    rows.append(row_of("one replica is killed (kill -9), failurePolicy Fail", writers))
    lab.report.equal(
        "one replica killed, Fail: nothing passes unchecked", writers.count("passed unchecked"), 0
    )
    lab.report.check(
        f"and {writers.count('failed')} of {len(writers.outcomes)} writes fail, none once it is known",
        writers.count("failed", known) == 0,
        writers.texts(),
    )
    lab.report.check(
        "and what fails names the webhook",
        all("failed calling webhook" in text for text in writers.texts()),
        writers.texts(),
    )


def killed_unchecked(lab, replicas, keeper, rows):
    with Writers(lab.cluster, "busy") as writers:
        known = kill(replicas, keeper)
    rows.append(row_of("one replica is killed (kill -9), failurePolicy Ignore", writers))
    lab.report.equal("one replica killed, Ignore: no write fails", writers.count("failed"), 0)
    lab.report.check(
        f"and {writers.count('passed unchecked')} bad pods pass unchecked, none once it is known to be gone",
        writers.count("passed unchecked", known) == 0,
    )


def rotated(lab, replicas, _keeper, register, rows):
    """Both CAs are trusted first, then the certificate changes, then the old CA goes."""
    certs, fresh = replicas[0].certs, lab.folder / "fresh-certs"
    issue(fresh)
    both = lab.folder / "both.crt"
    both.write_bytes((certs / "ca.crt").read_bytes() + (fresh / "ca.crt").read_bytes())
    with Writers(lab.cluster, "busy") as writers:
        time.sleep(1)
        register(hook(certs, bundle=base64_of(both)))
        time.sleep(1)
        # The certificate first and its key a moment later: for that time they do not belong together.
        for name in ("tls.crt", "tls.key", "ca.crt"):
            shutil.copy(fresh / name, certs / name)
            time.sleep(0.2)
        for replica in replicas:
            wait_for_certificate(replica, leaf_of(fresh))
        register(hook(certs))
        time.sleep(2)
    none_failed(lab, "certificate and CA are exchanged", writers, rows)
    lab.report.equal(
        "the new certificate is served",
        [served(replica) for replica in replicas],
        [leaf_of(fresh)] * len(replicas),
    )


def leaf_of(folder):
    """The first certificate of tls.crt; its CA stands behind it."""
    end = "-----END CERTIFICATE-----"
    return (folder / "tls.crt").read_text(encoding="ascii").partition(end)[0] + end


def served(replica):
    return ssl.get_server_certificate((replica.address, replica.port)).strip()


def wait_for_certificate(replica, text, seconds=30):
    end = time.monotonic() + seconds
    while served(replica) != text.strip() and time.monotonic() < end:
        time.sleep(0.1)
