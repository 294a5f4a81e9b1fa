# SPDX-License-Identifier: Apache-2.0
"""Pod Security Standards (Kubernetes 1.37), a second time: the checks and what they say.

Written from the specification alone, to be compared with kubevet: what both get wrong is wrong in the specification.
"""
import unicodedata

NEWEST_MINOR = 37
LEVELS = ("privileged", "baseline", "restricted")


# --- text --------------------------------------------------------------------------------------------------------

def q(items):
    return ", ".join('"%s"' % item for item in items)


def sorted_set(items):
    return sorted(set(items))  # code points, which is the order of the UTF-8 bytes


def plural(one, many, count):
    return one if count == 1 else many


def names(noun, items):
    return "%s %s" % (plural(noun, noun + "s", len(items)), q(items))


def containers(items):
    return names("container", items)


def setters(pod_is_bad, bad):
    return " and ".join((["pod"] if pod_is_bad else []) + ([containers(bad)] if bad else []))


ESCAPES = {'"': '\\"', "\\": "\\\\", "\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t",
           "\v": "\\v"}


def goq(text):
    """Go's %q."""
    def one(c):
        code = ord(c)
        if c in ESCAPES:
            return ESCAPES[c]
        if code < 0x20 or code == 0x7f:
            return "\\x%02x" % code
        if c == " " or unicodedata.category(c)[0] in "LMNPS":
            return c
        return "\\u%04x" % code if code < 0x10000 else "\\U%08x" % code
    return '"%s"' % "".join(map(one, text))


# --- decoding ----------------------------------------------------------------------------------------------------

class Undecodable(Exception):
    pass


HANDLER = {"httpGet": {"host": str}, "tcpSocket": {"host": str}}
SECURITY = {"appArmorProfile": {"type": str}, "seccompProfile": {"type": str}, "runAsNonRoot": bool, "runAsUser": int,
            "seLinuxOptions": {"type": str, "user": str, "role": str}, "windowsOptions": {"hostProcess": bool}}
CONTAINER = {
    "name": str, "image": str, "ports": [{"hostPort": int}],
    "livenessProbe": HANDLER, "readinessProbe": HANDLER, "startupProbe": HANDLER,
    "lifecycle": {"postStart": HANDLER, "preStop": HANDLER},
    "securityContext": dict(SECURITY, privileged=bool, allowPrivilegeEscalation=bool, procMount=str,
                            capabilities={"add": [str], "drop": [str]})}
ALLOWED_SOURCES = ("configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim",
                   "projected", "secret")
OTHER_SOURCES = ("hostPath", "gcePersistentDisk", "awsElasticBlockStore", "gitRepo", "nfs", "iscsi", "glusterfs", "rbd",
                 "flexVolume", "cinder", "cephfs", "flocker", "fc", "azureFile", "vsphereVolume", "quobyte",
                 "azureDisk", "photonPersistentDisk", "portworxVolume", "scaleIO", "storageos")
META = {"name": str, "labels": {"*": str}, "annotations": {"*": str}}
SPEC = {"initContainers": [CONTAINER], "containers": [CONTAINER], "ephemeralContainers": [CONTAINER],
        "hostNetwork": bool, "hostPID": bool, "hostIPC": bool, "hostUsers": bool, "os": {"name": str},
        "runtimeClassName": str, "securityContext": dict(SECURITY, sysctls=[{"name": str}]),
        "volumes": [dict({source: {} for source in ALLOWED_SOURCES + OTHER_SOURCES}, name=str)]}
TEMPLATE = {"metadata": META, "spec": SPEC}

# Where a kind keeps its pod: the keys above its metadata and spec.
POD_KINDS = {("", "Pod"): (), ("", "PodTemplate"): ("template",), ("", "ReplicationController"): ("spec", "template"),
             ("batch", "CronJob"): ("spec", "jobTemplate", "spec", "template")}
POD_KINDS.update({which: ("spec", "template") for which in [
    ("apps", "Deployment"), ("apps", "ReplicaSet"), ("apps", "StatefulSet"), ("apps", "DaemonSet"), ("batch", "Job"),
    ("extensions", "Deployment"), ("extensions", "ReplicaSet"), ("extensions", "DaemonSet")]})


def conform(value, shape):
    """Raises Undecodable unless value, where it is set, has the types of shape."""
    if value is None:
        return
    if isinstance(shape, list):
        if not isinstance(value, list):
            raise Undecodable
        for item in value:
            conform(item, shape[0])
    elif isinstance(shape, dict):
        if not isinstance(value, dict):
            raise Undecodable
        if "*" in shape:
            for item in value.values():
                conform(item, shape["*"])
        else:
            for key in shape.keys() & value.keys():
                conform(value[key], shape[key])
    elif type(value) is not shape:  # True is no number
        raise Undecodable


