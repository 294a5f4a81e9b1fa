#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""run.py - take the product's goals in one run on one machine; exit 1 when a "must" is missed.

What is compared is measured side by side, in rounds of random order: neighbours on the machine move all
figures of a round alike. The server has core 0 and the client core 1, over loopback. "CPU" is the
processor time of all threads of the server, per request, and of several rounds the smallest; throughput is
its inverse, so that a slow client can't hide a slow server.

"limit" is the reference server with a constant answer, "null" the product with a constant answer, "full"
the product as it ships, "same" the reference server with the product's core.
"""
import argparse
import atexit
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True

import bodies
import goals

HERE = pathlib.Path(__file__).resolve().parent
SERVER_CORE, CLIENT_CORE = "0", "1"
SMALL, LARGE = "pod-4k", "pod-20k"
HOSTILE = ("hostile-numbers-7m", "hostile-strings-7m")
SLOW_CLIENTS = 200
MB, KB = 1e6, 1e3


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def raise_priority():
    try:
        os.setpriority(os.PRIO_PROCESS, 0, -10)
    except PermissionError:
        pass


def pinned(cores, command):
    return ["taskset", "-c", cores, *map(str, command)]


class Server:
    """A running server; taskset and the server are one process, since it execs."""

    def __init__(self, bench, kind, cores=SERVER_CORE, **options):
        self.bench, self.port = bench, free_port()
        self.process = subprocess.Popen(
            pinned(cores, bench.command(kind, self.port, **options)),
            text=True, stdout=subprocess.PIPE, stderr=open(bench.log, "a", encoding="utf-8"),
            preexec_fn=raise_priority)
        atexit.register(self.stop)
        self.wait_until_it_listens(kind)

    def wait_until_it_listens(self, kind):
        for _ in range(500):
            if self.process.poll() is not None:
                sys.exit(f"run.py: {kind} ended; see {self.bench.log}")
            with socket.socket() as s:
                if s.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.01)
        sys.exit(f"run.py: {kind} does not listen")

    @property
    def pid(self):
        return self.process.pid

    def memory(self, field):
        """Bytes: VmRSS now, VmHWM the most since the start."""
        text = pathlib.Path(f"/proc/{self.pid}/status").read_text()
        return int(re.search(rf"{field}:\s+(\d+) kB", text)[1]) * 1024

    def signal(self, number):
        self.process.send_signal(number)

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class Bench:
    def __init__(self, build, quick, long):
        self.programs = build / "test" / "bench"
        self.product = build / "kubevetd"
        self.quick, self.long = quick, long
        # Many short windows: a neighbour on the machine spoils some, seldom all.
        self.rounds, self.warmup, self.window = (5, 50, 200) if quick else (8, 100, 500)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="kubevet-bench-"))
        atexit.register(shutil.rmtree, self.folder, True)
        self.log = self.folder / "servers.log"
        self.cert, self.key = self.folder / "tls.crt", self.folder / "tls.key"
        self.issue(self.cert, self.key)
        bodies.write(self.folder)

    @staticmethod
    def issue(cert, key):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=bench",
                        "-addext", "subjectAltName=DNS:kubevet.kubevet.svc",
                        "-keyout", key, "-out", cert], check=True, capture_output=True)

    def body(self, name):
        return self.folder / f"{name}.json"

    def command(self, kind, port, workers=1, extra=()):
        """Command line of a server: limit, same (the reference), full (the product), or what bench_server offers."""
        if kind in ("limit", "same"):
            handler = {"limit": "null", "same": "full"}[kind]
            return [self.programs / "bench_reference", "--port", port, "--cert",
                    self.cert, "--key", self.key, "--handler", handler]
        program = [self.product] if kind == "full" else [self.programs / "bench_server", kind]
        return [*program, "--listen", f"127.0.0.1:{port}", "--tls-cert", self.cert, "--tls-key",
                self.key, "--workers", workers, "--drain-delay", "0s", *extra]

    def load_command(self, mode, port, body, connections, *extra, cores=CLIENT_CORE):
        return pinned(cores, [self.programs / "bench_load", mode, "--port", port, "--body",
                              self.body(body), "--connections", connections, *extra])

    def load(self, server, body, connections, mode="keep", cores=CLIENT_CORE, window=None):
        """One window. A failed request makes every figure worthless, so it ends the run."""
        command = self.load_command(mode, server.port, body, connections, "--warmup", self.warmup,
                                    "--window", window or self.window, "--server", server.pid,
                                    cores=cores)
        result = run_json(command)
        if result["failures"] or not result["requests"]:
            sys.exit(f"run.py: {body}, {connections} connections: {result}")
        result["us"] = result["cpu_ns"] / 1e3 / result["requests"]
        return result

    def start_load(self, *arguments, **options):
        return subprocess.Popen(self.load_command(*arguments, **options), text=True,
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def run_json(command):
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True,
                                     preexec_fn=raise_priority).stdout)


def say(text):
    print(text, file=sys.stderr, flush=True)


# Figures that are only worth something beside each other: name -> one measurement, in rounds of random order.


class Rounds:
    def __init__(self, bench):
        self.bench, self.makers, self.taken = bench, {}, {}

    def add(self, name, make):
        self.makers[name] = make

    def run(self):
        for i in range(self.bench.rounds):
            say(f"round {i + 1} of {self.bench.rounds}, {len(self.makers)} figures")
            for name in random.sample(list(self.makers), len(self.makers)):
                self.taken.setdefault(name, []).append(self.makers[name]())

    def least(self, name, field="us"):
        return min(result[field] for result in self.taken[name])

    def ratio(self, above, below, field="us"):
        return self.least(above, field) / self.least(below, field)

    def spread(self, name):
        return min(result["p99"] / result["p50"] for result in self.taken[name])


CELLS = (  # server, body, connections
    ("limit", SMALL, 8), ("null", SMALL, 8), ("full", SMALL, 8),
    ("limit", LARGE, 8), ("null", LARGE, 8), ("full", LARGE, 8), ("same", LARGE, 8),
    ("full", LARGE, 1), ("same", LARGE, 1), ("full", LARGE, 64), ("null", LARGE, 64),
)


def cell(server, body, connections):
    return f"{server} {body} c={connections}"


def openssl_floor():
    """Microseconds of one ECDSA signature and two X25519."""
    text = subprocess.run(pinned(SERVER_CORE, ["openssl", "speed", "-seconds", 1, "ecdsap256", "ecdhx25519"]),
                          check=True, capture_output=True, text=True).stdout
    sign = float(re.search(r"ecdsa \(nistp256\)\s+\S+\s+\S+\s+(\S+)", text)[1])
    exchange = float(re.search(r"ecdh \(X25519\)\s+\S+\s+(\S+)", text)[1])
    return {"us": 1e6 / sign + 2e6 / exchange}


def measure_rounds(bench):
    rounds = Rounds(bench)
    servers = {kind: Server(bench, kind) for kind in ("limit", "same", "null", "full")}
    both = f"{SERVER_CORE},{CLIENT_CORE}"
    pair = Server(bench, "null", cores=both, workers=2)

    for kind, body, count in CELLS:
        rounds.add(cell(kind, body, count),
                   lambda s=servers[kind], b=body, c=count: bench.load(s, b, c))
    rounds.add("null, 2 workers", lambda: bench.load(pair, LARGE, 64, cores=both))
    for kind in ("limit", "null"):
        rounds.add(f"{kind} handshake",
                   lambda s=servers[kind]: bench.load(s, SMALL, 8, mode="fresh"))
    for way in ("cjson", "parse", "decide"):
        command = pinned(SERVER_CORE, [bench.programs / "bench_json", way, bench.body(LARGE)])
        rounds.add(f"{way} {LARGE}", lambda c=command: run_json(c))
    rounds.add("openssl floor", openssl_floor)
    rounds.run()
    for server in (*servers.values(), pair):
        server.stop()
    return rounds


def from_rounds(rounds):
    least, ratio = rounds.least, rounds.ratio
    small, large = (lambda s: cell(s, SMALL, 8)), (lambda s: cell(s, LARGE, 8))
    return {
        1: [ratio(small("null"), small("limit"))],
        2: [ratio(large("null"), large("limit"))],
        3: [ratio(small("null"), small("full"))],
        4: [ratio(large("null"), large("full"))],
        5: [ratio(large("same"), large("full"))],
        6: [ratio(large("limit"), large("full"))],
        7: [ratio(f"parse {LARGE}", f"cjson {LARGE}")],
        9: [ratio("null handshake", "openssl floor")],
        10: [rounds.spread(cell("full", LARGE, c)) for c in (8, 64)],
        11: [ratio(cell("full", LARGE, 1), cell("same", LARGE, 1), "p50")],
        12: [ratio("null, 2 workers", cell("null", LARGE, 64))],
    }


# Figures of the product alone, each on a fresh server.


def memory(bench):
    with Server(bench, "full") as server:
        rest = server.memory("VmRSS")
        bench.load(server, LARGE, 64, window=1000)
        return [rest / MB, server.memory("VmHWM") / MB]


def allocator_calls(bench):
    with Server(bench, "count") as server:
        bench.load(server, LARGE, 8, window=1000)
        server.signal(signal.SIGTERM)
        return [round(json.loads(server.process.communicate()[0])["mem_calls"], 2)]


def hold(bench, server, count):
    """@count connections that were used once and idle now."""
    client = bench.start_load("hold", server.port, LARGE, count)
    if client.stdout.readline() != "held\n":
        sys.exit("run.py: connections could not be opened")
    return client


def end_hold(client):
    """Each connection is used once more. Return: how many requests failed."""
    return json.loads(client.communicate()[0])["failures"]


def idle_connections(bench):
    """They idle for 90 s in real life, so what the server gives back within 2 s counts as given back."""
    few, many = 64, 448
    with Server(bench, "full") as server:
        clients = [hold(bench, server, few)]
        time.sleep(2)
        before = server.memory("VmRSS")
        clients.append(hold(bench, server, many))
        time.sleep(2)
        rise = server.memory("VmRSS") - before
        failures = sum(map(end_hold, clients))
    if failures:
        sys.exit(f"run.py: {failures} idle connections were not usable")
    return [rise / many / KB]


def hostile_body(bench):
    rise = stays = 0
    for name in HOSTILE:
        with Server(bench, "full") as server:
            bench.load(server, LARGE, 8)
            before = server.memory("VmRSS")
            run_json(bench.load_command("keep", server.port, name, 1, "--requests", 1,
                                        "--any-answer", "--window", 10000))
            rise = max(rise, server.memory("VmHWM") - before)
            time.sleep(1)
            stays = max(stays, server.memory("VmRSS") - before)
    return [rise / MB, stays / MB]


def start_time(bench):
    times = []
    for _ in range(5):
        port = free_port()
        command = bench.load_command("start", port, SMALL, 1, "--", *bench.command("full", port))
        times.append(run_json(command)["p50"] / 1e3)
    return [sorted(times)[len(times) // 2]]


def reload_failures(bench, server, change):
    """Failures of long-lived and of new connections while @change and SIGHUP come again and again."""
    window = 1500 if bench.quick else 3000
    clients = [bench.start_load(mode, server.port, LARGE, 4, "--window", window)
               for mode in ("keep", "fresh")]
    for i in range(5):
        time.sleep(window / 6000)
        change(i)
        server.signal(signal.SIGHUP)
    return sum(json.loads(client.communicate()[0])["failures"] for client in clients)


def certificate_reload(bench):
    pairs = [(bench.folder / f"tls-{i}.crt", bench.folder / f"tls-{i}.key") for i in range(2)]
    for cert, key in pairs:
        bench.issue(cert, key)

    def change(i):
        for new, used in zip(pairs[i % 2], (bench.cert, bench.key)):
            os.replace(shutil.copy(new, f"{used}.new"), used)

    with Server(bench, "full") as server:
        return reload_failures(bench, server, change)


def policy_reload(bench):
    path = bench.folder / "kubevet.yaml"
    print_config = [bench.product, "--print-config"]
    text = subprocess.run(print_config, check=True, capture_output=True, text=True).stdout

    def change(i):
        path.with_suffix(".new").write_text(f"{text}\n# version {i}\n")
        os.replace(path.with_suffix(".new"), path)

    change(-1)
    with Server(bench, "full", extra=("--config", path)) as server:
        return reload_failures(bench, server, change)


def drain(bench):
    """SIGTERM under load: every connection has to get an answer that says that it is the last one."""
    connections = 32
    with Server(bench, "full", extra=("--drain-delay", "1s")) as server:
        client = bench.start_load("keep", server.port, LARGE, connections, "--retire", "--window",
                                  15000)
        time.sleep(0.7)
        server.signal(signal.SIGTERM)
        result = json.loads(client.communicate()[0])
        status = server.process.wait(30)
    if status:
        say(f"drain: the server ended with {status}")
    return result["failures"] + connections - result["parted"] + (status != 0)


def idle_race(bench):
    """Connections that idle for as long as the API server keeps them (90 s) before they are used again.

    The server's time is 120 s. Unless --long, both are a thirtieth of that."""
    kind, seconds = ("full", 90) if bench.long else ("short-idle", 3)
    with Server(bench, kind) as server:
        client = hold(bench, server, 25)
        time.sleep(seconds)
        return end_hold(client)


