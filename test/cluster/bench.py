#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""bench.py - kubevet in front of a real API server: the last line counts the assertions.

It runs in a network namespace of its own where it may, so that it can have addresses for Services and
replicas, and so that nothing it does is seen outside.
"""

import argparse
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True

import bootstrap
import debugging
import faults
import large_numbers
import outages
import parity
import practice
import references
import reviews
import subresources
from cluster import ROOT, Trouble, built_programs
from lab import Lab, Report

PARTS = {
    "reviews": reviews,
    "faults": faults,
    "references": references,
    "outages": outages,
    "parity": parity,
    "practice": practice,
    "debugging": debugging,
    "subresources": subresources,
    "bootstrap": bootstrap,
    "numbers": large_numbers,
}
INSIDE = "KUBEVET_BENCH_INSIDE"
ADDRESSES = (references.CLUSTER_IP, *outages.ADDRESSES)


def enter_network():
    """Starts this program again in a network namespace. Returns whether we are in one."""
    if os.environ.get(INSIDE):
        return prepare_network()
    unshare = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--net"]
    if (
        not shutil.which("ip")
        or subprocess.run([*unshare, "true"], capture_output=True, check=False).returncode
    ):
        return False
    os.environ[INSIDE] = "yes"
    os.execvp("unshare", [*unshare, sys.executable, *sys.argv])
    return False


def prepare_network():
    commands = [
        ["ip", "link", "set", "lo", "up"],
        *(["ip", "address", "add", f"{a}/32", "dev", "lo"] for a in ADDRESSES),
    ]
    return all(
        subprocess.run(command, capture_output=True, check=False).returncode == 0 for command in commands
    )


def options():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"which of {', '.join(PARTS)} (all)")
    parser.add_argument(
        "--build",
        type=pathlib.Path,
        default=ROOT / "build/release",
        help="folder with kubevetd (%(default)s)",
    )
    parser.add_argument(
        "--out",
        type=pathlib.Path,
        default=ROOT / "build/cluster",
        help="where tables and captured output go (%(default)s)",
    )
    parser.add_argument(
        "--shared", type=pathlib.Path, default=ROOT.parent / "shared", help="folder with upstream's fixtures"
    )
    parser.add_argument("--keep", action="store_true", help="keep the work folder with all logs")
    chosen = parser.parse_args()
    unknown = set(chosen.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    if not (chosen.build / "kubevetd").exists():
        parser.error(f"{chosen.build} has no kubevetd; build it, or name its folder with --build")
    return chosen


def run_parts(chosen, programs, has_network):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="kubevet-cluster-"))
    report = Report(chosen.out.resolve())
    lab = Lab(folder, programs, chosen.build.resolve(), report, has_network, chosen.shared)
    try:
        for name in chosen.parts or PARTS:
            since = time.monotonic()
            report.section(PARTS[name].TITLE)
            lab.guard(PARTS[name].run)
            lab.stop_kubevetds()
            print(f"        {time.monotonic() - since:.0f} s", flush=True)
    finally:
        lab.stop()
        if chosen.keep or report.failed:
            print(f"\nlogs are in {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    return report.finish()


def main():
    chosen = options()
    programs = built_programs()
    has_network = enter_network()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(run_parts(chosen, programs, has_network))
    except Trouble as trouble:
        sys.exit(f"bench.py: {trouble}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
