#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""cluster.py - a Kubernetes control plane on this machine with kubevetd as its webhook.

As a program it starts one, leaves it up, and stops it (cluster.sh is its front door). As a module it gives
bench.py the same parts: Cluster, Kubevetd, Api.
"""

import argparse
import base64
import ctypes
import fcntl
import http.client
import json
import os
import pathlib
import shlex
import signal
import socket
import ssl
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
START_S, STOP_S = 120, 30
# An API server may wait half a minute for its watchers; what it has acknowledged is in etcd, so it need not.
HURRY_S = 4
# An address that is nobody's: nothing is published under it, but the API server insists on having one.
ADVERTISED = "192.0.2.1"
USERS = {"admin": "system:masters", "alice": "developers", "bob": "developers", "eve": "strangers"}
CONTROLLERS = (
    "namespace",
    "serviceaccount",
    "deployment",
    "replicaset",
    "statefulset",
    "daemonset",
    "job",
    "cronjob",
    "replicationcontroller",
    "garbage-collector",
)
PR_SET_PDEATHSIG = 1


class Trouble(Exception):
    """Something of the machinery did not work; its text is for the person."""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_until(what, condition, seconds=START_S, pause=0.1):
    """The first true value of condition()."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise Trouble(f"waited {seconds} s in vain for {what}")
        time.sleep(pause)


