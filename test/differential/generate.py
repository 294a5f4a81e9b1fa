# SPDX-License-Identifier: Apache-2.0
"""Random pods, namespaces and requests: mostly near the border between allowed and denied, with odd names and values.

All that is drawn comes from one random.Random, so a seed gives the same stream again.
"""
import standards
from psa import IGNORED_SUBRESOURCES, LABEL, MODES
from standards import APPARMOR_PREFIX, LEVELS, NEWEST_MINOR, SECCOMP_POD, SECCOMP_PREFIX

NAMES = ["a", "a", "b", "c", "app", "sidecar-1", "z9", "", 'quo"te', "back\\slash", "caf\u00e9", "\u540d\u524d",
         "two words", "Z"]
IMAGES = ["nginx", "nginx:1.27", "registry.example/app@sha256:00", ""]
CAPABILITIES = sorted(standards.DEFAULT_CAPABILITIES) + ["NET_BIND_SERVICE"] * 6 + [
    "SYS_ADMIN", "NET_RAW", "ALL", "all", "CAP_CHOWN", "chown", "", "BPF", 'X"Y']
PROFILES = ["RuntimeDefault"] * 4 + ["Localhost"] * 3 + ["Unconfined", "runtimedefault", "", "RuntimeDefault "]
SYSCTLS = [name for _, added in standards.SYSCTLS for name in added.split()] + [
    "kernel.msgmax", "net/ipv4/tcp_syncookies", "net.core.somaxconn", "", "Kernel.shm_rmid_forced"]
SELINUX_TYPES = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t", "spc_t", "Container_t"]
HOSTS = ["127.0.0.1", "::1", "bad.host", "", "8.8.8.8", ""]
PORTS = [0, 0, 80, 9, 1000, 8080, -1, 65535, 443]
ANNOTATION_VALUES = ["runtime/default", "localhost/foo", "localhost/", "unconfined", "", "docker/default",
                     "runtime/default ", "Localhost/x", 'q"\\\t\n\u0001\u007f', "nbsp\u00a0zwsp\u200bbom\ufeff",
                     "caf\u00e9", "\U0001f600\U000e0001\u2028"]
LABEL_VALUES = ["", "Baseline", "privileged ", "nope", "restricted\n", "\u00a0", "caf\u00e9", 'a"b\\c']
VERSION_VALUES = ["", "1.20", "v1", "v1.", "v1.01", "v1.1.1", "v2.0", "V1.2", "Latest", "v1.20\n", "v1.-1", "v1.+1",
                  "v1.9223372036854775808", "v1.99999999999999999999999", "v1.\u0661", " latest"]
FAR_VERSIONS = ["v1.38", "v1.39", "v1.100", "v1.10000", "v1.9223372036854775807"]
USERS = ["u", "", "system:admin", "ci", "system:serviceaccount:kube-system:x", "U"]
RUNTIME_CLASSES = ["", "gvisor", "kata", "gvisor.v2"]
POD_SUBRESOURCES = ["ephemeralcontainers", "resize", "frobnicate"] + sorted(IGNORED_SUBRESOURCES)
WORKLOADS = [("v1", "PodTemplate"), ("v1", "ReplicationController"), ("batch/v1", "Job")]
WORKLOADS += [("batch/" + version, "CronJob") for version in ("v1", "v1beta1", "v2alpha1", "v2")]
WORKLOADS += [(version, kind) for version in ("apps/v1", "apps/v1beta2", "extensions/v1beta1")
              for kind in ("Deployment", "ReplicaSet", "DaemonSet")]
WORKLOADS += [("apps/" + version, "StatefulSet") for version in ("v1", "v1beta2", "v1beta1")]
OTHER_KINDS = [("v1", "Service", "services"), ("v1", "ConfigMap", "configmaps"), ("example.com/v1", "Thing", "things"),
               ("apps/v1", "ControllerRevision", "controllerrevisions"), ("autoscaling/v1", "Scale", "deployments"),
               ("v1", "Deployment", "deployments")]


def any_version(rng):
    pick = rng.random()
    if pick < 0.12:
        return "latest"
    return "v1.%d" % rng.randint(0, NEWEST_MINOR) if pick < 0.92 else rng.choice(FAR_VERSIONS)