def failures(bench):
    return [test(bench) for test in (certificate_reload, policy_reload, drain, idle_race)]


def slow_clients(bench):
    deadline = 5
    options = [word for stage in ("handshake", "head", "body")
               for word in (f"--{stage}-timeout", f"{deadline}s")]
    with Server(bench, "full", extra=options) as server:
        def p99():
            return min(bench.load(server, LARGE, 8)["p99"] for _ in range(3))

        without = p99()
        slow = subprocess.Popen(pinned(CLIENT_CORE, [
            bench.programs / "bench_slow", "--port", server.port, "--connections", SLOW_CLIENTS,
            "--seconds", 2 * deadline + 5]), text=True, stdout=subprocess.PIPE)
        slow.stdout.readline()
        ratio = p99() / without
        kinds = json.loads(slow.communicate()[0])
    say(f"slow clients: {kinds}")
    late = sum(kind["opened"] - kind["cut"] if kind["oldest_ms"] < 1000 * (deadline + 2) else kind["opened"]
               for kind in kinds.values())
    return [ratio, late]


def beside(bench, mode, count):
    """The good client beside an attack: p99 by that without it, requests that failed, the server's most memory."""
    with Server(bench, "full", extra=["--max-connections", 512]) as server:
        def window():
            command = bench.load_command("keep", server.port, LARGE, 8, "--warmup", bench.warmup,
                                         "--window", bench.window, "--server", server.pid)
            return run_json(command)

        without = min(window()["p99"] for _ in range(3))
        attack = subprocess.Popen(pinned(CLIENT_CORE, [HERE / "attack.py", mode, server.port, count]), text=True,
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        attack.stdout.readline()
        taken = [window() for _ in range(5)]
        attack.kill()
        attack.wait()
        failed = sum(one["failures"] for one in taken) + (not all(one["requests"] for one in taken))
        return [min(one["p99"] for one in taken) / without, failed, server.memory("VmHWM") / MB]


def stalled_uploads(bench):
    return beside(bench, "uploads", 12)


def slow_readers(bench):
    return beside(bench, "readers", 100)


def silent_connections(bench):
    return beside(bench, "idle", 700)


ALONE = {8: allocator_calls, 13: memory, 14: idle_connections, 15: hostile_body, 16: start_time, 17: failures, 18: slow_clients,
         19: stalled_uploads, 20: slow_readers, 21: silent_connections}


def figures(rounds):
    """Table of what was measured, as microseconds."""
    rows = []
    for name, taken in rounds.taken.items():
        best = min(taken, key=lambda result: result["us"])
        rate = f"{best['requests'] * 1e9 / best['window_ns']:.0f}" if "requests" in best else "-"
        rows.append([name, f"{best['us']:.1f}", rate, str(best.get("p50", "-")),
                     str(best.get("p99", "-"))])
    return goals.table(["figure", "CPU µs", "per second", "p50 µs", "p99 µs"], sorted(rows))


def parse_rows(text):
    rows = set()
    for part in text.split(","):
        first, _, last = part.partition("-")
        rows.update(range(int(first), int(last or first) + 1))
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/bench"))
    parser.add_argument("--rows", type=parse_rows, default=parse_rows("1-21"), help="1-12,15")
    parser.add_argument("--quick", action="store_true", help="short windows, for a look")
    parser.add_argument("--long", action="store_true", help="the idle race at full length, 90 s")
    options = parser.parse_args()
    bench = Bench(options.build.resolve(), options.quick, options.long)
    measured, rounds = {}, None
    began = time.monotonic()

    if options.rows - set(ALONE):
        rounds = measure_rounds(bench)
        measured.update(from_rounds(rounds))
    for number, measure in ALONE.items():
        if number in options.rows:
            say(f"goal {number}")
            measured[number] = measure(bench)
    measured = {number: measured[number] for number in sorted(measured) if number in options.rows}

    print(goals.goal_table(measured))
    if rounds:
        print("\n" + figures(rounds))
    print(f"\n{time.monotonic() - began:.0f} s, {os.cpu_count()} processors, {bench.rounds} rounds")
    return 1 if goals.missed(measured) else 0


if __name__ == "__main__":
    sys.exit(main())
