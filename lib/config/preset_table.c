/* SPDX-License-Identifier: Apache-2.0 */
/* preset_table.c - which preset holds which rules, and in which mode.
 *
 * default tells, and refuses nothing, since it comes without anybody asking for it. In the others a
 * rule denies when no healthy workload breaks it, warns when some do, and is noted for the audit
 * when many do. What others may reasonably do otherwise, such as a label that each object must
 * have, is in none: it takes parameters of one's own.
 */
#include "config/presets.h"

#include "policy/host_lists.h"

/* The columns, in the order of the presets. */
enum { DEFAULT, HARDENED, NSA, CIS, CONTROL_PLANE, POD_SECURITY };

static const struct preset presets[] = {
	[DEFAULT] = { "default",
		      "what is nearly always a mistake, told and never refused; it "
		      "holds where the file names neither presets nor rules",
		      LEVEL_PRIVILEGED },
	[HARDENED] = { "hardened", "a cluster whose owner wants little to be open",
		       LEVEL_RESTRICTED },
	[NSA] = { "nsa", "the NSA/CISA Kubernetes Hardening Guide", LEVEL_BASELINE },
	[CIS] = { "cis", "the CIS Kubernetes Benchmark, what of it is in objects", LEVEL_BASELINE },
	[CONTROL_PLANE] = { "control-plane",
			    "static pods and configuration files of control-plane nodes, for "
			    "kubevet check",
			    LEVEL_PRIVILEGED },
	[POD_SECURITY] = { "pod-security", "the Pod Security Standards alone, without any rule",
			   LEVEL_PRIVILEGED },
	{ .name = NULL },
};

#define D  RULE_DENY
#define W  RULE_WARN
#define A  RULE_AUDIT
#define __ RULE_OFF

#define ROW(policy, name, title, params, pods, ...)               \
	{                                                         \
		policy, name, title, params, pods,                \
		{                                                 \
			__VA_ARGS__, RULE_OFF, RULE_OFF, RULE_OFF \
		}                                                 \
	}
#define RULE(policy, ...)			ROW(policy, NULL, NULL, NULL, false, __VA_ARGS__)
#define PODS(policy, ...)			ROW(policy, NULL, NULL, NULL, true, __VA_ARGS__)
#define NAMED(policy, name, title, params, ...) ROW(policy, name, title, params, false, __VA_ARGS__)

