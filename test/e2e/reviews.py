#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reviews in bulk, for replay.sh.

reviews.py fixtures SHARED DIR    DIR/fixtures.jsonl, a Pod and a Deployment of each fixture of the Pod Security
                                  Standards, and DIR/namespaces.json with a namespace for each level and version
reviews.py lines FILE...          each file's JSON on a line
reviews.py post PORT CA           reviews, one a line, to a server over one connection; the bodies of its answers
"""

import gzip
import http.client
import json
import os
import ssl
import sys


def review(number, fixture, kind):
    pod = dict(fixture["object"])
    if "default-emptydir" in fixture.get("needs", []):
        for volume in pod["spec"]["volumes"]:
            if list(volume) == ["name"]:
                volume["emptyDir"] = {}
    group, resource, one = "", "pods", pod
    if kind == "Deployment":
        group, resource = "apps", "deployments"
        template = {"metadata": pod["metadata"], "spec": pod["spec"]}
        one = {"apiVersion": "apps/v1", "kind": kind, "metadata": {"name": "test"}, "spec": {"template": template}}
    request = {
        "uid": "%s-%d" % (kind, number),
        "kind": {"group": group, "version": "v1", "kind": kind},
        "resource": {"group": group, "version": "v1", "resource": resource},
        "name": "test",
        "namespace": "%s-%s" % (fixture["level"], fixture["version"]),
        "operation": "CREATE",
        "userInfo": {"username": "alice"},
        "object": one,
    }
    return {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": request}


def fixtures(shared, folder):
    namespaces = {}
    path = os.path.join(shared, "conformance/pss/pss-fixtures.jsonl.gz")
    with gzip.open(path, "rt") as lines, open(os.path.join(folder, "fixtures.jsonl"), "w") as out:
        for number, line in enumerate(lines):
            fixture = json.loads(line)
            label = "pod-security.kubernetes.io/enforce"
            namespaces["%s-%s" % (fixture["level"], fixture["version"])] = {
                label: fixture["level"],
                label + "-version": fixture["version"],
            }
            for kind in "Pod", "Deployment":
                out.write(json.dumps(review(number, fixture, kind)) + "\n")
    with open(os.path.join(folder, "namespaces.json"), "w") as out:
        json.dump(namespaces, out)


def lines(paths):
    for path in paths:
        with open(path, encoding="utf-8") as one:
            # As it is but for the newlines, which a string can't hold.
            print(one.read().replace("\n", ""))


def post(port, ca):
    connection = http.client.HTTPSConnection("localhost", port, context=ssl.create_default_context(cafile=ca))
    for line in sys.stdin.buffer:
        connection.request("POST", "/validate", line, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            sys.exit("status %d: %s" % (answer.status, body.decode()))
        sys.stdout.buffer.write(body)


def main():
    what, rest = sys.argv[1], sys.argv[2:]
    if what == "fixtures":
        fixtures(*rest)
    elif what == "lines":
        lines(rest)
    else:
        post(int(rest[0]), rest[1])


main()
