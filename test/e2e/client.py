#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Small HTTPS clients that curl can't be: raw bytes, slow bytes, many connections, and a load that counts failures.

  client.py raw PORT CA [--piece N] [--pause S] [--half-close] [--answers N] < bytes
                                      statuses of all answers, and how it ended: "open" when nothing came behind N answers
  client.py stall PORT CA COUNT                                         COUNT connections that get nowhere; until killed
  client.py hold PORT CA COUNT                                          COUNT connections that asked once; until killed
  client.py silent PORT CA COUNT                                        COUNT connections of TCP that say nothing; until killed
  client.py upload PORT CA COUNT LENGTH                                 COUNT bodies of LENGTH that stop a byte short; until killed
  client.py twice PORT CA --cert FILE --key FILE                        a request, one more for each line of input, on one connection
  client.py load PORT CA BODY [--threads N] [--seconds S] [--until-closed]
"""
import argparse
import select
import socket
import ssl
import sys
import threading
import time


def context(ca):
    tls = ssl.create_default_context(cafile=ca)
    tls.check_hostname = False
    return tls


def connect(port, tls=None, timeout=10):
    plain = socket.create_connection(("127.0.0.1", port), timeout=timeout)
    # Without tickets nothing answers the client's Finished, so Nagle would hold back the first request.
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return tls.wrap_socket(plain, server_hostname="kubevet.kubevet.svc") if tls else plain


def read_answer(reader):
    """Status, headers and body; status None at the end of the connection."""
    line = reader.readline()
    if not line:
        return None, {}, b""
    status, headers = int(line.split()[1]), {}
    while True:
        line = reader.readline().strip()
        if not line:
            break
        name, value = line.split(b":", 1)
        headers[name.strip().lower()] = value.strip()
    return status, headers, reader.read(int(headers.get(b"content-length", b"0")))


def raw(args):
    data = sys.stdin.buffer.read()
    con = connect(args.port, context(args.ca))
    con.settimeout(args.timeout)
    got, cut = [], False
    try:
        piece = args.piece or len(data) or 1
        for at in range(0, len(data), piece):
            con.sendall(data[at:at + piece])
            # Who is answered has been heard: what is sent behind that would only have it lost.
            if args.pause and select.select([con], [], [], args.pause)[0]:
                break
        if args.half_close:
            socket.socket.shutdown(con, socket.SHUT_WR)  # of TCP alone; the method of SSLSocket forgets TLS
    except OSError:
        cut = True
    reader = con.makefile("rb")
    try:
        while True:
            if args.answers and len(got) == args.answers:
                con.settimeout(0.3)
            status, _, _ = read_answer(reader)
            if status is None:
                got.append("end")
                break
            got.append(str(status))
    except TimeoutError:
        got.append("open")
    except OSError:
        got.append("reset")
    print(" ".join(["cut"] * (cut and len(got) < 2) + got))


def stall(args):
    """A third never says anything, a third stops after the handshake, a third sends a byte of its head each second."""
    tls, slow, held = context(args.ca), [], []
    for i in range(args.count):
        try:
            con = connect(args.port, tls if i % 3 else None)
        except OSError:  # full; those that are there stay
            continue
        held.append(con)
        if i % 3 == 2:
            slow.append(con)
    print("stalled", flush=True)
    for byte in b"POST /validate HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 3600:
        for con in list(slow):
            try:
                con.sendall(bytes([byte]))
            except OSError:
                slow.remove(con)
        time.sleep(1)


def wait_forever(held):
    print("stalled", flush=True)
    while held:
        time.sleep(60)


GET = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"


def hold(args):
    tls, held = context(args.ca), []
    for _ in range(args.count):
        con = connect(args.port, tls)
        con.sendall(GET)
        held.append((con, read_answer(con.makefile("rb"))))
    wait_forever(held)


def upload(args):
    tls, held = context(args.ca), []
    head = b"POST /validate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    for _ in range(args.count):
        con = connect(args.port, tls)
        con.sendall(head % args.length + b"{" + b" " * (args.length - 2))
        held.append(con)
    wait_forever(held)


def silent(args):
    wait_forever([socket.create_connection(("127.0.0.1", args.port)) for _ in range(args.count)])


def twice(args):
    tls = context(args.ca)
    tls.load_cert_chain(args.cert, args.key)
    con = connect(args.port, tls)
    reader = con.makefile("rb")
    while True:
        try:
            con.sendall(GET)
            status, headers, _ = read_answer(reader)
        except OSError:
            status, headers = None, {}
        print(status or "end", headers.get(b"connection", b"").decode(), flush=True)
        if status is None or not sys.stdin.readline():
            return


class Load:
    def __init__(self, args):
        body = open(args.body, "rb").read()
        self.request = (b"POST /validate?timeout=10s HTTP/1.1\r\nHost: kubevet.kubevet.svc:443\r\n"
                        b"User-Agent: kube-apiserver-admission\r\nContent-Length: %d\r\nAccept: application/json, */*\r\n"
                        b"Content-Type: application/json\r\nAccept-Encoding: gzip\r\n\r\n" % len(body)) + body
        self.args, self.tls = args, context(args.ca)
        self.ends = time.monotonic() + args.seconds
        self.done, self.failed, self.connections, self.why = 0, 0, 0, set()
        self.lock = threading.Lock()

    def fail(self, why):
        with self.lock:
            self.failed += 1
            self.why.add(why)

    def one_connection(self):
        """Requests until the server says close. False when there is no more to do."""
        try:
            con = connect(self.args.port, self.tls)
        except ConnectionRefusedError:
            if not self.args.until_closed:
                self.fail("refused")
            return False
        except OSError as e:
            self.fail("handshake: %s" % e)
            return not self.args.until_closed
        with self.lock:
            self.connections += 1
        reader = con.makefile("rb")
        while time.monotonic() < self.ends:
            try:
                con.sendall(self.request)
                status, headers, body = read_answer(reader)
            except OSError as e:
                status, headers, body = None, {}, b""
                self.why.add(str(e))
            if status != 200 or b'"uid"' not in body:
                self.fail("status %s" % status)
                return not self.args.until_closed
            with self.lock:
                self.done += 1
            if headers.get(b"connection") == b"close":
                return not self.args.until_closed
            if self.args.per_connection and self.done % self.args.per_connection == 0:
                break
        con.close()
        return True

    def thread(self):
        while time.monotonic() < self.ends and self.one_connection():
            pass

    def run(self):
        threads = [threading.Thread(target=self.thread) for _ in range(self.args.threads)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        print("failed=%d %s" % (self.failed, " ".join(sorted(self.why))))
        print("requests=%d connections=%d" % (self.done, self.connections), file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["raw", "stall", "hold", "upload", "silent", "twice", "load"])
    parser.add_argument("port", type=int)
    parser.add_argument("ca")
    parser.add_argument("more", nargs="?")
    parser.add_argument("length", type=int, nargs="?")
    parser.add_argument("--cert")
    parser.add_argument("--key")
    parser.add_argument("--piece", type=int)
    parser.add_argument("--pause", type=float)
    parser.add_argument("--timeout", type=float, default=60)
    parser.add_argument("--answers", type=int)
    parser.add_argument("--half-close", action="store_true")
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--per-connection", type=int)
    parser.add_argument("--until-closed", action="store_true")
    args = parser.parse_args()
    if args.what == "raw":
        raw(args)
    elif args.what == "twice":
        twice(args)
    elif args.what != "load":
        args.count = int(args.more)
        {"stall": stall, "hold": hold, "upload": upload, "silent": silent}[args.what](args)
    else:
        args.body = args.more
        Load(args).run()


main()
