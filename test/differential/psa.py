# SPDX-License-Identifier: Apache-2.0
"""Pod Security Admission (Kubernetes 1.37), a second time: labels, exemptions, requests, counters.

Written from the specification alone, like standards.py. What kubevet does otherwise on purpose stands in class
Admission, in the methods that begin with kubevet_.
"""
import collections
import re

from standards import (LEVELS, META, NEWEST_MINOR, POD_KINDS, TEMPLATE, Pod, Undecodable, conform, evaluate, get, goq,
                       version_kind)

LABEL = "pod-security.kubernetes.io/"


# --- policy of a namespace: {mode: (level, minor or None for latest)} --------------------------------------------

MODES = ("enforce", "audit", "warn")
VERSION = re.compile(r"v1\.(0|[1-9][0-9]*)", re.ASCII)


def policy_text(policy):
    level, version = policy
    return "%s:%s" % (level, "latest" if version is None else "v1.%d" % version)


def parse_version(text):
    """(ok, version)"""
    match = VERSION.fullmatch(text)
    if match and int(match[1]) < 1 << 63:
        return True, int(match[1])
    return text == "latest", None


def parse_policy(labels, defaults):
    """The policy, and the errors as (field, body)."""
    policy, errors = dict(defaults), []

    def invalid(key, why):
        errors.append(("metadata.labels[%s]" % key, "Invalid value: %s: %s" % (goq(labels[key]), why)))

    for mode in MODES:
        level, version = policy[mode]
        key = LABEL + mode
        if key in labels:
            level = labels[key]
            if level not in LEVELS:
                invalid(key, "must be one of privileged, baseline, restricted")
                level = "restricted" if mode == "enforce" else "privileged"
        key += "-version"
        if key in labels:
            ok, version = parse_version(labels[key])
            if not ok:
                invalid(key, 'must be "latest" or "v1.x"')
        policy[mode] = level, version

    enforce, version = policy["enforce"]
    if (LABEL + "warn" not in labels and labels.get(LABEL + "enforce") in LEVELS
            and LEVELS.index(enforce) > LEVELS.index(policy["warn"][0])):
        policy["warn"] = enforce, policy["warn"][1] if LABEL + "warn-version" in labels else version
    return policy, errors


def aggregate(errors):
    texts = ["%s: %s" % error for error in errors]
    return texts[0] if len(texts) == 1 else "[%s]" % ", ".join(texts)


def is_privileged(policy, *modes):
    return all(policy[mode][0] == "privileged" for mode in modes)


def is_equivalent(a, b):
    return a == b or a[0] == b[0] == "privileged"


# --- admission ---------------------------------------------------------------------------------------------------

IGNORED_SUBRESOURCES = {"exec", "attach", "binding", "eviction", "log", "portforward", "proxy", "status"}


class Refused(Exception):
    """The request gets this answer."""

    def __init__(self, answer):
        super().__init__()
        self.answer = answer


def allow(warnings=(), annotations=None):
    return {"allowed": True, "warnings": list(warnings), "auditAnnotations": annotations or {}}


def deny(code, reason, message, details=None, annotations=None):
    status = {"status": "Failure", "code": code, "reason": reason, "message": message}
    if details:
        status["details"] = {key: value for key, value in details.items() if value}
    return {"allowed": False, "status": status, "warnings": [], "auditAnnotations": annotations or {}}


