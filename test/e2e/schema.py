#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""schema.py - the JSON Schema of the configuration against what kubevet itself accepts.

    schema.py KUBEVET

Each case is a configuration as JSON; both must say the same of it. A few are beyond what a schema can say. The validator
knows the keywords that the schema uses, and fails on any other, so that none is overlooked.
"""
import json
import re
import subprocess
import sys
import tempfile

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
NOTES = {"$schema", "title", "description", "default"}


def is_type(value, name):
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def same(a, b):
    return type(a) is type(b) and a == b


def valid_if(value, schema):
    return valid(value, schema.get("then" if valid(value, schema["if"]) else "else", {}))


def valid_object(value, schema):
    known = schema.get("properties", {})
    rest = schema.get("additionalProperties", True)
    for key, below in value.items():
        rule = known.get(key, rest)
        if rule is False or (isinstance(rule, dict) and not valid(below, rule)):
            return False
    return len(value) >= schema.get("minProperties", 0) and all(key in value for key in schema.get("required", []))


def valid_array(value, schema):
    if len(value) > schema.get("maxItems", len(value)):
        return False
    if schema.get("uniqueItems") and any(same(a, b) for i, a in enumerate(value) for b in value[:i]):
        return False
    return all(valid(item, schema.get("items", {})) for item in value)


KEYWORDS = {
    "type": lambda v, s: any(is_type(v, t) for t in ([s["type"]] if isinstance(s["type"], str) else s["type"])),
    "enum": lambda v, s: any(same(v, e) for e in s["enum"]),
    "const": lambda v, s: same(v, s["const"]),
    "minLength": lambda v, s: not isinstance(v, str) or len(v) >= s["minLength"],
    "pattern": lambda v, s: not isinstance(v, str) or re.search(s["pattern"], v) is not None,
    "minimum": lambda v, s: not is_type(v, "integer") or v >= s["minimum"],
    "maximum": lambda v, s: not is_type(v, "integer") or v <= s["maximum"],
    "allOf": lambda v, s: all(valid(v, t) for t in s["allOf"]),
    "anyOf": lambda v, s: any(valid(v, t) for t in s["anyOf"]),
    "not": lambda v, s: not valid(v, s["not"]),
    "if": valid_if,
}
BY_VALUE = {"properties", "additionalProperties", "required", "minProperties", "maxItems", "uniqueItems", "items", "then", "else"}


def valid(value, schema):
    unknown = set(schema) - set(KEYWORDS) - BY_VALUE - NOTES
    assert not unknown, f"the validator does not know {unknown}"
    if not all(test(value, schema) for word, test in KEYWORDS.items() if word in schema):
        return False
    if isinstance(value, dict):
        return valid_object(value, schema)
    return not isinstance(value, list) or valid_array(value, schema)


HEAD = {"apiVersion": "kubevet.dev/v1", "kind": "Config"}
UPSTREAM = {"apiVersion": "pod-security.admission.config.k8s.io/v1", "kind": "PodSecurityConfiguration"}


def rule(policy="capabilities", **more):
    return dict(HEAD, rules=[dict({"policy": policy}, **more)])


# name, configuration, whether it is good, whether the schema can tell
CASES = [
    ("empty", {}, False, True),
    ("no more than a head", HEAD, False, True),
    ("upstream's, no more than a head", UPSTREAM, False, True),
    ("own kind", dict(HEAD, mode="audit"), True, True),
    ("no version", {"kind": "Config", "mode": "audit", "rules": []}, False, True),
    ("no kind", {"apiVersion": "kubevet.dev/v1", "mode": "audit", "rules": []}, False, True),
    ("other version", dict(HEAD, apiVersion="kubevet.dev/v2", mode="audit"), False, True),
    ("other kind", dict(HEAD, kind="Pod", mode="audit"), False, True),
    ("unknown key", dict(HEAD, **{"moed": "audit"}), False, True),
    ("other mode", dict(HEAD, **{"mode": "deny"}), False, True),
    ("list at the top", [], False, True),
    ("levels", dict(HEAD, **{"podSecurity": {"defaults": {"enforce": "restricted", "warn-version": "v1.30"}}}), True, True),
    ("bad level", dict(HEAD, **{"podSecurity": {"defaults": {"enforce": "strict"}}}), False, True),
    ("bad version", dict(HEAD, **{"podSecurity": {"defaults": {"audit-version": "1.30"}}}), False, True),
    ("null level", dict(HEAD, **{"podSecurity": {"defaults": {"enforce": None}, "exemptions": None}}), True, True),
    ("empty level", dict(HEAD, **{"podSecurity": {"defaults": {"enforce": "", "enforce-version": ""}}}), True, True),
    ("controllers", dict(HEAD, **{"podSecurity": {"controllers": "deny"}}), True, True),
    ("null controllers", dict(HEAD, **{"podSecurity": {"controllers": None}}), False, True),
    ("exemptions", dict(HEAD, podSecurity={"exemptions": {"usernames": ["a b"], "runtimeClasses": ["gvisor.x"],
                                                          "namespaces": ["kube-system"]}}), True, True),
    ("namespace with a pattern", dict(HEAD, **{"podSecurity": {"exemptions": {"namespaces": ["kube-*"]}}}), False, True),
    ("long namespace", dict(HEAD, **{"podSecurity": {"exemptions": {"namespaces": ["a" * 64]}}}), False, True),
    ("namespace twice", dict(HEAD, **{"podSecurity": {"exemptions": {"namespaces": ["a", "a"]}}}), False, True),
    ("upstream's file", dict(UPSTREAM, defaults={"enforce": "baseline"}), True, True),
    ("upstream's file below", dict(HEAD, **{"podSecurity": dict(UPSTREAM, defaults={"enforce": "baseline"})}), True, True),
    ("upstream's with controllers", dict(UPSTREAM, controllers="deny"), False, True),
    ("upstream's with rules", dict(UPSTREAM, rules=[]), False, True),
    ("namespace labels", dict(HEAD, **{"namespaceLabels": "/etc/ns.json"}), True, True),
    ("no path", dict(HEAD, **{"namespaceLabels": ""}), False, True),
    ("no rules", dict(HEAD, **{"rules": []}), True, True),
    ("null rules", dict(HEAD, **{"rules": None}), False, True),
    ("a rule", rule(), True, True),
    ("no policy", dict(HEAD, **{"rules": [{"mode": "warn"}]}), False, True),
    ("no such policy", rule("capabilitys"), False, True),
    ("off", rule(mode="off"), True, True),
    ("off in YAML", rule(mode=False), True, True),
    ("bad mode", rule(mode="enforce"), False, True),
    ("true mode", rule(mode=True), False, True),
    ("name", rule(name="my-rule"), True, True),
    ("bad name", rule(name="My rule"), False, True),
    ("match", rule(match={"namespaces": ["a-*"], "excludeNamespaces": [], "kinds": ["Pod"], "labels": {"a": ""}}),
     True, True),
    ("unknown match", rule(match={"namespace": ["a"]}), False, True),
    ("list of numbers", rule(match={"namespaces": [1]}), False, True),
    ("label of a number", rule(match={"labels": {"a": 1}}), False, True),
    ("params", rule(params={"allowedAdd": ["NET_RAW"]}), True, True),
    ("params of another policy", rule(params={"allowed": ["NodePort"]}), False, True),
    ("params of no list", rule(params={"allowedAdd": "NET_RAW"}), False, True),
    ("choices", rule("service-type", params={"allowed": ["ClusterIP"]}), True, True),
    ("bad choice", rule("service-type", params={"allowed": ["clusterip"]}), False, True),
    ("bounds", rule("service-type", params={"minSourcePrefixIPv4": 32}), True, True),
    ("out of bounds", rule("service-type", params={"minSourcePrefixIPv4": 33}), False, True),
    ("no integer", rule("service-type", params={"minSourcePrefixIPv4": 8.5}), False, True),
    ("bool", rule("privilege-escalation", params={"required": False}), True, True),
    ("bool as text", rule("privilege-escalation", params={"required": "no"}), False, True),
    ("ranges", rule("run-as-ids", params={"runAsUser": [5, "1000-2000", "3000-"]}), True, True),
    ("bad range", rule("run-as-ids", params={"runAsUser": ["1000-x"]}), False, True),
    ("map", rule("service-type", params={"requiredAnnotations": {"a/b": "*"}}), True, True),
    ("map of numbers", rule("service-type", params={"requiredAnnotations": {"a/b": 1}}), False, True),
    ("version of the standard", rule("baseline-privileged", params={"version": "v1.30"}), True, True),
    ("no params of the standard", rule("baseline-privileged", params={"required": True}), False, True),
    ("range that ends first", rule("run-as-ids", params={"runAsUser": ["20-10"]}), False, False),
    ("no capability", rule(params={"allowedAdd": ["NET_ROW"]}), False, False),
    ("two of one name", dict(HEAD, **{"rules": [{"policy": "sysctls"}, {"policy": "sysctls"}]}), False, False),
    ("kind it does not read", rule(match={"kinds": ["Service"]}), False, False),
]


def run(*words):
    return subprocess.run(words, capture_output=True, text=True, check=False)


def accepts(kubevet, config):
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(config, file)
        file.flush()
        return run(kubevet, "config", "check", file.name).returncode == 0


def main():
    kubevet, faults = sys.argv[1], 0
    schema = json.loads(run(kubevet, "config", "schema").stdout)
    builtin = json.loads(run(kubevet, "config", "default", "-o", "json").stdout)
    for name, config, good, tells in CASES + [("built-in", builtin, True, True)]:
        says = valid(config, schema)
        if accepts(kubevet, config) != good or says != (good or not tells):
            print(f"FAILED  {name}: kubevet wants {good}, the schema says {says}")
            faults += 1
    print(f"{len(CASES) + 1} configurations, {faults} faults")
    return faults > 0


sys.exit(main())