def replace_file(path, text):
    """Readers see the old file or the new one, never a part."""
    new = path.with_name(path.name + ".new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


def issue(folder, service="kubevet", namespace="kubevet"):
    """A CA and a serving certificate; returns the CA as a webhook configuration wants it."""
    command = [
        ROOT / "certs/issue.sh",
        "--force",
        "--out",
        folder,
        "--service",
        service,
        "--namespace",
        namespace,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Trouble(done.stderr.strip())
    return done.stdout.strip()


def built_programs():
    """The folder build.sh prints; its exit status is ours when it has none."""
    done = subprocess.run([HERE / "build.sh"], stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(done.returncode)
    return pathlib.Path(done.stdout.strip())


def start_ticks(pid):
    """When the process began, which tells it from a later one of the same number; None: there is none."""
    try:
        stat = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] == "Z" else fields[19]


def die_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Program:
    """One process with its own log. It survives us only when it is to be left up."""

    def __init__(self, name, argv, folder, keep=False):
        self.name, self.log = name, folder / f"{name}.log"
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                list(map(str, argv)),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=folder,
                start_new_session=True,
                preexec_fn=None if keep else die_with_parent,
            )

    @property
    def pid(self):
        return self.process.pid

    def alive(self):
        return self.process.poll() is None

    def must_live(self):
        if not self.alive():
            lines = self.log.read_text(errors="replace").splitlines()[-5:]
            raise Trouble(
                "\n".join([f"{self.name} ended with {self.process.returncode}; {self.log} says:", *lines])
            )

    def stop(self, number=signal.SIGTERM, seconds=STOP_S):
        if not self.alive():
            return
        self.process.send_signal(number)
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Answer:
    """Of the API server: status, headers, and the object in it."""

    def __init__(self, response, text):
        self.status, self.headers, self.text = response.status, response.headers, text
        try:
            self.object = json.loads(text)
        except ValueError:
            self.object = {}
        self.message = self.object.get("message", "") if isinstance(self.object, dict) else ""

    @property
    def warnings(self):
        """Texts of the Warning headers, quoted as RFC 7234 says."""
        texts = []
        for value in self.headers.get_all("Warning") or []:
            quoted = value.split(" ", 2)[2]
            texts.append(quoted[1:-1].replace('\\"', '"').replace("\\\\", "\\"))
        return texts


class Api:
    """One user's connection to an API server; one thread at a time."""

    def __init__(self, cluster, user="admin"):
        self.port, self.token = cluster.port, cluster.token(user)
        self.context = ssl.create_default_context(cafile=cluster.ca)
        self.connection = None

    def request(self, method, path, body=None, kind="application/json", headers=None, timeout=60):
        if self.connection is None:
            self.connection = http.client.HTTPSConnection(
                "127.0.0.1", self.port, context=self.context, timeout=timeout
            )
        text = None if body is None else body if isinstance(body, (str, bytes)) else json.dumps(body)
        head = {"Authorization": f"Bearer {self.token}", "Content-Type": kind, **(headers or {})}
        try:
            self.connection.request(method, path, text, head)
            response = self.connection.getresponse()
            return Answer(response, response.read())
        except (OSError, http.client.HTTPException):
            self.close()
            raise

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def post(self, path, body, **options):
        return self.request("POST", path, body, **options)

    def put(self, path, body, **options):
        return self.request("PUT", path, body, **options)

    def patch(self, path, body, kind="application/merge-patch+json", **options):
        return self.request("PATCH", path, body, kind=kind, **options)

    def delete(self, path, body=None, **options):
        return self.request("DELETE", path, body, **options)

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None


class Cluster:
    """etcd, kube-apiserver and, where there is one, kube-controller-manager, in a folder of their own."""

    def __init__(self, folder, programs, flags=(), keep=False):
        self.folder, self.bin, self.flags, self.keep = folder, programs, list(flags), keep
        self.pki, self.logs = folder / "pki", folder / "logs"
        self.ca, self.kubeconfig = self.pki / "ca.crt", folder / "kubeconfig"
        self.audit_log = self.logs / "audit.log"
        self.port = 0
        self.running = []

    def token(self, user):
        """Nothing but this machine's loopback ever sees them."""
        return f"{user}-token"

    def start(self):
        for folder in (self.folder, self.pki, self.logs):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.write_pki()
        try:
            self.start_etcd()
            self.start_api_server()
            self.start_controllers()
        except BaseException:
            self.stop()
            raise
        return self

    def write_pki(self):
        if not self.ca.exists():
            issue(self.pki, "kubernetes", "default")
            run_quietly(
                "openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", self.pki / "sa.key"
            )
            run_quietly("openssl", "ec", "-in", self.pki / "sa.key", "-pubout", "-out", self.pki / "sa.pub")
        lines = [f'{self.token(user)},{user},{user},"{group}"' for user, group in USERS.items()]
        manager = "system:kube-controller-manager"
        lines.append(f"{self.token('controllers')},{manager},{manager}")
        (self.pki / "tokens.csv").write_text("\n".join(lines) + "\n", encoding="ascii")

    def launch(self, name, argv):
        program = Program(name, argv, self.logs, self.keep)
        self.running.append(program)
        return program

    def start_etcd(self):
        self.etcd = f"http://127.0.0.1:{free_port()}"
        peers = f"http://127.0.0.1:{free_port()}"
        self.launch(
            "etcd",
            [
                self.bin / "etcd",
                f"--data-dir={self.folder / 'etcd'}",
                "--unsafe-no-fsync",
                "--log-level=warn",
                f"--listen-client-urls={self.etcd}",
                f"--advertise-client-urls={self.etcd}",
                f"--listen-peer-urls={peers}",
                f"--initial-advertise-peer-urls={peers}",
                f"--initial-cluster=default={peers}",
                "--force-new-cluster",
            ],
        )

    def start_api_server(self):
        self.port = self.port or free_port()
        self.write_kubeconfigs()
        pki = self.pki
        server = self.launch(
            "kube-apiserver",
            [
                self.bin / "kube-apiserver",
                f"--etcd-servers={self.etcd}",
                "--bind-address=127.0.0.1",
                f"--secure-port={self.port}",
                f"--tls-cert-file={pki / 'tls.crt'}",
                f"--tls-private-key-file={pki / 'tls.key'}",
                f"--cert-dir={pki / 'made'}",
                f"--advertise-address={ADVERTISED}",
                "--endpoint-reconciler-type=none",
                "--service-cluster-ip-range=10.0.0.0/24",
                "--service-account-issuer=https://kubernetes.default.svc",
                f"--service-account-key-file={pki / 'sa.pub'}",
                f"--service-account-signing-key-file={pki / 'sa.key'}",
                f"--token-auth-file={pki / 'tokens.csv'}",
                "--authorization-mode=RBAC",
                "--allow-privileged=true",
                # Pods can be made at once, without waiting for an account of their namespace.
                "--disable-admission-plugins=ServiceAccount",
                f"--audit-policy-file={HERE / 'audit-policy.yaml'}",
                f"--audit-log-path={self.audit_log}",
                *self.flags,
            ],
        )
        api = Api(self)
        wait_until("the API server", lambda: self.is_ready(api, server))

    def restart_api_server(self):
        server = next(program for program in self.running if program.name == "kube-apiserver")
        server.stop(seconds=HURRY_S)
        self.running.remove(server)
        self.start_api_server()

    @staticmethod
    def is_ready(api, server):
        server.must_live()
        try:
            return api.get("/readyz").status == 200
        except OSError:
            return False

    def start_controllers(self):
        program = self.bin / "kube-controller-manager"
        self.has_controllers = program.exists()
        if not self.has_controllers:
            return
        config = self.pki / "controllers.kubeconfig"
        self.launch(
            "kube-controller-manager",
            [
                program,
                f"--kubeconfig={config}",
                f"--authentication-kubeconfig={config}",
                f"--authorization-kubeconfig={config}",
                "--bind-address=127.0.0.1",
                f"--secure-port={free_port()}",
                f"--cert-dir={self.pki / 'made'}",
                "--leader-elect=false",
                "--use-service-account-credentials=true",
                "--controllers=" + ",".join(f"{name}-controller" for name in CONTROLLERS),
            ],
        )

    def write_kubeconfigs(self):
        """JSON, which is YAML too."""
        self.write_kubeconfig(self.kubeconfig, list(USERS))
        self.write_kubeconfig(self.pki / "controllers.kubeconfig", ["controllers"])

    def write_kubeconfig(self, path, users):
        server = {"server": f"https://127.0.0.1:{self.port}", "certificate-authority": str(self.ca)}
        path.touch(mode=0o600)
        path.write_text(
            json.dumps(
                {
                    "apiVersion": "v1",
                    "kind": "Config",
                    "current-context": users[0],
                    "clusters": [{"name": "kubevet-test", "cluster": server}],
                    "users": [{"name": user, "user": {"token": self.token(user)}} for user in users],
                    "contexts": [
                        {"name": user, "context": {"cluster": "kubevet-test", "user": user}} for user in users
                    ],
                },
                indent=1,
            ),
            encoding="ascii",
        )

    @property
    def environment(self):
        return {"KUBECONFIG": str(self.kubeconfig), "KUBECACHEDIR": str(self.folder / "cache")}

    def kubectl(self, *arguments, user="admin", text=None, cwd=None):
        return subprocess.run(
            [self.bin / "kubectl", "--context", user, *map(str, arguments)],
            input=text,
            cwd=cwd,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, **self.environment},
        )

    def apply(self, *arguments, text=None):
        done = self.kubectl("apply", *arguments, text=text)
        if done.returncode:
            raise Trouble(f"kubectl apply: {done.stderr.strip()}")

    def stop(self):
        while self.running:
            self.running.pop().stop(seconds=HURRY_S)


