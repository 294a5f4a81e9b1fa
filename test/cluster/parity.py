# SPDX-License-Identifier: Apache-2.0
"""parity.py - the same objects judged by the API server's own PodSecurity and by kubevet, side by side.

For each level and version there are two namespaces: one has the labels, and PodSecurity reads them there; the
other has none, and kubevet reads them in its file. Objects are upstream's own fixtures, each as a pod, which is
enforced, and as a Deployment's template, which is warned about.
"""

import collections
import json
import queue
import threading
import uuid

from cluster import Api, replace_file
from lab import SHIPPED, read_fixtures, rule, url, webhook

TITLE = "Pod Security side by side with the built-in admission"
THREADS = 4
JUDGE = "kubevet.test/judge"
DENIED = f'admission webhook "{SHIPPED}" denied the request: '
BUILT_IN = "pod-security.kubernetes.io/"
CONFIG = """apiVersion: kubevet.dev/v1
kind: Config
podSecurity:
  defaults: {{enforce: privileged}}
  exemptions: {{}}
namespaceLabels: {}
rules: []
"""
SHOWN = 5


def run(lab):
    fixtures = read_fixtures(lab.shared) if lab.shared else None
    if not fixtures:
        lab.report.skip(TITLE, "upstream's fixtures are not there")
        return
    lab.start_cluster("parity")
    places = sorted({(fixture["level"], fixture["version"]) for fixture in fixtures})
    labels = lab.folder / "namespaces.json"
    replace_file(labels, json.dumps({name_of("kubevet", *place): labels_of(*place) for place in places}))
    config = lab.folder / "parity.yaml"
    config.write_text(CONFIG.format(labels), encoding="utf-8")
    kubevetd = lab.start_kubevetd("parity", config=config, options=["--drain-delay", "0"])
    for place in places:
        lab.namespace(name_of("builtin", *place), labels_of(*place))
        lab.namespace(name_of("kubevet", *place), {JUDGE: "kubevet"})
    rules = [rule("pods"), rule("deployments", group="apps")]
    with lab.registered(
        webhook(SHIPPED, url(kubevetd), rules, namespaceSelector={"matchLabels": {JUDGE: "kubevet"}})
    ):
        pairs = judge_all(lab, fixtures)
    conclude(lab, pairs)


def name_of(judge, level, version):
    return f"{judge}-{level}-{version.replace('.', '-')}"


def labels_of(level, version):
    return {
        BUILT_IN + key: value
        for mode in ("enforce", "warn", "audit")
        for key, value in ((mode, level), (f"{mode}-version", version))
    }


def valid_name(fixture):
    """The API server takes no underscore; upstream's own test gives other names as well."""
    return fixture["object"]["metadata"]["name"].replace("_", "-")


def as_pod(namespace, fixture):
    source = fixture["object"]
    body = {**source, "metadata": {**source["metadata"], "name": valid_name(fixture)}}
    return f"/api/v1/namespaces/{namespace}/pods?dryRun=All", body


def as_deployment(namespace, fixture):
    source = fixture["object"]
    meta = {**source["metadata"], "labels": {**source["metadata"].get("labels", {}), "app": "web"}}
    meta.pop("name")
    body = {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": valid_name(fixture)},
        "spec": {
            "selector": {"matchLabels": {"app": "web"}},
            "template": {"metadata": meta, "spec": source["spec"]},
        },
    }
    return f"/apis/apps/v1/namespaces/{namespace}/deployments?dryRun=All", body


SHAPES = {"pod": as_pod, "Deployment": as_deployment}
# What came of one object in one namespace; a pair is that of both judges.
Result = collections.namedtuple("Result", "status message warnings request")
Pair = collections.namedtuple("Pair", "shape fixture builtin kubevet")


def judge_one(api, shape, judge, fixture):
    path, body = SHAPES[shape](name_of(judge, fixture["level"], fixture["version"]), fixture)
    request = str(uuid.uuid4())
    answer = api.post(path, body, headers={"Audit-ID": request})
    return Result(answer.status, answer.message.removeprefix(DENIED), answer.warnings, request)


def judge_all(lab, fixtures):
    todo, pairs = queue.SimpleQueue(), []
    for fixture in fixtures:
        for shape in SHAPES:
            todo.put((shape, fixture))

    def work():
        api = Api(lab.cluster)
        while True:
            try:
                shape, fixture = todo.get_nowait()
            except queue.Empty:
                return
            pairs.append(
                Pair(
                    shape,
                    fixture,
                    *(judge_one(api, shape, judge, fixture) for judge in ("builtin", "kubevet")),
                )
            )

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return pairs


def annotations_of(lab):
    """By Audit-ID, without the prefix that tells who wrote them."""
    found = {}
    with open(lab.cluster.audit_log, encoding="utf-8") as log:
        for line in log:
            event = json.loads(line)
            found[event["auditID"]] = {
                key.partition("/")[2]: value
                for key, value in event.get("annotations", {}).items()
                if key.startswith((BUILT_IN, SHIPPED))
            }
    return found


def conclude(lab, pairs):
    annotations = annotations_of(lab)
    rows = []
    for shape in SHAPES:
        mine = [pair for pair in pairs if pair.shape == shape]
        different = {
            "verdict": [pair for pair in mine if pair.builtin.status != pair.kubevet.status],
            "text": [
                pair
                for pair in mine
                if neutral(pair.builtin.message, pair) != neutral(pair.kubevet.message, pair)
            ],
            "warnings": [pair for pair in mine if pair.builtin.warnings != pair.kubevet.warnings],
            "audit annotations": [
                pair
                for pair in mine
                if annotations.get(pair.builtin.request, {}) != annotations.get(pair.kubevet.request, {})
            ],
        }
        counts = collections.Counter(pair.builtin.status for pair in mine)
        rows.append(
            [
                shape,
                len(mine),
                counts[201],
                counts[403],
                len(mine) - counts[201] - counts[403],
                *(len(pairs) for pairs in different.values()),
            ]
        )
        for what, those in different.items():
            got = [
                (
                    pair.fixture["file"],
                    pair.builtin,
                    pair.kubevet,
                    annotations.get(pair.builtin.request),
                    annotations.get(pair.kubevet.request),
                )
                for pair in those[:SHOWN]
            ]
            lab.report.check(
                f"{len(mine)} objects as {shape}: {what} the same",
                mine and not those,
                f"{len(those)} differ: {got}",
            )
    wrong = [
        pair.fixture["file"]
        for pair in pairs
        if pair.shape == "pod" and pair.kubevet.status != expected(pair.fixture)
    ]
    lab.report.equal("and as upstream's fixtures say", wrong, [])
    versions = len({pair.fixture["version"] for pair in pairs})
    lab.report.table(
        "Pod Security side by side",
        [
            "as",
            "objects",
            "allowed",
            "denied",
            "refused before",
            "verdicts that differ",
            "texts",
            "warnings",
            "audit annotations",
        ],
        rows,
        f"Upstream's own fixtures of {versions} versions, both levels, "
        "once judged by the API server's PodSecurity, once by kubevet.",
    )


def expected(fixture):
    if "upstream_requires_api_error" in fixture:
        return 422
    return 201 if fixture["expect"] == "pass" else 403


def neutral(message, pair):
    """Errors of the API server's own validation name no namespace; nothing else may differ."""
    return message.replace(
        name_of("kubevet", pair.fixture["level"], pair.fixture["version"]),
        name_of("builtin", pair.fixture["level"], pair.fixture["version"]),
    )