class Pods:
    """Random pod specs. Each pod has an inclination of its own to leave the path of virtue."""

    def __init__(self, rng):
        self.rng = rng
        self.wild = 0

    def odd(self, factor=1.0):
        return self.rng.random() < self.wild * factor

    def maybe(self, node, key, make, factor=1.0):
        """Sets key to a value, sometimes to null, which is as good as nothing."""
        if self.odd(factor):
            node[key] = make() if self.rng.random() < 0.96 else None

    def some(self, values, most=4):
        return [self.rng.choice(values) for _ in range(self.rng.randint(0, most))]

    def profile(self):
        profile = {"type": self.rng.choice(PROFILES)} if self.rng.random() < 0.95 else {}
        if profile.get("type") == "Localhost":
            profile["localhostProfile"] = "p.json"
        return profile

    def selinux(self):
        options = {}
        for key, values in (("type", SELINUX_TYPES), ("user", ["", "u"]), ("role", ["", "r"]), ("level", ["s0"])):
            if self.rng.random() < 0.4:
                options[key] = self.rng.choice(values)
        return options

    def shared_security(self, node):
        flip = self.rng.choice
        self.maybe(node, "runAsNonRoot", lambda: flip([True, True, False]))
        self.maybe(node, "runAsUser", lambda: flip([0, 1, 1000, 65534, 2 ** 53 + 1]))
        self.maybe(node, "seccompProfile", self.profile)
        self.maybe(node, "appArmorProfile", self.profile, 0.5)
        self.maybe(node, "seLinuxOptions", self.selinux, 0.5)
        self.maybe(node, "windowsOptions", lambda: flip([{}, {"hostProcess": True}, {"hostProcess": False}]), 0.3)
        return node

    def container_security(self, good):
        flip = self.rng.choice
        node = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}} if good else {}
        self.maybe(node, "privileged", lambda: flip([True, False]), 0.4)
        self.maybe(node, "allowPrivilegeEscalation", lambda: flip([True, False, False]))
        self.maybe(node, "procMount", lambda: flip(["Default", "Unmasked", "default", ""]), 0.4)
        if self.odd():
            node["capabilities"] = flip([None, {}, {"add": None}]) if self.odd(0.3) else {
                "add": self.some(CAPABILITIES), "drop": self.some(["ALL", "ALL", "all", "CHOWN", "CAP_ALL"], 2)}
        return self.shared_security(node)

    def handler(self):
        host = {"host": self.rng.choice(HOSTS), "port": 80}
        return self.rng.choice([{"httpGet": host}, {"tcpSocket": host}, {"httpGet": host, "tcpSocket": dict(host)},
                                {"exec": {"command": ["true"]}}, {"httpGet": None}, {"grpc": {"port": 1}}, {},
                                {"httpGet": {"port": 80, "httpHeaders": [{"name": "Host", "value": "x"}]}}])

    def container(self, name, good):
        node = {"name": name, "image": self.rng.choice(IMAGES)}
        if not name and self.odd():
            del node["name"]
        security = self.container_security(good)
        if security or self.odd():
            node["securityContext"] = security
        self.maybe(node, "securityContext", lambda: None, 0.1)
        self.maybe(node, "ports", lambda: [
            {"containerPort": 80, "hostPort": port} if port or self.odd() else {"containerPort": 80}
            for port in self.some(PORTS)], 0.5)
        for probe in ("livenessProbe", "readinessProbe", "startupProbe"):
            self.maybe(node, probe, self.handler, 0.3)
        self.maybe(node, "lifecycle", lambda: {
            hook: self.handler() for hook in ("postStart", "preStop") if self.rng.random() < 0.5}, 0.3)
        return node

    def volume(self):
        sources = self.some(standards.ALLOWED_SOURCES, 1) + self.some(standards.OTHER_SOURCES + ("hostPath",) * 5, 1) \
            + (["resourceClaim"] if self.odd(0.2) else [])
        self.rng.shuffle(sources)
        node = {source: {} if self.rng.random() < 0.95 else None for source in sources}
        if isinstance(node.get("hostPath"), dict):
            node["hostPath"] = {"path": "/"}
        node["name"] = self.rng.choice(NAMES)
        return node

    def name(self):
        return self.rng.choice(NAMES if self.odd(0.7) else NAMES[:6])

    def spec(self):
        rng = self.rng
        self.wild = rng.choice([0, 0.03, 0.1, 0.3, 0.7])
        good = rng.random() < 0.6
        node = {"containers": [self.container(self.name(), good) for _ in range(rng.choice([0, 1, 1, 1, 2, 3]))]}
        for which in ("initContainers", "ephemeralContainers"):
            if rng.random() < 0.3:
                node[which] = [self.container(self.name(), good) for _ in range(rng.randint(0, 2))]
        security = {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}} \
            if good and rng.random() < 0.8 else {}
        self.shared_security(security)
        self.maybe(security, "sysctls", lambda: [{"name": name, "value": "1"} for name in self.some(SYSCTLS)], 0.6)
        if security or self.odd():
            node["securityContext"] = security
        for key in ("hostNetwork", "hostPID", "hostIPC"):
            self.maybe(node, key, lambda: rng.random() < 0.6, 0.3)
        if rng.random() < 0.25:
            node["hostUsers"] = rng.choice([False, False, True, None])
        if rng.random() < 0.25:
            node["os"] = rng.choice([{"name": "windows"}] * 3 + [{"name": "linux"}, {"name": "Windows"}, {}, None])
        self.maybe(node, "volumes", lambda: [self.volume() for _ in range(rng.randint(0, 4))])
        if rng.random() < 0.1:
            node["runtimeClassName"] = rng.choice(RUNTIME_CLASSES)
        return node

    def annotations(self, spec):
        found = {}
        for _ in range(self.rng.choice([0, 0, 0, 1, 2, 3])):
            of = self.rng.choice([c.get("name", "") for c in spec["containers"]] + ["a", "nobody", ""])
            key = self.rng.choice([APPARMOR_PREFIX + of, SECCOMP_PREFIX + of, SECCOMP_POD, "other/" + of])
            found[key] = self.rng.choice(ANNOTATION_VALUES[:6] if self.rng.random() < 0.8 else ANNOTATION_VALUES)
        return found

    def holder(self, name):
        """An object's or a template's metadata and spec."""
        spec = self.spec()
        meta = {"name": name} if name else {}
        annotations = self.annotations(spec)
        if annotations or self.odd():
            meta["annotations"] = annotations
        return {"metadata": meta, "spec": spec}

    def pod(self, name):
        return {"apiVersion": "v1", "kind": "Pod", **self.holder(name)}