class Admission:
    """Judges requests (the AdmissionRequest of a review, parsed); counts as upstream does.

    defaults: {mode: (level, version)}; exempt: {"usernames", "namespaces", "runtimeClasses": sets};
    namespaces: {name: labels}.
    """

    def __init__(self, defaults, exempt, namespaces):
        self.defaults, self.exempt, self.namespaces = defaults, exempt, namespaces
        self.counters = collections.Counter()
        for operation in ("create", "update"):
            labels = {"request_operation": operation, "subresource": ""}
            self.add("evaluations", 0, decision="allow", policy_level="privileged", policy_version="latest",
                     mode="enforce", resource="pod", **labels)
            for resource in ("pod", "controller"):
                self.add("exemptions", 0, resource=resource, **labels)

    def add(self, name, amount, **labels):
        self.counters["pod_security_%s_total" % name, tuple(sorted(labels.items()))] += amount

    def count(self, name, request, **labels):
        resource = "pod" if self.resource(request) == ("", "pods") else "controller"
        self.add(name, 1, request_operation=request["operation"].lower(), resource=resource,
                 subresource=self.kubevet_subresource(request.get("requestSubResource", "")), **labels)

    def count_evaluation(self, request, decision, mode, policy):
        level, version = policy
        if version is None or level == "privileged":
            text = "latest"
        else:
            text = "v1.%d" % version if version <= NEWEST_MINOR else "future"
        self.count("evaluations", request, decision=decision, mode=mode, policy_level=level, policy_version=text)

    @staticmethod
    def resource(request):
        return request["resource"]["group"], request["resource"]["resource"]

    def review(self, request):
        handlers = {("", "namespaces"): self.review_namespace, ("", "pods"): self.review_pod}
        if self.kubevet_passes_delete(request):
            return allow()
        try:
            return handlers.get(self.resource(request), self.review_controller)(request)
        except Refused as refused:
            return refused.answer

    # Pods

    def review_pod(self, request):
        if request.get("requestSubResource", "") in IGNORED_SUBRESOURCES:
            return allow()
        policy, errors = self.policy_for(request, self.pod_without_namespace)
        if not errors and is_privileged(policy, *MODES):
            self.count_evaluation(request, "allow", "enforce", ("privileged", None))
            return allow(annotations={"enforce-policy": "privileged:latest"})
        pod = self.decode_pod(request, "object", "")
        if request["operation"] == "UPDATE" and not self.is_significant(
                pod, self.decode_pod(request, "oldObject", "old ")):
            return allow()
        return self.judge(request, pod, policy, errors, True)

    def decode_pod(self, request, key, which):
        obj = request.get(key)
        try:
            if obj is not None and version_kind(obj) == ("v1", "Pod"):
                return Pod(obj)
        except Undecodable:
            self.refuse_undecodable(request, "failed to decode %sobject" % which)
        self.refuse(request, "failed to decode %spod" % which)

    def refuse(self, request, message, cause="", code=400, reason="BadRequest", details=None):
        self.count("errors", request, fatal="true")
        raise Refused(deny(code, reason, message, details, {"error": message + cause}))

    def refuse_undecodable(self, request, message):
        self.refuse(request, message, ": " + ANY_CAUSE)

    def pod_without_namespace(self, request, text, cause):
        self.refuse(request, "Internal error occurred: " + text, ": " + cause, 500, "InternalError",
                    {"causes": [{"message": text}]})

    @staticmethod
    def is_significant(new, old):
        for key in ("containers", "initContainers"):
            if [c.get("image") or "" for c in new.list(key)] != [c.get("image") or "" for c in old.list(key)]:
                return True
        images = {}
        for container in old.list("ephemeralContainers"):
            images.setdefault(container.get("name") or "", container.get("image") or "")
        return any(images.get(c.get("name") or "") != (c.get("image") or "") for c in new.list("ephemeralContainers"))

    # Everything else that may carry a pod

    def review_controller(self, request):
        if request.get("requestSubResource") or self.kubevet_has_no_pods(request):
            return allow()
        policy, errors = self.policy_for(request, self.controller_without_namespace)
        if not errors and is_privileged(policy, "audit", "warn"):
            return allow()
        obj = request["object"]
        path = self.kubevet_pod_path(obj)
        if path is None:
            version, kind = version_kind(obj)
            self.give_up(request, "failed to extract pod template: unexpected object type: %s, Kind=%s" % (
                version if "/" in version else "/" + version, kind))
        shape = TEMPLATE
        for key in reversed(path):
            shape = {key: shape}
        try:
            conform(obj, dict(shape, metadata=META))
            holder = get(obj, *path)
            pod = Pod(holder)
        except Undecodable:
            self.give_up(request, "failed to decode object: " + ANY_CAUSE)
        if holder is None and version_kind(obj)[1] == "ReplicationController":
            return allow()
        return self.judge(request, pod, policy, errors, False)

    def give_up(self, request, text):
        self.count("errors", request, fatal="true")
        raise Refused(allow(annotations={"error": text}))

    def controller_without_namespace(self, request, text, cause):
        self.give_up(request, "%s: %s" % (text, cause))

    # Both

    def policy_for(self, request, without_namespace):
        name, user = request.get("namespace", ""), request.get("userInfo", {}).get("username", "")
        if name and name in self.exempt["namespaces"]:
            self.pass_exempt(request, "namespace")
        if user and user in self.exempt["usernames"]:
            self.pass_exempt(request, "user")
        if name not in self.namespaces:
            without_namespace(request, 'failed to lookup namespace "%s"' % name, 'namespaces "%s" not found' % name)
        return parse_policy(self.namespaces[name], self.defaults)

    def pass_exempt(self, request, why):
        self.count("exemptions", request)
        raise Refused(allow(annotations={"exempt": why}))

    def judge(self, request, pod, policy, errors, enforces):
        runtime_class = pod.spec.get("runtimeClassName")
        if runtime_class and runtime_class in self.exempt["runtimeClasses"]:
            self.pass_exempt(request, "runtimeClass")
        annotations, status, warnings = {}, None, []
        if errors:
            annotations["error"] = "Failed to parse policy: " + aggregate(errors)
            self.count("errors", request, fatal="false")

        if enforces:
            annotations["enforce-policy"] = policy_text(policy["enforce"])
            found = evaluate(pod, policy["enforce"])
            self.count_evaluation(request, "deny" if found else "allow", "enforce", policy["enforce"])
            if found:
                name = request.get("name", "")
                status = deny(403, "Forbidden", 'pods%s is forbidden: violates PodSecurity "%s": %s' % (
                    " " + goq(name) if name else "", policy_text(policy["enforce"]), found),
                    {"name": name, "group": request["resource"]["group"], "kind": "pods"})
        for mode in ("audit", "warn"):
            found = not (mode == "warn" and status) and evaluate(pod, policy[mode])
            if found:
                self.count_evaluation(request, "deny", mode, policy[mode])
                text = 'would violate PodSecurity "%s": %s' % (policy_text(policy[mode]), found)
                if mode == "audit":
                    annotations["audit-violations"] = text
                else:
                    warnings.append(text)
        return dict(status or allow(warnings), auditAnnotations=annotations)

    # Namespaces

    def review_namespace(self, request):
        if request.get("requestSubResource") and not self.kubevet_writes_labels(request):
            return allow()
        name, labels = self.decode_namespace(request, "object", "")
        policy, errors = parse_policy(labels, self.defaults)
        exempt_warning = self.exempt_warning(name, labels, policy)
        is_exempt = bool(request.get("namespace")) and request["namespace"] in self.exempt["namespaces"]
        if request["operation"] == "CREATE":
            if errors:
                return self.invalid(request, errors)
            return allow([exempt_warning] if is_exempt and exempt_warning else [])
        if request["operation"] != "UPDATE":
            return allow()

        old_policy, old_errors = parse_policy(self.decode_namespace(request, "oldObject", " old ")[1], self.defaults)
        if errors and errors != old_errors:
            return self.invalid(request, errors)
        new, old = policy["enforce"], old_policy["enforce"]
        if (new == old or new[0] == "privileged"
                or new[1] == old[1] and LEVELS.index(new[0]) <= LEVELS.index(old[0])):
            return allow()
        if is_exempt:
            return allow([exempt_warning] if exempt_warning else [])
        return self.kubevet_existing_pods(name, new)

    def decode_namespace(self, request, key, which):
        obj = request.get(key)
        if obj is None or version_kind(obj) != ("v1", "Namespace"):
            text = "failed to decode %snamespace" % which
            raise Refused(deny(400, "BadRequest", text, annotations={"error": text}))
        try:
            conform(obj, {"metadata": META})
        except Undecodable:
            text = "failed to decode %sobject" % which
            raise Refused(deny(400, "BadRequest", text, annotations={"error": text + ": " + ANY_CAUSE})) from None
        return get(obj, "metadata", "name") or "", get(obj, "metadata", "labels") or {}

    @staticmethod
    def invalid(request, errors):
        return deny(422, "Invalid", "Namespace %s is invalid: %s" % (goq(request.get("name", "")), aggregate(errors)),
                    {"name": request.get("name", ""), "kind": "Namespace",
                     "causes": [{"reason": "FieldValueInvalid", "message": body, "field": field}
                                for field, body in errors]})

    def exempt_warning(self, name, labels, policy):
        if is_privileged(policy, *MODES) or all(is_equivalent(policy[m], self.defaults[m]) for m in MODES):
            return ""
        shown = ["%s=%s" % (mode, policy_text(policy[mode])) for mode in MODES if policy[mode][0] != "privileged"
                 and (LABEL + mode in labels or LABEL + mode + "-version" in labels)]
        return "namespace %s is exempt from Pod Security, and the policy (%s) will be ignored" % (
            goq(name), ", ".join(shown))

    # Where kubevet differs

    @staticmethod
    def kubevet_pod_path(obj):
        """Upstream knows one version of each kind; kubevet judges old ones, and those that may come, as well."""
        version, kind = version_kind(obj)
        group = version.rpartition("/")[0]
        return POD_KINDS.get((group, kind))

    @staticmethod
    def kubevet_subresource(name):
        """Upstream counts under any name that a client makes up; kubevet keeps those of Kubernetes."""
        return name if name in ("", "ephemeralcontainers", "resize") else "other"

    @staticmethod
    def kubevet_passes_delete(request):
        """Upstream fails to decode the null object of a DELETE; kubevet lets it pass when it shows what is deleted."""
        return request["operation"] == "DELETE" and request.get("object") is None \
            and request.get("oldObject") is not None

    @staticmethod
    def kubevet_has_no_pods(request):
        """Upstream's webhook isn't called for such resources, and its plugin does not look; kubevet is called."""
        kind, resource = request["kind"], request["resource"]
        resources = {(group, name.lower() + "s") for group, name in POD_KINDS}
        return (kind["group"], kind["kind"]) not in POD_KINDS and (resource["group"], resource["resource"]) not in resources

    @staticmethod
    def kubevet_writes_labels(request):
        """Upstream looks at no subresource of a namespace; these write its labels, and kubevet checks them there, too."""
        return request["operation"] == "UPDATE" and request.get("requestSubResource") in ("status", "finalize")

    @staticmethod
    def kubevet_existing_pods(name, policy):
        """Upstream lists and judges the pods of a namespace whose level rises; kubevet says that it doesn't."""
        return allow(["existing pods in namespace %s were not checked against the new PodSecurity enforce level %s"
                      % (goq(name), goq(policy_text(policy)))])


ANY_CAUSE = "<cause>"  # of a decoding error: the words of a library, not compared