/* clang-format off */
static const struct preset_rule rules[] = {
	/*                               default, hardened, nsa, cis, control-plane */
	/* Narrower than their policies are. */
	NAMED("capabilities", "unknown-capabilities", "Names of capabilities exist",
	      "{\"allowedAdd\":[\"ALL\"]}",
	                                         W,  D,  W,  W, __),
	NAMED("seccomp-profile", "seccomp-disagreement",
	      "Seccomp profiles are of a known type, and annotations agree with fields",
	      "{\"allowedTypes\":[\"RuntimeDefault\",\"Localhost\",\"Unconfined\"]}",
	                                         W,  D,  W,  W, __),
	NAMED("apparmor-profile", "apparmor-disagreement",
	      "AppArmor profiles are of a known type, and annotations agree with fields",
	      "{\"allowedTypes\":[\"RuntimeDefault\",\"Localhost\",\"Unconfined\"]}",
	                                         W,  D,  W,  W, __),
	NAMED("host-paths", "runtime-sockets", "Pods do not get the container runtime's socket",
	      "{\"forbiddenPrefixes\":" HOST_JSON(HOST_RUNTIME_SOCKETS) "}",
	                                         W,  D,  D,  D, __),
	/* Pods and workloads. What the standard itself refuses is not here: the level of a preset is. */
	PODS("read-only-root-filesystem",              __,  D,  W,  W, __),
	PODS("run-as-ids",                             __,  W,  A,  A, __),
	PODS("user-namespace",                         __,  A, __, __, __),
	PODS("share-process-namespace",                __,  W, __, __, __),
	PODS("windows-administrator",                  __,  D,  W, __, __),
	PODS("service-account-token",                  __,  W,  W,  W, __),
	PODS("service-accounts",                       __,  W,  A,  W, __),
	RULE("secrets-in-env",                         __,  W,  A,  W, __),
	RULE("env-credentials",                         W,  D,  D,  D, __),
	RULE("env-passwords",                          __,  W,  W,  A, __),
	RULE("env-names",                              __,  W,  A, __, __),
	PODS("host-aliases",                           __,  W,  A, __, __),
	PODS("sensitive-host-paths",                   __,  D,  D,  D, __),
	PODS("control-plane-nodes",                    __,  W,  W, __, __),
	PODS("node-name",                              __,  W,  A, __, __),
	PODS("interactive",                            __,  W,  A, __, __),
	PODS("priority-classes",                       __,  D,  A, __, __),
	PODS("privileged-ports",                       __,  A,  A, __, __),
	PODS("token-volumes",                          __,  W,  A,  A, __),
	RULE("deprecated-api-versions",                __,  W,  A, __, __),
	RULE("naked-pods",                             __,  W, __, __, __),
	RULE("default-namespace",                      __,  W,  A,  W, __),
	PODS("sub-paths",                              __,  W, __, __, __),
	PODS("volume-mounts",                          __,  W,  A, __, __),
	RULE("referenced-objects",                     __,  W,  A, __, __),
	PODS("login-services",                         __,  D,  W, __, __),
	PODS("dns-settings",                           __,  W,  A, __, __),
	PODS("flex-volumes",                           __,  D,  W, __, __),
	PODS("isolation-present",                      __, __,  W,  A, __),
	PODS("security-context-present",               __, __,  A,  W, __),
	PODS("probes",                                 __,  A, __, __, __),
	RULE("selectors",                               W,  W,  A, __, __),
	RULE("replicas",                               __,  A,  A, __, __),
	RULE("rollout-strategy",                       __,  A,  A, __, __),
	RULE("topology-spread",                        __,  A,  A, __, __),
	RULE("restart-policies",                       __,  W,  A, __, __),
	RULE("job-limits",                             __,  A,  A, __, __),
	RULE("cron-jobs",                              __,  A,  A, __, __),
	RULE("port-names",                             __,  W,  A, __, __),
	RULE("probe-targets",                          __,  W,  A, __, __),
	/* Images and resources */
	PODS("image-tag",                              __,  D,  W, __, __),
	PODS("image-registries",                        W,  W,  W,  W, __),
	PODS("image-digest",                           __,  A,  A,  A, __),
	PODS("image-pull-policy",                      __,  W,  A, __, __),
	RULE("resources-required",                     __,  W,  W, __, __),
	RULE("resources-maximum",                      __,  W,  A, __, __),
	RULE("resources-ratio",                        __,  A,  A, __, __),
	PODS("empty-dir-size",                         __,  A,  A, __, __),
	/* What a request changes, and who asks */
	RULE("exec-access",                            __,  W,  A, __, __),
	RULE("ephemeral-containers",                   __,  D,  W, __, __),
	RULE("pod-resize",                             __,  D,  A, __, __),
	RULE("service-account-changed",                __,  W,  A, __, __),
	RULE("reserved-keys",                          __,  D,  A, __, __),
	/* Services, ingresses and networks */
	RULE("service-type",                            W,  D,  D, __, __),
	RULE("service-ports",                          __,  W, __, __, __),
	RULE("service-exposure",                       __,  D,  W, __, __),
	RULE("endpoints-addresses",                    __,  D,  D, __, __),
	RULE("endpoints-writers",                      __,  D,  W, __, __),
	RULE("tiller",                                  W,  D,  D, __, __),
	RULE("ingress-tls",                            __,  D,  D, __, __),
	RULE("ingress-hosts",                          __,  W, __, __, __),
	RULE("route-hostnames",                        __,  W, __, __, __),
	RULE("ingress-tls-hosts",                       W,  D,  W, __, __),
	RULE("ingress-default-backend",                __,  W, __, __, __),
	RULE("ingress-class",                          __,  W, __, __, __),
	RULE("ingress-snippets",                        W,  D,  D, __, __),
	RULE("ingress-characters",                     __,  D,  D, __, __),
	RULE("gateway-tls",                            __,  D,  D, __, __),
	RULE("gateway-hostnames",                      __,  W, __, __, __),
	RULE("gateway-routes-from",                    __,  W, __, __, __),
	RULE("gateway-references",                     __,  W,  A, __, __),
	RULE("mesh-tls",                               __,  W,  W, __, __),
	RULE("network-policy-allow-all",               __,  W,  W,  W, __),
	RULE("network-policy-selector",                __,  W,  W,  W, __),
	RULE("network-policy-directions",              __,  W,  W,  W, __),
	RULE("network-policy-metadata",                __,  W,  W,  A, __),
	RULE("network-policy-default-deny",            __,  D,  W,  W, __),
	RULE("admin-network-policy-allow-all",         __,  W,  W,  A, __),
	/* Roles, bindings and service accounts */
	RULE("role-wildcards",                         __,  W,  W,  W, __),
	RULE("role-secrets",                           __,  W,  W,  W, __),
	NAMED("role-secrets", "role-secrets-namespaced",
	      "Roles of a namespace must limit access to Secrets to names",
	      "{\"kinds\":[\"Role\"]}",
	                                        __,  W, __,  W, __),
	RULE("role-workloads",                         __,  W,  W,  W, __),
	RULE("role-escalation",                        __,  D,  D,  D, __),
	RULE("role-exec",                              __,  W,  W,  W, __),
	RULE("role-proxy",                             __,  W,  W, __, __),
	RULE("role-node-proxy",                        __,  D,  W,  D, __),
	RULE("role-tokens",                            __,  D,  W,  D, __),
	RULE("role-certificates",                      __,  D,  W,  D, __),
	RULE("role-admission",                         __,  W,  W,  W, __),
	RULE("role-volumes",                           __,  W,  W,  W, __),
	RULE("role-deletion",                          __,  W,  W, __, __),
	RULE("role-config-maps",                       __,  W,  W, __, __),
	RULE("role-network",                           __,  W,  W, __, __),
	RULE("role-nodes",                             __,  W,  W, __, __),
	RULE("role-namespaces",                        __,  W,  W, __, __),
	RULE("role-aggregation",                       __,  W,  W, __, __),
	RULE("binding-cluster-admin",                   W,  D,  D,  D, __),
	RULE("binding-anonymous",                       W,  D,  D,  D, __),
	RULE("binding-authenticated",                   W,  D,  D,  D, __),
	RULE("binding-masters",                         W,  D,  D,  D, __),
	RULE("binding-default-account",                __,  D,  W,  D, __),
	RULE("binding-foreign-account",                __,  W,  W, __, __),
	RULE("rights-added",                           __,  W,  W, __, __),
	RULE("built-in-roles",                         __,  D,  W, __, __),
	RULE("service-account-automount",              __,  W,  W,  W, __),
	RULE("service-account-secrets",                __,  W,  A, __, __),
	/* Secrets, certificates and requests for them */
	RULE("secret-service-account-token",           __,  D,  W,  W, __),
	RULE("config-map-credentials",                 __,  D,  D, __, __),
	RULE("secret-type",                            __,  W,  A, __, __),
	RULE("secret-hidden-key",                      __,  W,  A, __, __),
	RULE("ingress-nginx-snippets",                 __,  D,  D, __, __),
	RULE("tls-secret",                             __,  D,  W, __, __),
	RULE("tls-secret-expiry",                      __,  W,  A, __, __),
	RULE("tls-secret-strength",                    __,  D,  W, __, __),
	RULE("tls-secret-authority",                   __,  D,  W, __, __),
	RULE("certificate-issuance",                   __,  W,  A, __, __),
	RULE("csr-signer",                             __,  W,  A, __, __),
	RULE("csr-subject",                             W,  D,  D,  W, __),
	RULE("csr-lifetime",                           __,  W,  A, __, __),
	RULE("csr-key",                                 W,  D,  W, __, __),
	RULE("csr-usages",                              W,  D,  W, __, __),
	RULE("csr-approval",                            W,  D,  W,  W, __),
	/* Namespaces, storage, nodes and extensions */
	RULE("namespace-pod-security",                 __,  D,  W,  W, __),
	RULE("namespace-pod-security-lowered",          W,  D,  D,  W, __),
	RULE("namespace-exemptions",                   __,  D,  A,  A, __),
	RULE("protected-objects",                      __,  D,  A, __, __),
	RULE("node-labels",                            __,  D,  W, __, __),
	RULE("persistent-volume-types",                __,  D,  W,  W, __),
	RULE("device-admin-access",                    __,  D,  W, __, __),
	RULE("storage-classes",                        __,  W,  W, __, __),
	RULE("api-service-tls",                        __,  D,  D, __, __),
	RULE("crd-conversion",                         __,  W,  A, __, __),
	RULE("priority-class-values",                   W,  D,  A, __, __),
	RULE("autoscaler-bounds",                       W,  W,  A, __, __),
	RULE("disruption-budget",                       W,  W,  A, __, __),
	RULE("seccomp-syscalls",                       __,  D,  W,  A, __),
	RULE("seccomp-default-action",                 __,  D,  W,  A, __),
	RULE("seccomp-dangerous",                      __,  D,  W,  A, __),
	RULE("seccomp-architectures",                  __,  W,  A,  A, __),
	RULE("apparmor-mode",                          __,  D,  W,  A, __),
	RULE("apparmor-files",                         __,  W,  A,  A, __),
	RULE("apparmor-network",                       __,  W,  A,  A, __),
	RULE("apparmor-capabilities",                  __,  D,  W,  A, __),
	RULE("apparmor-ptrace",                        __,  W,  A,  A, __),
	RULE("apparmor-mount",                         __,  D,  W,  A, __),
	/* Control plane */
	RULE("control-plane-command",                  __, __,  A, __,  W),
	RULE("apiserver-authentication",                W,  D,  D,  D,  D),
	RULE("apiserver-authorization",                 W,  D,  D,  D,  D),
	RULE("apiserver-admission",                    __,  W,  W,  W,  W),
	RULE("apiserver-tls",                          __,  W,  W,  W,  W),
	RULE("apiserver-etcd-tls",                      W,  D,  D,  D,  D),
	RULE("apiserver-kubelet-tls",                  __,  W,  W,  W,  W),
	RULE("apiserver-audit",                        __,  W,  W,  W,  W),
	RULE("apiserver-encryption",                   __,  W,  W,  W,  W),
	RULE("apiserver-profiling",                    __,  W,  A,  W,  W),
	RULE("controller-manager-credentials",         __,  W,  W,  W,  W),
	RULE("controller-manager-serving",             __,  W,  W,  W,  W),
	RULE("controller-manager-pod-gc",              __, __, __,  W,  W),
	RULE("scheduler-serving",                      __,  W,  W,  W,  W),
	RULE("etcd-client-tls",                         W,  D,  D,  D,  D),
	RULE("etcd-peer-tls",                           W,  D,  D,  D,  D),
	RULE("control-plane-feature-gates",            __,  W,  A,  A,  W),
	RULE("kubelet-authentication",                  W,  D,  D,  D,  D),
	RULE("kubelet-authorization",                   W,  D,  D,  D,  D),
	RULE("kubelet-ports",                          __,  W,  W,  W,  W),
	RULE("kubelet-tls",                            __,  W,  W,  W,  W),
	RULE("kubelet-node",                           __,  W,  A,  W,  W),
	RULE("encryption-configuration",                W,  D,  D,  D,  D),
	{ .policy = NULL },
};
/* clang-format on */

const struct preset *presets_all(void)
{
	return presets;
}

const struct preset_rule *preset_rules(void)
{
	return rules;
}
