#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""seccomp.py - deploy/profiles/kubevetd.json is enough for kubevetd and too little for anything else

usage: seccomp.py KUBEVETD              the test
       seccomp.py --under COMMAND...    run a command under the profile; what it does not allow ends the process

The filter is made by libseccomp, as container runtimes make it.
"""

import ctypes
import errno
import json
import os
import socket
import subprocess
import sys

import exercise

PROFILE = os.path.join(exercise.ROOT, "deploy/profiles/kubevetd.json")
SKIP = 77
ALLOW, KILL_PROCESS, NO_SUCH_CALL = 0x7FFF0000, 0x80000000, 0x00050000 | errno.ENOSYS
COMPARE = {"SCMP_CMP_EQ": 4, "SCMP_CMP_MASKED_EQ": 7}


class Argument(ctypes.Structure):
    """struct scmp_arg_cmp"""

    _fields_ = [
        ("index", ctypes.c_uint),
        ("op", ctypes.c_int),
        ("a", ctypes.c_uint64),
        ("b", ctypes.c_uint64),
    ]


def library():
    try:
        seccomp = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    except OSError as error:
        print(f"skipped: {error}")
        sys.exit(SKIP)
    seccomp.seccomp_init.restype = ctypes.c_void_p
    for name, more in (
        ("seccomp_load", []),
        ("seccomp_rule_add_array", [ctypes.c_uint32, ctypes.c_int, ctypes.c_uint, ctypes.c_void_p]),
    ):
        getattr(seccomp, name).argtypes = [ctypes.c_void_p, *more]
    return seccomp


def add(seccomp, filter_, action, name, arguments):
    number = seccomp.seccomp_syscall_resolve_name(name.encode())
    # Some exist on one kind of processor only.
    if number < 0:
        return
    status = seccomp.seccomp_rule_add_array(
        filter_, action, number, len(arguments), (Argument * len(arguments))(*arguments)
    )
    assert status == 0, f"{name}: {os.strerror(-status)}"


def confine(default):
    """This process, from now on; @default: what becomes of calls that the profile does not name."""
    seccomp = library()
    with open(PROFILE, encoding="utf-8") as file:
        profile = json.load(file)
    assert (
        profile["defaultAction"] == "SCMP_ACT_ERRNO" and profile["defaultErrnoRet"] == errno.ENOSYS
    )
    filter_ = seccomp.seccomp_init(ctypes.c_uint32(default))
    if default != NO_SUCH_CALL:
        # Its flags are behind a pointer where no filter sees them, so the C library has to fall back on clone.
        add(seccomp, filter_, NO_SUCH_CALL, "clone3", [])
    for rule in profile["syscalls"]:
        assert rule["action"] == "SCMP_ACT_ALLOW"
        arguments = [
            Argument(one["index"], COMPARE[one["op"]], one["value"], one.get("valueTwo", 0))
            for one in rule.get("args", [])
        ]
        for name in rule["names"]:
            add(seccomp, filter_, ALLOW, name, arguments)
    status = seccomp.seccomp_load(filter_)
    assert status == 0, os.strerror(-status)


def attempt(what, act):
    try:
        act()
    except OSError as error:
        exercise.must(error.errno == errno.ENOSYS, f"{what}: {error}")
    else:
        raise exercise.Fault(f"{what} is possible")


def refused():
    """What an intruder would do; run in a process of its own, as the filter stays."""
    listener = socket.create_server(("127.0.0.1", 0))
    address = listener.getsockname()
    confine(NO_SUCH_CALL)
    attempt("another process", os.fork)
    attempt("a connection", lambda: socket.socket(socket.AF_INET).connect(address))
    attempt("a packet socket", lambda: socket.socket(socket.AF_PACKET))
    attempt("a local socket", lambda: socket.socket(socket.AF_UNIX))
    attempt("a new file", lambda: os.mkdir("/tmp/kubevet-must-not-be"))
    attempt("another user", lambda: os.setuid(0))
    attempt("another root", lambda: os.chroot("/"))
    attempt("a deleted file", lambda: os.unlink("/tmp/kubevet-must-not-be"))
    return "8 acts of an intruder refused"


def main():
    if sys.argv[1] == "--under":
        confine(KILL_PROCESS)
        os.execv(sys.argv[2], sys.argv[2:])
    library()
    try:
        if sys.argv[1] == "--refused":
            print(f"passed: {refused()}")
            return
        print(
            f"passed: {exercise.exercise([sys.executable, __file__, '--under', sys.argv[1]])}",
            flush=True,
        )
    except exercise.Fault as fault:
        sys.exit(f"FAIL: {fault}")
    sys.exit(subprocess.run([sys.executable, __file__, "--refused"]).returncode)


main()