def get(node, *keys):
    for key in keys:
        if node is None:
            return None
        node = node.get(key)
    return node


def version_kind(obj):
    return obj.get("apiVersion") or "", obj.get("kind") or ""


class Pod:
    def __init__(self, holder):
        """holder: of metadata and spec, an object or a template."""
        conform(holder, TEMPLATE)
        self.annotations = get(holder, "metadata", "annotations") or {}
        self.spec = get(holder, "spec") or {}
        self.containers = [container for which in ("initContainers", "containers", "ephemeralContainers")
                           for container in self.list(which)]
        self.is_windows = get(self.spec, "os", "name") == "windows"
        self.has_own_users = self.spec.get("hostUsers") is False

    def list(self, key):
        return self.spec.get(key) or []

    def at(self, *keys):
        return get(self.spec, "securityContext", *keys)

    def each(self, *keys):
        """(name, value) of each container, the value below its security context."""
        return [(container.get("name") or "", get(container, "securityContext", *keys))
                for container in self.containers]

    def bad(self, is_bad, *keys):
        """Whether the pod's own value is bad; the bad values of containers as (name, value)."""
        return is_bad(self.at(*keys)), [(name, value) for name, value in self.each(*keys) if is_bad(value)]


# --- checks: None, or (reason, detail) ---------------------------------------------------------------------------

APPARMOR_PREFIX = "container.apparmor.security.beta.kubernetes.io/"
SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod"
SECCOMP_PREFIX = "container.seccomp.security.alpha.kubernetes.io/"
DEFAULT_CAPABILITIES = {"AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE",
                        "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"}


def profile_is_bad(profile):
    return profile is not None and (profile.get("type") or "") not in ("RuntimeDefault", "Localhost")


def types_of(pod, pod_is_bad, bad, key):
    return [profile.get("type") or "" for profile in ([pod.at(key)] if pod_is_bad else []) + [p for _, p in bad]]


def apparmor(pod):
    of_pod, bad = pod.bad(profile_is_bad, "appArmorProfile")
    notes = sorted("%s=%s" % (key, goq(value)) for key, value in pod.annotations.items()
                   if key.startswith(APPARMOR_PREFIX) and value not in ("", "runtime/default")
                   and not value.startswith("localhost/"))
    values = sorted_set(types_of(pod, of_pod, bad, "appArmorProfile")) + notes
    if not values:
        return None
    who = [setters(of_pod, [name for name, _ in bad])] if of_pod or bad else []
    who += [plural("annotation", "annotations", len(notes))] if notes else []
    return (plural("forbidden AppArmor profile", "forbidden AppArmor profiles", len(values)),
            "%s must not set AppArmor profile type to %s" % (" and ".join(who), q(values)))


def adding(pod, allowed):
    """Names of containers that add what isn't allowed, and all that they add so."""
    found = [(name, [c for c in add or [] if c not in allowed]) for name, add in pod.each("capabilities", "add")]
    found = [(name, extra) for name, extra in found if extra]
    return [name for name, _ in found], sorted_set(c for _, extra in found for c in extra)


def not_include(bad, extra):
    return "%s must not include %s in securityContext.capabilities.add" % (containers(bad), q(extra))


def capabilities_baseline(pod):
    bad, extra = adding(pod, DEFAULT_CAPABILITIES)
    return ("non-default capabilities", not_include(bad, extra)) if bad else None


def host_namespaces(pod):
    on = [key + "=true" for key in ("hostNetwork", "hostPID", "hostIPC") if pod.spec.get(key)]
    return ("host namespaces", ", ".join(on)) if on else None


def host_path_volumes(pod):
    bad = [volume.get("name") or "" for volume in pod.list("volumes") if volume.get("hostPath") is not None]
    return ("hostPath volumes", names("volume", bad)) if bad else None


def host_ports(pod):
    bad, ports = [], set()
    for container in pod.containers:
        used = {str(port["hostPort"]) for port in container.get("ports") or [] if port.get("hostPort")}
        ports |= used
        bad += [container.get("name") or ""] if used else []
    if not bad:
        return None
    return "hostPort", "%s %s %s %s" % (containers(bad), plural("uses", "use", len(bad)),
                                        plural("hostPort", "hostPorts", len(ports)), ", ".join(sorted(ports)))


HANDLERS = (("livenessProbe",), ("readinessProbe",), ("startupProbe",), ("lifecycle", "postStart"),
            ("lifecycle", "preStop"))


def host_probes(pod):
    found = [(container.get("name") or "", host) for container in pod.containers for handler in HANDLERS
             for action in ("httpGet", "tcpSocket") for host in [get(container, *handler, action, "host")] if host]
    if not found:
        return None
    who, hosts = sorted_set(name for name, _ in found), sorted_set(host for _, host in found)
    return "probe or lifecycle host", "%s %s %s %s" % (
        containers(who), plural("uses", "use", len(who)),
        plural("probe or lifecycle host", "probe or lifecycle hosts", len(hosts)), q(hosts))


