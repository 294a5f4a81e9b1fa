#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""run_yaml.py - the same YAML files read by kubevet and by Kubernetes' own reader must be equal trees.

usage: run_yaml.py DOCUMENTS [FOLDER...]

DOCUMENTS is the program of documents.c. The folders are searched for *.yaml and *.yml; without any, the real
manifests beside the project are unpacked. The reference is built from yaml/ with Go. Exit 77, that is "skipped",
when there is no Go or there are no manifests.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SHARED = HERE.parent.parent.parent / "shared/data/manifests.tar.zst"


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def build(out):
    go = shutil.which("go", path=os.environ["PATH"] + ":/usr/local/go/bin")
    if not go:
        skip("there is no Go to build the reference with")
    env = dict(os.environ, CGO_ENABLED="0")
    subprocess.run([go, "build", "-trimpath", "-o", out, "."], cwd=HERE / "yaml", env=env, check=True)


def unpack(into):
    if not SHARED.exists():
        skip("there are no manifests beside the project")
    subprocess.run(["tar", "--zstd", "-xf", SHARED, "-C", into], check=True)
    return into


def find(folders):
    return sorted(
        str(p) for folder in folders for p in pathlib.Path(folder).rglob("*") if p.suffix in (".yaml", ".yml")
    )


def read(program, paths):
    """Path to what the program read of it: ("document", tree) or ("error", text); documents that are null left out."""
    out = subprocess.run(
        [program], input="\n".join(paths) + "\n", capture_output=True, text=True, check=True
    ).stdout
    files, current = {}, None
    for line in out.splitlines():
        ((key, value),) = json.loads(line).items()
        if key == "file":
            current = files.setdefault(value, [])
        elif key == "error" or value is not None:
            current.append((key, value))
    return files


def same(a, b):
    if isinstance(a, bool) != isinstance(b, bool):
        return False
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    return a == b


def first_difference(a, b, path=""):
    if isinstance(a, dict) and isinstance(b, dict):
        for key in sorted(a.keys() | b.keys()):
            if key not in a or key not in b or not same(a[key], b[key]):
                return first_difference(a.get(key), b.get(key), f"{path}.{key}")
    if isinstance(a, list) and isinstance(b, list):
        for i, (x, y) in enumerate(zip(a, b)):
            if not same(x, y):
                return first_difference(x, y, f"{path}[{i}]")
    return f"{path}: {str(a)[:80]!r} and {str(b)[:80]!r}"


def compare(ours, theirs):
    """Return: counts and the lines about what differs."""
    counts = {"documents": 0, "equal": 0, "refused by both": 0}
    lines = []
    for path in theirs:
        if len(ours[path]) != len(theirs[path]):
            lines.append(f"{path}: {len(ours[path])} documents and {len(theirs[path])}")
            continue
        for number, (a, b) in enumerate(zip(ours[path], theirs[path]), 1):
            counts["documents"] += 1
            if a[0] == b[0] == "error":
                counts["refused by both"] += 1
            elif a[0] == b[0] and same(a[1], b[1]):
                counts["equal"] += 1
            elif a[0] == b[0]:
                lines.append(f"{path} document {number}{first_difference(a[1], b[1])}")
            else:
                lines.append(
                    f"{path} document {number}: {a[0]} {str(a[1])[:120]} and {b[0]} {str(b[1])[:120]}"
                )
    return counts, lines


def main():
    documents, folders = sys.argv[1], sys.argv[2:]
    with tempfile.TemporaryDirectory() as work:
        reference = os.path.join(work, "reference")
        build(reference)
        paths = find(folders or [unpack(work)])
        counts, lines = compare(read(documents, paths), read(reference, paths))
    print(
        f"{len(paths)} files, "
        + ", ".join(f"{n} {what}" for what, n in counts.items())
        + f", {len(lines)} differ"
    )
    print("\n".join(lines))
    sys.exit(1 if lines or not counts["equal"] else 0)


if __name__ == "__main__":
    main()
