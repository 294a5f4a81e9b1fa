/* SPDX-License-Identifier: Apache-2.0 */
/* preset_table.c - which preset holds which rules, and in which mode.
 *
 * default tells, and refuses nothing, since it comes without anybody asking for it. In the others a
 * rule denies when no healthy workload breaks it, warns when some do, and is noted for the audit
 * when many do. What others may reasonably do otherwise, such as a label that each object must
 * have, is in none: it takes parameters of one's own.
 */
#include "config/presets.h"

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
	/*                              default hardened nsa cis control-plane */
	RULE("service-type",                  W, D, D, W, __),
	NAMED("capabilities", "unknown-capabilities", "Names of capabilities exist",
	      "{\"allowedAdd\":[\"ALL\"]}",
					      A, D, W, W, __),
	NAMED("seccomp-profile", "seccomp-disagreement",
	      "Seccomp profiles are of a known type, and annotations agree with fields",
	      "{\"allowedTypes\":[\"RuntimeDefault\",\"Localhost\",\"Unconfined\"]}",
					      A, D, W, W, __),
	NAMED("apparmor-profile", "apparmor-disagreement",
	      "AppArmor profiles are of a known type, and annotations agree with fields",
	      "{\"allowedTypes\":[\"RuntimeDefault\",\"Localhost\",\"Unconfined\"]}",
					      A, D, W, W, __),
	NAMED("host-paths", "runtime-sockets", "Pods do not get the container runtime's socket",
	      "{\"forbiddenPrefixes\":[\"/run/containerd/containerd.sock\",\"/run/crio/crio.sock\","
	      "\"/run/cri-dockerd.sock\",\"/run/docker.sock\",\"/run/podman/podman.sock\"]}",
					      A, D, D, D, __),
	PODS("privileged-containers",        __, D, D, D, __),
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
