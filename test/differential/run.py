#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares kubevetd with psa.py on random pods and requests, over one TLS connection that is kept.

  run.py KUBEVETD [--pods N] [--requests N] [--worlds N] [--seed N] [--show N]
  run.py KUBEVETD --pods 120000 --requests 40000 --worlds 80               the long run, about a minute

Verdict, status, warnings and audit annotations must be the same for each request, and upstream's counters at the end of
each world (a configuration with its namespaces, in a daemon of its own). Causes of a refusal are kubevet's own, and the
words of a decoding error are a library's; neither is compared. Prints what differs and exits with 1; the seed that it
prints gives the same run again. Needs openssl.
"""
import argparse
import collections
import json
import os
import pathlib
import random
import re
import socket
import ssl
import subprocess
import sys
import tempfile
import time

import generate
import psa

HERE = pathlib.Path(__file__).resolve().parent
HOST = "localhost"


class Daemon:
    """kubevetd in a folder of its own, and a connection to it."""

    def __init__(self, program, folder, certs, world):
        config = {"apiVersion": "kubevet.dev/v1", "kind": "Config", "rules": [],
                  "podSecurity": {"defaults": world.defaults, "exemptions": world.exempt},
                  "namespaceLabels": os.path.join(folder, "namespaces.json")}
        for name, content in (("namespaces.json", world.namespaces), ("config.yaml", config)):
            pathlib.Path(folder, name).write_text(json.dumps(content))
        self.log = pathlib.Path(folder, "log")
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [program, "--config", os.path.join(folder, "config.yaml"), "--listen", "127.0.0.1:0", "--workers", "1",
                 "--tls-cert", os.path.join(certs, "tls.crt"), "--tls-key", os.path.join(certs, "tls.key"),
                 "--drain-delay", "0s", "--log-level", "info"], stdout=log, stderr=log)
        tls = ssl.create_default_context(cafile=os.path.join(certs, "ca.crt"))
        plain = socket.create_connection(("127.0.0.1", self.port()), timeout=10)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = tls.wrap_socket(plain, server_hostname=HOST)
        self.reader = self.socket.makefile("rb")

    def port(self):
        for _ in range(100):
            match = re.search(r"listening address=127\.0\.0\.1:(\d+)", self.log.read_text())
            if match:
                return int(match[1])
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        self.process.kill()
        sys.exit("kubevetd did not start: " + self.log.read_text())

    def send(self, method, path, body=b""):
        head = "%s %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        self.socket.sendall((head % (method, path, HOST, len(body))).encode() + body)

    def receive(self):
        line, length = self.reader.readline(), 0
        status = int(line.split()[1]) if line else 0
        while line not in (b"\r\n", b""):
            line = self.reader.readline()
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        return status, self.reader.read(length)

    def stop(self):
        self.reader.close()
        self.socket.close()  # a drain would wait for it
        self.process.terminate()
        try:
            return self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return "none within 10 s"


def comparable(response):
    """An answer, its own or expected, with all parts there and without what isn't compared."""
    answer = {"allowed": response.get("allowed"), "warnings": response.get("warnings") or [],
              "auditAnnotations": dict(response.get("auditAnnotations") or {}), "status": response.get("status")}
    error = answer["auditAnnotations"].get("error", "")
    if ": " in error and re.match("failed to decode +(old +)?object: ", error):
        answer["auditAnnotations"]["error"] = error[:error.index(": ")]
    if answer["status"]:
        status = answer["status"] = {key: value for key, value in answer["status"].items() if key != "metadata"}
        if status.get("reason") == "Forbidden":
            status["details"] = {key: value for key, value in status["details"].items() if key != "causes"}
    return answer


def pod_security_counters(text):
    counters = collections.Counter()
    for name, labels, value in re.findall(r"^(pod_security_\w+)\{(.*)\} (\d+)$", text, re.MULTILINE):
        counters[name, tuple(sorted(re.findall(r'(\w+)="([^"]*)"', labels)))] = int(value)
    return counters


class Comparison:
    def __init__(self, args):
        self.args, self.differences, self.compared = args, 0, collections.Counter()

    def differ(self, what, got, want, request=None):
        self.differences += 1
        if self.differences <= self.args.show:
            print("DIFFERS: %s\n  kubevet: %s\n  psa.py:  %s" % (what, json.dumps(got), json.dumps(want)))
            if request:
                print("  request: %s" % json.dumps(request, ensure_ascii=False))

    def run(self, world, make, count, certs):
        model = psa.Admission(
            {mode: (world.defaults.get(mode, "privileged"),
                    psa.parse_version(world.defaults.get(mode + "-version", "latest"))[1]) for mode in psa.MODES},
            {key: set(values) for key, values in world.exempt.items()}, world.namespaces)
        with tempfile.TemporaryDirectory() as folder:
            daemon = Daemon(self.args.kubevetd, folder, certs, world)
            try:
                for _ in range(count):
                    self.one(daemon, model, make())
                daemon.send("GET", "/metrics")
                self.counters(pod_security_counters(daemon.receive()[1].decode()), model.counters)
            finally:
                status = daemon.stop()
            if status != 0:  # a sanitizer's as well
                self.differ("exit status", status, 0)
                print(daemon.log.read_text()[-10000:])

    def one(self, daemon, model, request):
        version = "admission.k8s.io/v1beta1" if len(request["uid"]) % 7 == 0 else "admission.k8s.io/v1"
        review = {"apiVersion": version, "kind": "AdmissionReview", "request": request}
        daemon.send("POST", "/validate", json.dumps(review, ensure_ascii=False).encode())
        want = comparable(model.review(request))  # while the daemon works
        status, body = daemon.receive()
        self.compared["allowed" if want["allowed"] else str(want["status"]["code"])] += 1
        if status != 200:
            return self.differ("HTTP status %d" % status, body.decode(errors="replace"), want, request)
        answer = json.loads(body)
        envelope = [answer["apiVersion"], answer["kind"], answer["response"]["uid"]]
        if envelope != [version, "AdmissionReview", request["uid"]]:
            self.differ("envelope", envelope, version, request)
        got = comparable(answer["response"])
        for key in want:
            if got[key] != want[key]:
                return self.differ(key, got[key], want[key], request)

    def counters(self, got, want):
        for key in sorted(got.keys() | want.keys()):
            if (key in got) != (key in want) or got[key] != want[key]:
                self.differ("counter %s%s" % key, got.get(key), want.get(key))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kubevetd")
    parser.add_argument("--pods", type=int, default=3000)
    parser.add_argument("--requests", type=int, default=2000)
    parser.add_argument("--worlds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10 ** 9))
    parser.add_argument("--show", type=int, default=5)
    args = parser.parse_args()
    rng, comparison = random.Random(args.seed), Comparison(args)
    print("seed %d" % args.seed, flush=True)
    with tempfile.TemporaryDirectory() as folder:
        certs = os.path.join(folder, "certs")
        subprocess.run([HERE.parent.parent / "certs" / "issue.sh", "--out", certs, "--days", "1"], check=True,
                       stdout=subprocess.DEVNULL)
        world = generate.World(rng, plain=True)
        comparison.run(world, world.plain_pod, args.pods, certs)
        for i in range(args.worlds):
            world = generate.World(rng)
            comparison.run(world, world.any_request, args.requests // args.worlds, certs)
    print("%d compared (%s), %d differences" % (
        sum(comparison.compared.values()), ", ".join("%s %d" % item for item in sorted(comparison.compared.items())),
        comparison.differences))
    return 1 if comparison.differences else 0


sys.exit(main())