def privileged(pod):
    bad = [name for name, value in pod.each("privileged") if value]
    return ("privileged", containers(bad) + " must not set securityContext.privileged=true") if bad else None


def proc_mount(pod):
    bad = [(name, value) for name, value in pod.each("procMount") if value not in (None, "Default")]
    if not bad:
        return None
    return "procMount", "%s must not set securityContext.procMount to %s" % (
        containers([name for name, _ in bad]), q(sorted_set(value for _, value in bad)))


def unless_own_users(check):
    return lambda pod: None if pod.has_own_users else check(pod)


def unless_windows(check):
    return lambda pod: None if pod.is_windows else check(pod)


def selinux(*more_types):
    allowed = {"", "container_t", "container_init_t", "container_kvm_t", *more_types}

    def is_bad(options):
        return options is not None and ((options.get("type") or "") not in allowed or bool(options.get("user"))
                                        or bool(options.get("role")))

    def check(pod):
        of_pod, bad = pod.bad(is_bad, "seLinuxOptions")
        if not of_pod and not bad:
            return None
        options = ([pod.at("seLinuxOptions")] if of_pod else []) + [o for _, o in bad]
        types = sorted_set((o.get("type") or "") for o in options if (o.get("type") or "") not in allowed)
        data = [names("type", types)] if types else []
        data += [key + " may not be set" for key in ("user", "role") if any(o.get(key) for o in options)]
        return "seLinuxOptions", "%s set forbidden securityContext.seLinuxOptions: %s" % (
            setters(of_pod, [name for name, _ in bad]), "; ".join(data))
    return check


def seccomp_annotations(pod):
    keys = [SECCOMP_POD] + [SECCOMP_PREFIX + (container.get("name") or "") for container in pod.containers]
    bad = sorted_set("%s=%s" % (key, goq(pod.annotations[key])) for key in keys if key in pod.annotations
                     and pod.annotations[key] not in ("runtime/default", "docker/default")
                     and not pod.annotations[key].startswith("localhost/"))
    if not bad:
        return None
    return "seccompProfile", "forbidden %s %s" % (plural("annotation", "annotations", len(bad)), ", ".join(bad))


def seccomp_fields(pod):
    of_pod, bad = pod.bad(profile_is_bad, "seccompProfile")
    if not of_pod and not bad:
        return None
    return "seccompProfile", "%s must not set securityContext.seccompProfile.type to %s" % (
        setters(of_pod, [name for name, _ in bad]), q(sorted_set(types_of(pod, of_pod, bad, "seccompProfile"))))


def seccomp_restricted(pod):
    explicit = seccomp_fields(pod)
    pod_is_good = pod.at("seccompProfile") is not None and not profile_is_bad(pod.at("seccompProfile"))
    unset = [name for name, profile in pod.each("seccompProfile") if profile is None]
    if explicit or pod_is_good or not unset:
        return explicit
    return "seccompProfile", ('pod or %s must set securityContext.seccompProfile.type to "RuntimeDefault" or '
                              '"Localhost"' % containers(unset))


SYSCTLS = [
    (0, "kernel.shm_rmid_forced net.ipv4.ip_local_port_range net.ipv4.tcp_syncookies net.ipv4.ping_group_range "
        "net.ipv4.ip_unprivileged_port_start"),
    (27, "net.ipv4.ip_local_reserved_ports"),
    (29, "net.ipv4.tcp_keepalive_time net.ipv4.tcp_fin_timeout net.ipv4.tcp_keepalive_intvl "
         "net.ipv4.tcp_keepalive_probes"),
    (32, "net.ipv4.tcp_rmem net.ipv4.tcp_wmem"),
    (37, "net.ipv4.tcp_slow_start_after_idle net.ipv4.tcp_notsent_lowat")]


def sysctls(at_minor):
    allowed = {name for minor, added in SYSCTLS if minor <= at_minor for name in added.split()}

    def check(pod):
        bad = [name for sysctl in pod.at("sysctls") or [] for name in [sysctl.get("name") or ""] if name not in allowed]
        return ("forbidden sysctls", ", ".join(bad)) if bad else None
    return check


def host_process(pod):
    of_pod, bad = pod.bad(bool, "windowsOptions", "hostProcess")
    if not of_pod and not bad:
        return None
    return "hostProcess", (setters(of_pod, [name for name, _ in bad])
                           + " must not set securityContext.windowsOptions.hostProcess=true")


def privilege_escalation(pod):
    bad = [name for name, value in pod.each("allowPrivilegeEscalation") if value is not False]
    if not bad:
        return None
    return ("allowPrivilegeEscalation != false",
            containers(bad) + " must set securityContext.allowPrivilegeEscalation=false")