# Places whose type can be wrong, below metadata and spec of a pod.
WRONG = [("spec", "hostNetwork"), ("spec", "hostUsers"), ("spec", "containers"), ("spec", "securityContext"),
         ("spec", "securityContext", "runAsNonRoot"), ("spec", "securityContext", "runAsUser"),
         ("spec", "securityContext", "sysctls"), ("spec", "volumes"), ("spec", "os"), ("metadata", "annotations"),
         ("spec", "containers", 0, "securityContext", "privileged"), ("spec", "containers", 0, "ports"),
         ("spec", "containers", 0, "securityContext", "capabilities", "add")]


def break_type(rng, holder):
    """Puts a value where no type allows it, if that place can be reached."""
    *path, last = rng.choice(WRONG)
    node = holder
    for key in path:
        if key == 0:
            node = node[0] if node else None
        elif isinstance(node, dict):
            node = node.get(key)
        if not node:
            return
    if isinstance(node, dict):
        node[last] = [{}] if last == "add" else 1.5


class World:
    """A configuration, its namespaces, and requests to be judged by them."""

    def __init__(self, rng, plain=False):
        """plain: defaults and exemptions of none, one namespace for every level and version."""
        self.rng, self.pods = rng, Pods(rng)
        self.serial = 0
        self.defaults, self.exempt = {}, {"usernames": [], "namespaces": [], "runtimeClasses": []}
        if plain:
            self.namespaces = {"%s-%s" % (level, version): self.strict_labels(level, version)
                               for level in LEVELS[1:]
                               for version in ["v1.%d" % m for m in range(NEWEST_MINOR + 2)] + ["latest"]}
            return
        for mode in MODES:
            if rng.random() < 0.6:
                self.defaults[mode] = rng.choice(LEVELS)
            if rng.random() < 0.4:
                self.defaults[mode + "-version"] = any_version(rng)
        self.exempt = {"usernames": rng.sample([u for u in USERS if u], rng.randint(0, 2)),
                       "namespaces": rng.sample(["ns-%d" % i for i in range(40)], rng.randint(0, 6)),
                       "runtimeClasses": rng.sample(RUNTIME_CLASSES[1:], rng.randint(0, 2))}
        self.namespaces = {"ns-%d" % i: self.labels() for i in range(60)}
        self.missing = ["missing", "", 'od"d']

    def strict_labels(self, level, version):
        """Enforces one policy, records by another, so that a request brings two judgements."""
        return {LABEL + "enforce": level, LABEL + "enforce-version": version,
                LABEL + "audit": self.rng.choice(LEVELS[1:]), LABEL + "audit-version": any_version(self.rng)}

    def labels(self):
        rng, labels = self.rng, {}
        bad = 0.3 if rng.random() < 0.3 else 0
        if rng.random() < 0.1:
            return rng.choice([{}, {LABEL + mode: "privileged" for mode in MODES}])
        for mode in MODES:
            if rng.random() < 0.6:
                labels[LABEL + mode] = rng.choice(LABEL_VALUES) if rng.random() < bad else rng.choice(LEVELS)
            if rng.random() < 0.4:
                labels[LABEL + mode + "-version"] = \
                    rng.choice(VERSION_VALUES) if rng.random() < bad else any_version(rng)
        if rng.random() < 0.3:
            labels[rng.choice(["team", LABEL, LABEL + "Enforce"])] = "restricted"
        return labels

    def request(self, version, kind, resource, obj, old=None, **more):
        self.serial += 1
        group, _, version = version.rpartition("/")
        request = {"uid": "uid-%d" % self.serial, "kind": {"group": group, "version": version, "kind": kind},
                   "resource": {"group": group, "version": version, "resource": resource},
                   "operation": "CREATE", "userInfo": {"username": "u"}, "object": obj, "oldObject": old,
                   "dryRun": False, "options": None}
        request.update(more)
        for key in ("name", "namespace", "requestSubResource", "subResource"):
            if request.get(key) == "":
                del request[key]
        return request

    def plain_pod(self):
        """A pod that is created in the namespace of some level and version."""
        return self.request("v1", "Pod", "pods", self.pods.pod("p"), name="p",
                            namespace=self.rng.choice(list(self.namespaces)))

    def any_request(self):
        pick = self.rng.random()
        if pick < 0.45:
            return self.pod_request()
        return self.controller_request() if pick < 0.8 else self.namespace_request()

    def circumstances(self, subresources):
        rng = self.rng
        subresource = rng.choice(subresources) if rng.random() < 0.15 else ""
        return {"name": rng.choice(["p1", "p2", "", 'na"me\\', "caf\u00e9\u200b", "p-%d" % rng.randint(0, 9)]),
                "namespace": rng.choice(list(self.namespaces) if rng.random() < 0.95 else self.missing),
                "operation": rng.choice(["CREATE"] * 9 + ["UPDATE"] * 6 + ["DELETE", "CONNECT"]),
                "userInfo": {"username": rng.choice(USERS)} if rng.random() < 0.3 else {"username": "u"},
                "dryRun": rng.random() < 0.1, "requestSubResource": subresource, "subResource": subresource}

    def pod_request(self):
        rng, about = self.rng, self.circumstances(POD_SUBRESOURCES)
        new, old = self.pods.pod("p1"), None
        if about["operation"] == "UPDATE":
            old = self.older(new)
        elif about["operation"] == "DELETE":
            new, old = None, new if rng.random() < 0.7 else None
        if rng.random() < 0.05:
            new, old = self.spoil(new), old
        elif rng.random() < 0.05:
            old = self.spoil(old)
        return self.request("v1", "Pod", "pods", new, old, **about)

    def spoil(self, obj):
        rng = self.rng
        if obj is None or rng.random() < 0.3:
            return None
        if rng.random() < 0.3:
            return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "p1"}, "spec": {}}
        break_type(rng, obj)
        return obj

    def older(self, new):
        """What the pod may have been before: with one difference, or none."""
        rng = self.rng
        spec = dict(new["spec"])
        which = rng.choice(("containers", "initContainers", "ephemeralContainers"))
        items = [dict(c) for c in spec.get(which) or []]
        change = rng.randint(0, 5)
        if change == 0 and items:
            rng.choice(items)["image"] = rng.choice(IMAGES)
        elif change == 1 and items:
            items.pop(rng.randrange(len(items)))
        elif change == 2:
            items.append({"name": rng.choice(NAMES), "image": rng.choice(IMAGES)})
        elif change == 3 and items:
            rng.choice(items)["name"] = rng.choice(NAMES)
        elif change == 4:
            spec.update(hostNetwork=rng.random() < 0.5, hostPID=True)
        else:
            rng.shuffle(items)
        spec[which] = items
        return dict(new, spec=spec)

    def controller_request(self):
        rng, about = self.rng, self.circumstances(["scale", "status", "frobnicate"])
        if rng.random() < 0.06:
            version, kind, resource = rng.choice(OTHER_KINDS)
            obj = {"apiVersion": version, "kind": kind, "metadata": {"name": "x"}, "spec": {"replicas": 1}}
        else:
            version, kind = rng.choice(WORKLOADS)
            resource = kind.lower() + "s"
            obj = self.workload(version, kind)
        old = None
        if about["operation"] == "UPDATE":
            old = obj if rng.random() < 0.5 else self.spoil(dict(obj))
        elif about["operation"] == "DELETE":
            obj, old = None, obj
        return self.request(version, kind, resource, obj, old, **about)

    def workload(self, version, kind):
        rng = self.rng
        template = self.pods.holder("")
        obj = {"apiVersion": version, "kind": kind,
               "metadata": {"name": "w", "annotations": self.pods.annotations(template["spec"])}}
        if rng.random() < 0.04:
            break_type(rng, template)
        path = standards.POD_KINDS[version.rpartition("/")[0], kind]
        cut = rng.randint(1, len(path)) if rng.random() < 0.06 else 0
        node = obj
        for i, key in enumerate(path, 1):
            if i == cut:
                if rng.random() < 0.5:
                    node[key] = None
                break
            node[key] = template if i == len(path) else {}
            node = node[key]
        return obj

    def namespace_request(self):
        rng, about = self.rng, self.circumstances(["status", "finalize"])
        name = rng.choice(["ns-%d" % rng.randint(0, 40), "n", 'o"dd'] + self.exempt["namespaces"][:1])
        about.update(name=name, namespace=name if rng.random() < 0.9 else rng.choice(["", "ns-1"]))
        new = self.namespace(name, self.labels())
        old = None
        if about["operation"] == "UPDATE":
            labels = dict(new["metadata"].get("labels") or {})
            for key in list(labels):
                if rng.random() < 0.3:
                    del labels[key]
            old = self.namespace(name, self.labels() if rng.random() < 0.5 else labels)
        elif about["operation"] == "DELETE":
            new, old = None, new if rng.random() < 0.7 else None
        if rng.random() < 0.04:
            new = self.spoil_namespace(new)
        elif rng.random() < 0.04:
            old = self.spoil_namespace(old)
        return self.request("v1", "Namespace", "namespaces", new, old, **about)

    def namespace(self, name, labels):
        meta = {"name": name, "labels": labels}
        if not labels and self.rng.random() < 0.5:
            meta["labels"] = None
        return {"apiVersion": "v1", "kind": "Namespace", "metadata": meta}

    def spoil_namespace(self, obj):
        pick = self.rng.random()
        if obj is None or pick < 0.4:
            return None
        if pick < 0.7:
            return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "n"}}
        return dict(obj, metadata={"name": "n", "labels": self.rng.choice([[], {"a": 1}, "x"])})
