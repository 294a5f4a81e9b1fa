# SPDX-License-Identifier: Apache-2.0
"""formats.py - reports of one run in all formats, read by Python's own parsers, must say the same.

        formats.py PREFIX      reads PREFIX.text, PREFIX.json, ...

SARIF is held to what its schema requires of the parts that are used; JUnit to the elements and attributes that its readers know.
"""

import collections
import json
import re
import sys
import xml.etree.ElementTree

EFFECTS = ("deny", "warn", "audit")


def read(name):
    with open(f"{sys.argv[1]}.{name}", encoding="utf-8") as file:
        return file.read()


def want(condition, what):
    if not condition:
        sys.exit(f"formats.py: {what}")


def only_keys(node, required, allowed=()):
    want(set(required) <= set(node) <= set(required) | set(allowed), f"{node} has {set(node)}, wants {required}")


def sarif_location(location):
    only_keys(location, ["physicalLocation"], ["logicalLocations"])
    physical = location["physicalLocation"]
    only_keys(physical, ["artifactLocation"], ["region"])
    only_keys(physical["artifactLocation"], ["uri"])
    want(re.fullmatch(r"(file://)?[A-Za-z0-9%._~/-]+", physical["artifactLocation"]["uri"]), "uri")
    if "region" in physical:
        only_keys(physical["region"], ["startLine", "startColumn"])
        want(all(isinstance(n, int) and n >= 1 for n in physical["region"].values()), "region")
    for logical in location.get("logicalLocations", []):
        only_keys(logical, ["fullyQualifiedName"])


def message(node):
    only_keys(node, ["text"])
    want(isinstance(node["text"], str) and node["text"], "message without text")


def sarif():
    document = json.loads(read("sarif"))
    only_keys(document, ["$schema", "version", "runs"])
    want(document["version"] == "2.1.0", "version")
    (run,) = document["runs"]
    only_keys(run, ["tool", "results", "columnKind", "invocations"])
    want(run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints"), "columnKind")
    driver = run["tool"]["driver"]
    only_keys(driver, ["name", "version", "rules"])
    for rule in driver["rules"]:
        only_keys(rule, ["id", "properties"], ["shortDescription", "fullDescription", "help"])
        for key in ("shortDescription", "fullDescription", "help"):
            message(rule.get(key, {"text": "-"}))
        want(0 < float(rule["properties"]["security-severity"]) <= 10, "security-severity")
    ids = [rule["id"] for rule in driver["rules"]]
    want(len(ids) == len(set(ids)), "a rule stands twice")
    counts = collections.Counter()
    for result in run["results"]:
        only_keys(result, ["ruleId", "message", "locations"], ["level", "kind", "partialFingerprints"])
        message(result["message"])
        want(len(result["locations"]) == 1, "locations")
        sarif_location(result["locations"][0])
        if result.get("kind", "fail") == "fail":
            want(result["ruleId"] in ids, f"rule {result['ruleId']} is not declared")
            want(re.fullmatch("[0-9a-f]{32}", result["partialFingerprints"]["kubevet/v1"]), "fingerprint")
            counts[{"error": "deny", "warning": "warn", "note": "audit"}[result["level"]]] += 1
        else:
            want(result["kind"] == "open" and result["level"] == "none", "kind")
            counts["notes"] += 1
    (invocation,) = run["invocations"]
    only_keys(invocation, ["executionSuccessful", "toolExecutionNotifications"])
    for notification in invocation["toolExecutionNotifications"]:
        only_keys(notification, ["level", "message"], ["locations"])
        message(notification["message"])
        for location in notification.get("locations", []):
            sarif_location(location)
        counts["errors"] += notification["level"] == "error"
    want(invocation["executionSuccessful"] == (counts["errors"] == 0), "executionSuccessful")
    return counts


def junit():
    root = xml.etree.ElementTree.fromstring(read("junit"))
    want(root.tag == "testsuites", "root")
    counts = collections.Counter()
    for suite in root:
        want(suite.tag == "testsuite", suite.tag)
        only_keys(suite.attrib, ["name", "tests", "failures", "errors", "skipped"])
        found = collections.Counter()
        for case in suite:
            want(case.tag == "testcase", case.tag)
            only_keys(case.attrib, ["name", "classname"])
            verdicts = [child.tag for child in case if child.tag != "system-out"]
            want(len(verdicts) <= 1, "a case with two verdicts")
            found["tests"] += 1
            for child in case:
                want(child.tag in ("failure", "error", "skipped", "system-out"), child.tag)
                found[{"failure": "failures", "error": "errors"}.get(child.tag, child.tag)] += 1
                for effect in EFFECTS:
                    counts[effect] += len(re.findall(rf"^[^ ]+:\d+:\d+: {effect}: ", child.text or "", re.M))
        for key in ("tests", "failures", "errors", "skipped"):
            want(int(suite.get(key)) == found[key], f"{key} of {suite.get('name')}")
        counts["errors"] += found["errors"]
    return counts


def github():
    words = {"error": "deny", "warning": "warn", "notice": "audit"}
    counts = collections.Counter()
    for line in read("github").splitlines():
        match = re.fullmatch(r"::(error|warning|notice) file=[^,:]+(,line=\d+,col=\d+)?,title=([^,:]+)::(.+)", line)
        want(match or line.startswith("kubevet: "), f"not a command: {line}")
        if match and match[3] == "not judged":
            counts["errors"] += 1
        elif match and match[3] == "not evaluated":
            counts["notes"] += 1
        elif match:
            counts[words[match[1]]] += 1
    return counts


def markdown():
    counts = collections.Counter()
    cells = {}
    heading = ""
    for line in read("markdown").splitlines():
        if line.startswith("#"):
            heading = line
        if not line.startswith("|"):
            continue
        row = re.split(r"(?<!\\)\|", line)[1:-1]
        want(len(row) == cells.setdefault(heading, len(row)), f"{len(row)} cells: {line}")
        if heading == "### Errors":
            counts["errors"] += row[0].strip() not in ("Where", "---")
        else:
            counts[row[0].split()[0].strip("*") if row[0].split() else ""] += 1
    return counts


def text():
    found = read("text")
    want(not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", found), "control characters")
    return collections.Counter(re.findall(r"^    (deny|warn|audit) ", found, re.M)) + collections.Counter(
        errors=len(re.findall(r"^  error ", found, re.M))
    )


def json_document():
    document = json.loads(read("json"))
    only_keys(document, ["tool", "findings", "notEvaluated", "errors", "summary"])
    counts = collections.Counter(finding["effect"] for finding in document["findings"])
    for effect in EFFECTS:
        want(document["summary"][effect] == counts[effect], effect)
    want(document["summary"]["errors"] == len(document["errors"]), "errors")
    return counts + collections.Counter(errors=len(document["errors"]), notes=len(document["notEvaluated"]))


def json_lines():
    counts = collections.Counter()
    for line in read("jsonl").splitlines():
        record = json.loads(line)
        key = {"finding": record.get("effect"), "error": "errors", "notEvaluated": "notes"}.get(record["type"], "")
        counts[key] += 1
    return counts


def main():
    counts = json_document()
    want(all(counts[key] for key in ("deny", "warn", "errors")), f"nothing to compare: {counts}")
    for reader in (json_lines, sarif, junit, github, markdown, text):
        other = reader()
        for key in (*EFFECTS, "errors"):
            want(other[key] == counts[key], f"{reader.__name__}: {key} {other[key]}, JSON has {counts[key]}")
    print("all formats agree:", dict(counts))


main()
