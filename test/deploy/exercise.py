# SPDX-License-Identifier: Apache-2.0
# exercise.py - a kubevetd through its whole life: what a profile or an image must let it do.
import http.client
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
REVIEWS = {
    "privileged-pod.json": False,
    "restricted-pod.json": True,
    "deployment.json": True,
    "namespace.json": False,
}
PATIENCE_S = 20


class Fault(Exception):
    """What kubevetd did wrong."""


def must(holds, what):
    if not holds:
        raise Fault(what)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def within(what, attempt):
    """What attempt() returns, once it returns something."""
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            result = attempt()
        except OSError as error:
            result, why = None, error
        else:
            why = result
        if result:
            return result
        must(time.monotonic() < end, f"{what}: not within {PATIENCE_S} s, last: {why}")
        time.sleep(0.05)


class Daemon:
    """kubevetd, started by @command with the files in @folder; ended at the latest when it is closed.

    @seen_as: the path of @folder as the process sees it
    """

    def __init__(self, command, folder, seen_as):
        self.folder = folder
        self.port, self.plain_port = free_port(), free_port()
        self.log_path = os.path.join(folder, "log")
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen(
                [
                    *command,
                    f"--listen=127.0.0.1:{self.port}",
                    f"--metrics-listen=127.0.0.1:{self.plain_port}",
                    f"--config={seen_as}/config.yaml",
                    f"--tls-cert={seen_as}/tls.crt",
                    f"--tls-key={seen_as}/tls.key",
                    "--drain-delay=100ms",
                    "--drain-timeout=5s",
                ],
                stdout=log,
                stderr=log,
            )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # First the way that a container runtime passes on.
        self.process.terminate()
        try:
            self.process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def log(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as log:
            return log.read()

    def alive(self):
        status = self.process.poll()
        must(status is None, f"kubevetd ended with status {status}: {self.log()[-2000:]}")

    def plain(self, path):
        self.alive()
        connection = http.client.HTTPConnection("127.0.0.1", self.plain_port, timeout=PATIENCE_S)
        connection.request("GET", path)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def connect(self):
        trust = ssl.create_default_context(cafile=os.path.join(self.folder, "ca.crt"))
        return http.client.HTTPSConnection(
            "127.0.0.1", self.port, timeout=PATIENCE_S, context=trust
        )

    def post(self, body, connection=None):
        self.alive()
        connection = connection or self.connect()
        connection.request(
            "POST", "/validate?timeout=5s", body, {"Content-Type": "application/json"}
        )
        answer = connection.getresponse()
        return answer.status, answer.read()


def issue(folder):
    subprocess.run(
        [os.path.join(ROOT, "certs/issue.sh"), "--out", folder, "--days", "1", "--force"],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    # The daemon may run as another user.
    os.chmod(os.path.join(folder, "tls.key"), 0o644)


def prepare(folder):
    os.chmod(folder, 0o755)
    issue(folder)
    shutil.copy(os.path.join(ROOT, "deploy/base/config.yaml"), folder)


def review(daemon):
    connection = daemon.connect()
    for name, allowed in REVIEWS.items():
        with open(os.path.join(ROOT, "test/reviews", name), "rb") as file:
            status, body = daemon.post(file.read(), connection)
        must(status == 200, f"{name}: status {status}")
        must(json.loads(body)["response"]["allowed"] is allowed, f"{name}: {body!r}")
    connection.close()


def misbehave(daemon):
    """Clients that a server meets: none may end it."""
    must(daemon.post(b"{}")[0] == 400, "a body that is no review: want 400")
    for sent in b"", b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01\x02\x00\x01" + b"\0" * 64:
        with socket.create_connection(("127.0.0.1", daemon.port)) as raw:
            raw.sendall(sent)
    crowd = [daemon.connect() for _ in range(40)]
    for connection in crowd:
        connection.connect()
    for connection in crowd:
        connection.close()
    status, _ = daemon.post(b" " * (9 * 1024 * 1024))
    must(status == 413, f"9 MiB: status {status}, want 413")


def reload(daemon):
    config = os.path.join(daemon.folder, "config.yaml")
    with open(config, "a", encoding="utf-8") as file:
        file.write("nonsense: true\n")
    within("a bad configuration refused", lambda: "reload refused" in daemon.log())
    shutil.copy(os.path.join(ROOT, "deploy/base/config.yaml"), config)
    within("the good configuration read", lambda: "reloaded" in daemon.log())
    issue(daemon.folder)
    # The new certificate is trusted by the new CA alone.
    within("the new certificate served", lambda: daemon.post(b"{}")[0] == 400)


def exercise(command, within_root="/"):
    """
    @within_root: where the command's root folder is, when it has another one

    Raises Fault; returns what was done.
    """
    with tempfile.TemporaryDirectory(
        prefix="kubevet-exercise-", dir=None if within_root == "/" else within_root
    ) as folder:
        prepare(folder)
        with Daemon(command, folder, "/" + os.path.relpath(folder, within_root)) as daemon:
            within("ready", lambda: daemon.plain("/readyz")[0] == 200)
            review(daemon)
            misbehave(daemon)
            reload(daemon)
            daemon.process.send_signal(signal.SIGHUP)
            review(daemon)
            must(daemon.plain("/healthz")[0] == 200, "not healthy")
            daemon.process.terminate()
            status = daemon.process.wait(PATIENCE_S)
            must(status == 0, f"status {status} after SIGTERM: {daemon.log()[-2000:]}")
    return (
        f"{2 * len(REVIEWS)} reviews around a reload of configuration and certificate, then a drain"
    )