def capabilities_restricted(pod):
    missing = [name for name, drop in pod.each("capabilities", "drop") if "ALL" not in (drop or [])]
    bad, extra = adding(pod, {"NET_BIND_SERVICE"})
    clauses = [containers(missing) + ' must set securityContext.capabilities.drop=["ALL"]'] if missing else []
    clauses += [not_include(bad, extra)] if bad else []
    return ("unrestricted capabilities", "; ".join(clauses)) if clauses else None


def volume_types(pod):
    def type_of(volume):
        return next((source for source in OTHER_SOURCES if volume.get(source) is not None), "unknown")
    bad = [volume for volume in pod.list("volumes")
           if all(volume.get(source) is None for source in ALLOWED_SOURCES)]
    if not bad:
        return None
    types = sorted_set(map(type_of, bad))
    return "restricted volume types", "%s %s %s" % (
        names("volume", [volume.get("name") or "" for volume in bad]), plural("uses", "use", len(bad)),
        names("restricted volume type", types))


def run_as_non_root(pod):
    of_pod, bad = pod.bad(lambda value: value is False, "runAsNonRoot")
    unset = [name for name, value in pod.each("runAsNonRoot") if value is None]
    if of_pod or bad:
        detail = (setters(of_pod, [name for name, _ in bad]) + " must not set securityContext.runAsNonRoot=false")
    elif unset and not pod.at("runAsNonRoot"):
        detail = "pod or %s must set securityContext.runAsNonRoot=true" % containers(unset)
    else:
        return None
    return "runAsNonRoot != true", detail


def run_as_user(pod):
    of_pod, bad = pod.bad(lambda value: value == 0, "runAsUser")
    if not of_pod and not bad:
        return None
    return "runAsUser=0", setters(of_pod, [name for name, _ in bad]) + " must not set runAsUser=0"


# (id, level, variants by the minor they begin with, the baseline check this one replaces)
CHECKS = [
    ("appArmorProfile", "baseline", {0: apparmor}, None),
    ("capabilities_baseline", "baseline", {0: capabilities_baseline}, None),
    ("hostNamespaces", "baseline", {0: host_namespaces}, None),
    ("hostPathVolumes", "baseline", {0: host_path_volumes}, None),
    ("hostPorts", "baseline", {0: host_ports}, None),
    ("hostProbesAndHostLifecycle", "baseline", {34: host_probes}, None),
    ("privileged", "baseline", {0: privileged}, None),
    ("procMount", "baseline", {0: proc_mount, 35: unless_own_users(proc_mount)}, None),
    ("seLinuxOptions", "baseline", {0: selinux(), 31: selinux("container_engine_t")}, None),
    ("seccompProfile_baseline", "baseline", {0: seccomp_annotations, 19: seccomp_fields}, None),
    ("sysctls", "baseline", {minor: sysctls(minor) for minor, _ in SYSCTLS}, None),
    ("windowsHostProcess", "baseline", {0: host_process}, None),
    ("allowPrivilegeEscalation", "restricted", {8: privilege_escalation, 25: unless_windows(privilege_escalation)},
     None),
    ("capabilities_restricted", "restricted",
     {22: capabilities_restricted, 25: unless_windows(capabilities_restricted)}, "capabilities_baseline"),
    ("procMount_restricted", "restricted", {35: proc_mount}, "procMount"),
    ("restrictedVolumes", "restricted", {0: volume_types}, "hostPathVolumes"),
    ("runAsNonRoot", "restricted", {0: run_as_non_root, 35: unless_own_users(run_as_non_root)}, None),
    ("runAsUser", "restricted", {23: run_as_user, 35: unless_own_users(run_as_user)}, None),
    ("seccompProfile_restricted", "restricted", {19: seccomp_restricted, 25: unless_windows(seccomp_restricted)},
     "seccompProfile_baseline"),
]


def checks_at(level, minor):
    if level == "privileged":
        return []
    active = [(check_id, of, variants[max(m for m in variants if m <= minor)], replaces)
              for check_id, of, variants, replaces in CHECKS
              if min(variants) <= minor and (of == "baseline" or level == "restricted")]
    replaced = {replaces for _, _, _, replaces in active}
    return [check for check_id, _, check, _ in active if check_id not in replaced]


CHECKS_AT = {(level, minor): checks_at(level, minor) for level in LEVELS for minor in range(NEWEST_MINOR + 1)}


def evaluate(pod, policy):
    """The details text; empty when the pod passes."""
    level, version = policy
    minor = NEWEST_MINOR if version is None else min(version, NEWEST_MINOR)
    failed = filter(None, (check(pod) for check in CHECKS_AT[level, minor]))
    return ", ".join("%s (%s)" % (reason, detail) if detail else reason for reason, detail in failed)
