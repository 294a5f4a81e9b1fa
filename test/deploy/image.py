#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""image.py - the root file system of the image: usage: image.py ROOTFS

It holds what runs and the licences of it, nothing that helps an intruder, and kubevetd serves from it as a user without
rights: by chroot, and in a container confined as deploy/ does it, where there is a runc.

"image.py --container ROOTFS PROGRAM ARGUMENT..." runs a program in such a container.
"""

import glob
import json
import os
import shutil
import stat
import subprocess
import sys

import exercise

USER = "65532:65532"
REVIEW = os.path.join(exercise.ROOT, "test/reviews/restricted-pod.json")
UNWANTED = "sh", "bash", "dash", "busybox", "apt-get", "dpkg", "perl", "python3", "openssl", "curl"


def check_contents(rootfs):
    programs = sorted(os.listdir(os.path.join(rootfs, "usr/bin")))
    exercise.must(programs == ["kubevet", "kubevetd"], f"programs: {programs}")
    for folder, _, names in os.walk(rootfs):
        for name in names:
            path = os.path.join(folder, name)
            mode = os.lstat(path)
            exercise.must(name not in UNWANTED, f"{path} is in the image")
            if stat.S_ISREG(mode.st_mode):
                exercise.must(not mode.st_mode & 0o6022, f"{path} has mode {mode.st_mode:o}")
            exercise.must(mode.st_uid == 0, f"{path} belongs to user {mode.st_uid}")
            exercise.must(not name.endswith((".key", ".pem", ".crt")), f"{path} is in the image")
    return f"{' and '.join(programs)}, no shell, nothing writable or set-user-id"


def check_licences(rootfs):
    packages = sorted(
        os.path.basename(path) for path in glob.glob(f"{rootfs}/var/lib/dpkg/status.d/*")
    )
    exercise.must(packages, "no package is recorded")
    for package in [*packages, "kubevet"]:
        path = f"{rootfs}/usr/share/doc/{package}/copyright"
        exercise.must(
            os.path.isfile(path) and os.path.getsize(path) > 0, f"no licence of {package}"
        )
    return f"licences of kubevet and {len(packages)} packages"


def check_command_line(rootfs):
    with open(REVIEW, "rb") as body:
        done = subprocess.run(
            ["chroot", f"--userspec={USER}", rootfs, "/usr/bin/kubevet", "replay"],
            stdin=body,
            capture_output=True,
        )
    exercise.must(done.returncode == 0, f"kubevet replay: {done.returncode}: {done.stderr!r}")
    return "kubevet judges a review"


def make_null(rootfs):
    """The one device that kubevetd opens; a container runtime would provide it."""
    path = os.path.join(rootfs, "dev/null")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    os.mknod(path, 0o666 | stat.S_IFCHR, os.makedev(1, 3))
    os.chmod(path, 0o666)


def check_server(rootfs):
    make_null(rootfs)
    command = ["chroot", f"--userspec={USER}", "--groups=", rootfs, "/usr/bin/kubevetd"]
    return f"by chroot: {exercise.exercise(command, within_root=rootfs)}"


def container_of(rootfs, args):
    """What a container runtime is told about the container of deploy/base, but for its network."""
    with open(
        os.path.join(exercise.ROOT, "deploy/profiles/kubevetd.json"), encoding="utf-8"
    ) as file:
        seccomp = json.load(file)
    user = int(USER.split(":")[0])
    return {
        "ociVersion": "1.0.2",
        "root": {"path": rootfs, "readonly": True},
        "process": {
            "user": {"uid": user, "gid": user},
            "cwd": "/",
            "args": args,
            "noNewPrivileges": True,
            "capabilities": {
                kind: [] for kind in ("bounding", "effective", "inheritable", "permitted")
            },
        },
        "mounts": [
            {"destination": "/proc", "type": "proc", "source": "proc"},
            {
                "destination": "/dev",
                "type": "tmpfs",
                "source": "tmpfs",
                "options": ["nosuid", "mode=755"],
            },
        ],
        "linux": {
            "namespaces": [{"type": kind} for kind in ("pid", "ipc", "uts", "mount")],
            "seccomp": seccomp,
        },
    }


def run_container(rootfs, args):
    """Does not return: runc takes this process' place."""
    bundle = os.path.join(rootfs, "bundle")
    os.makedirs(bundle, exist_ok=True)
    with open(os.path.join(bundle, "config.json"), "w", encoding="utf-8") as file:
        json.dump(container_of(rootfs, args), file)
    os.execvp("runc", ["runc", "run", "--bundle", bundle, f"kubevet-test-{os.getpid()}"])


def check_container(rootfs):
    if not shutil.which("runc"):
        return "nothing, as runc is not installed: a confined container"
    # What a runtime mounts over has to be there: the image cannot be written to.
    os.makedirs(os.path.join(rootfs, "proc"), exist_ok=True)
    command = [
        sys.executable,
        os.path.abspath(__file__),
        "--container",
        rootfs,
        "/usr/bin/kubevetd",
    ]
    return f"by runc, confined: {exercise.exercise(command, within_root=rootfs)}"


def main():
    if sys.argv[1] == "--container":
        run_container(sys.argv[2], sys.argv[3:])
    for check in check_contents, check_licences, check_command_line, check_server, check_container:
        try:
            print(f"passed: {check(sys.argv[1])}", flush=True)
        except exercise.Fault as fault:
            sys.exit(f"FAIL {check.__name__}: {fault}")


main()
