#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""attack.py - clients that take what a server has and give nothing back, until they are ended.

    attack.py uploads|readers|idle PORT COUNT

uploads: each announces 8 MiB, sends all but one byte and waits. readers: each asks for answer after answer of
some 200 KiB and reads none. idle: each finishes a handshake and says nothing more. One that the server cuts begins
again after 2 s. Prints "open" once all of them are at it.
"""
import select
import socket
import ssl
import sys
import threading
import time

UPLOAD = 8 * 1024 * 1024
HEAD = ("POST /validate?timeout=10s HTTP/1.1\r\nHost: kubevet.kubevet.svc\r\n"
        "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n")
# An answer that names each of them.
CONTAINERS = ",".join('{"name":"c%d","image":"x","securityContext":{"privileged":true}}' % i for i in range(3000))
REVIEW = ('{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u","operation":"CREATE",'
          '"namespace":"n","name":"p","userInfo":{},"kind":{"group":"","version":"v1","kind":"Pod"},"resource":'
          '{"group":"","version":"v1","resource":"pods"},"object":{"apiVersion":"v1","kind":"Pod","metadata":'
          '{"name":"p"},"spec":{"containers":[%s]}}}}' % CONTAINERS).encode()


def connect(port):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.settimeout(10)
    raw.connect(("127.0.0.1", port))
    return context.wrap_socket(raw)


def upload(sock, stage):
    if stage == 0:
        sock.sendall((HEAD % UPLOAD).encode())
        sock.sendall(b" " * (UPLOAD - 1))


def read_nothing(sock, stage):
    if stage < 3:
        sock.sendall((HEAD % len(REVIEW)).encode() + REVIEW)


def say_nothing(_sock, _stage):
    pass


MODES = {"uploads": upload, "readers": read_nothing, "idle": say_nothing}


def run(mode, port, begun):
    first = True
    while True:
        try:
            with connect(port) as sock:
                for stage in range(1 << 30):
                    MODES[mode](sock, stage)
                    if first:
                        begun.release()
                        first = False
                    time.sleep(0.2)
                    # A reader leaves what is there; the others are told that they were cut.
                    if mode != "readers" and select.select([sock], [], [], 0)[0] and not sock.recv(4096):
                        break
        except OSError:
            if first:
                begun.release()
                first = False
        time.sleep(2)  # what new handshakes and reviews cost is no part of this


def main():
    mode, port, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    begun = threading.Semaphore(0)
    threading.stack_size(256 * 1024)
    for _ in range(count):
        threading.Thread(target=run, args=(mode, port, begun), daemon=True).start()
    for _ in range(count):
        begun.acquire()
    print("open", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