class Kubevetd:
    """One running kubevetd, its certificate and its log."""

    def __init__(
        self,
        build,
        folder,
        address="127.0.0.1",
        port=None,
        name="kubevetd",
        config=None,
        options=(),
        certs=None,
        keep=False,
    ):
        self.build, self.folder, self.name, self.keep = build, folder, name, keep
        self.address, self.port = address, port or free_port()
        self.config, self.options = config, list(options)
        self.certs = certs or folder / "certs"
        self.bundle = (
            base64_of(self.certs / "ca.crt") if (self.certs / "ca.crt").exists() else issue(self.certs)
        )
        self.program = None

    def start(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        config = ["--config", self.config] if self.config else []
        self.program = Program(
            self.name,
            [
                self.build / "kubevetd",
                "--listen",
                f"{self.address}:{self.port}",
                "--tls-cert",
                self.certs / "tls.crt",
                "--tls-key",
                self.certs / "tls.key",
                "--log-format",
                "json",
                *config,
                *self.options,
            ],
            self.folder,
            self.keep,
        )
        wait_until("kubevetd", self.is_ready, 20, 0.02)
        return self

    def is_ready(self):
        self.program.must_live()
        return self.health() == 200

    def health(self):
        """Status of /readyz; None when nobody answers."""
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE  # as the kubelet asks
        connection = http.client.HTTPSConnection(self.address, self.port, context=context, timeout=2)
        try:
            connection.request("GET", "/readyz", headers={"Connection": "close"})
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def stop(self, number=signal.SIGTERM):
        if self.program:
            self.program.stop(number)

    def log_size(self):
        return self.program.log.stat().st_size

    def events(self, since=0, event=None):
        """Log lines behind the byte @since, as dictionaries."""
        with open(self.program.log, "rb") as log:
            log.seek(since)
            lines = [json.loads(line) for line in log if line.startswith(b"{") and line.endswith(b"}\n")]
        return [line for line in lines if event in (None, line.get("event"))]


def base64_of(path):
    return base64.b64encode(path.read_bytes()).decode("ascii")


def run_quietly(*command):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    if done.returncode:
        raise Trouble(f"{command[0]}: {done.stderr.strip()}")


def filled(path, *values):
    """A file of deploy/ with what its user fills in; each of the values must be wanted."""
    text = (ROOT / "deploy" / path).read_text(encoding="utf-8")
    for old, new in values:
        if old not in text:
            raise Trouble(f"deploy/{path} has no {old}")
        text = text.replace(old, new)
    return text


def shipped_registration(bundle, port=443):
    return filled("base/webhook.yaml", ("FILLED_IN_BY_AN_OVERLAY", bundle), ("port: 443", f"port: {port}"))


# Below: a cluster that stays up, for a person.


def cache():
    home = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    return pathlib.Path(os.environ.get("KUBEVET_CACHE") or pathlib.Path(home) / "kubevet")


class Standing:
    """What is up, as the file says that the last "up" wrote."""

    def __init__(self, folder):
        self.folder, self.file = folder, folder / "running.json"
        try:
            self.state = json.loads(self.file.read_text(encoding="ascii"))
        except (OSError, ValueError):
            self.state = {"bin": None, "programs": {}}

    def alive(self):
        return {
            name: pid for name, (pid, ticks) in self.state["programs"].items() if start_ticks(pid) == ticks
        }

    def complete(self):
        return bool(self.state["programs"]) and len(self.alive()) == len(self.state["programs"])

    def write(self, programs_folder, programs):
        state = {
            "bin": str(programs_folder),
            "programs": {p.name: [p.pid, start_ticks(p.pid)] for p in programs},
        }
        replace_file(self.file, json.dumps(state, indent=1))
        self.state = state

    def stop(self):
        """Last started, first stopped. Returns how many there were."""
        stopped = list(self.alive().items())[::-1]
        for name, pid in stopped:
            os.kill(pid, signal.SIGTERM)
            try:
                wait_until(f"the end of {name}", lambda pid=pid, name=name: name not in self.alive(), HURRY_S)
            except Trouble:
                os.kill(pid, signal.SIGKILL)
        self.file.unlink(missing_ok=True)
        self.state["programs"] = {}
        return len(stopped)


def up(arguments):
    folder = arguments.folder
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(folder / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        standing = Standing(folder)
        if standing.complete():
            print("It is up already.")
        else:
            if standing.stop():
                print("Some of its programs have died; the others were stopped, and all start again.")
            start_standing(standing, arguments)
    print_usage(folder)


def start_standing(standing, arguments):
    if not (arguments.build / "kubevetd").exists():
        raise Trouble(f"{arguments.build} has no kubevetd; build it, or name its folder with --build")
    since = time.monotonic()
    programs = built_programs()
    cluster = Cluster(standing.folder, programs, keep=True)
    kubevetd = Kubevetd(
        arguments.build,
        standing.folder / "kubevet",
        config=arguments.config,
        options=["--drain-delay", "0"],
        keep=True,
    )
    try:
        cluster.start()
        kubevetd.start()
        cluster.apply("-f", HERE / "users.yaml", "-f", HERE / "service.yaml")
        cluster.apply("-f", "-", text=shipped_registration(kubevetd.bundle, kubevetd.port))
        standing.write(programs, [*cluster.running, kubevetd.program])
    except BaseException:
        kubevetd.stop()
        cluster.stop()
        raise
    print(f"A cluster without nodes is up after {time.monotonic() - since:.1f} s.")


def print_usage(folder):
    me = shlex.quote(os.path.relpath(HERE / "cluster.sh"))
    print(f"""
  {me} kubectl run debug --image busybox --privileged      as the admin
  {me} kubectl --context alice run debug --image busybox   as a plain user: alice, bob; eve may do nothing
  eval "$({me} env)"                                       kubectl by itself, in this shell
  {me} down                                                stop it; what was made in it is kept

Logs, the audit log among them, are in {folder / 'logs'}, kubevetd's in {folder / 'kubevet'}.""")


def down(arguments):
    count = Standing(arguments.folder).stop()
    print(f"{count} programs were stopped." if count else "Nothing was up.")


def the_standing(folder):
    standing = Standing(folder)
    if not standing.complete():
        raise Trouble("no cluster is up, or a part of it has died; start it with: cluster.sh up")
    return Cluster(folder, pathlib.Path(standing.state["bin"]))


def kubectl(arguments):
    cluster = the_standing(arguments.folder)
    os.execve(cluster.bin / "kubectl", ["kubectl", *arguments.rest], {**os.environ, **cluster.environment})


def env(arguments):
    cluster = the_standing(arguments.folder)
    for name, value in cluster.environment.items():
        print(f"export {name}={shlex.quote(value)}")
    print(f"export PATH={shlex.quote(str(cluster.bin))}:$PATH")


def main():
    parser = argparse.ArgumentParser(
        prog="cluster.sh", description="A Kubernetes control plane with kubevetd, to try things."
    )
    parser.add_argument(
        "--folder", type=pathlib.Path, default=cache() / "cluster", help="where it lives (%(default)s)"
    )
    commands = parser.add_subparsers(required=True, metavar="up|down|kubectl|env")
    start = commands.add_parser("up", help="start it, or say how to use it")
    start.add_argument(
        "--build",
        type=pathlib.Path,
        default=ROOT / "build/release",
        help="folder with kubevetd (%(default)s)",
    )
    start.add_argument("--config", type=pathlib.Path, help="kubevetd's configuration (the built-in one)")
    start.set_defaults(run=up)
    commands.add_parser("down", help="stop it").set_defaults(run=down)
    commands.add_parser("kubectl", help="kubectl with what follows").set_defaults(run=kubectl)
    commands.add_parser("env", help="print what a shell needs to use it").set_defaults(run=env)
    # What stands behind "kubectl" is kubectl's own.
    mine = sys.argv[1 : sys.argv.index("kubectl") + 1] if "kubectl" in sys.argv else sys.argv[1:]
    arguments = parser.parse_args(mine)
    arguments.rest = sys.argv[1 + len(mine) :]
    for name in ("folder", "build", "config"):
        if getattr(arguments, name, None):
            setattr(arguments, name, getattr(arguments, name).resolve())
    # An end by signal stops what was started, as Ctrl-C does.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        arguments.run(arguments)
    except Trouble as trouble:
        sys.exit(f"cluster.sh: {trouble}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
