#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""policies.py - what a review costs with few and with many policies on; prints a table in Markdown.

usage: policies.py [--build DIR] [--rounds N]

The bodies are those of run.py. Policies are added in the order of the list, each in mode audit with its default
parameters, so that none keeps the others from looking. The figure is processor time of one review without sockets: the
median of the rounds, which take turns.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import tempfile

import bodies

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
COUNTS = (0, 1, 10, 50)


def config_of(policies):
    rules = [{"policy": policy["id"], "mode": "audit"} for policy in policies]
    return {"apiVersion": "kubevet.dev/v1", "kind": "Config", "podSecurity": {"defaults": {}}, "rules": rules}


def main():
    options = argparse.ArgumentParser(description="What a review costs with few and with many policies on.")
    options.add_argument("--build", type=pathlib.Path, default=ROOT / "build/bench")
    options.add_argument("--rounds", type=int, default=5)
    options = options.parse_args()
    listed = json.loads(subprocess.check_output([options.build / "kubevet", "policies", "-o", "json"]))
    # Those that look at pods first: the others cost a pod nothing but a glance at their kinds.
    readers = [policy for policy in listed if "Pod" in policy["kinds"]]
    others = [policy for policy in listed if "Pod" not in policy["kinds"]]
    ordered = readers + others
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        bodies.write(work)
        ordinary = [path for path in work.glob("*.json") if "hostile" not in path.stem]
        names = [path.stem for path in sorted(ordinary, key=lambda path: path.stat().st_size)]
        runs = {}
        for count in [*COUNTS, len(readers), len(ordered)]:
            config = work / f"config-{count}.yaml"
            config.write_text(json.dumps(config_of(ordered[:count])))
            runs[count] = config
        figures = {(name, count): [] for name in names for count in runs}
        for _ in range(options.rounds):
            for name, count in figures:
                command = [
                    options.build / "test/bench/bench_json",
                    "decide",
                    work / f"{name}.json",
                    runs[count],
                ]
                figures[name, count].append(json.loads(subprocess.check_output(command))["us"])
    print(f"{len(ordered)} policies, {len(readers)} of them look at pods.\n")
    print("| body | " + " | ".join(f"{count} on" for count in runs) + " |")
    print("|---|" + "---|" * len(runs))
    for name in names:
        print(
            f"| {name} | " + " | ".join(f"{statistics.median(figures[name, c]):.1f} µs" for c in runs) + " |"
        )


if __name__ == "__main__":
    main()
