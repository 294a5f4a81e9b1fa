/* SPDX-License-Identifier: Apache-2.0 */
/* sysctls.c - which kernel settings a pod may change.
 * Reads:   securityContext.sysctls of the pod; net/ipv4/x is net.ipv4.x
 * Accepts: none; those that Kubernetes calls safe */
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"

enum { ALLOWED, FORBIDDEN };

static const struct param params_declared[] = {
	[ALLOWED] = { "allowed", PARAM_STRINGS,
		      .doc = "Globs of the only settings that may be changed, with dots. When no "
			     "list of this policy is set, those that Kubernetes calls safe." },
	[FORBIDDEN] = { "forbidden", PARAM_STRINGS,
			.doc = "Globs of settings that may not be changed, even when allowed "
			       "above." },
};

static const char *const safe_names[] = {
	"kernel.shm_rmid_forced",
	"net.ipv4.ip_local_port_range",
	"net.ipv4.ip_local_reserved_ports",
	"net.ipv4.ip_unprivileged_port_start",
	"net.ipv4.ping_group_range",
	"net.ipv4.tcp_fin_timeout",
	"net.ipv4.tcp_keepalive_intvl",
	"net.ipv4.tcp_keepalive_probes",
	"net.ipv4.tcp_keepalive_time",
	"net.ipv4.tcp_notsent_lowat",
	"net.ipv4.tcp_rmem",
	"net.ipv4.tcp_slow_start_after_idle",
	"net.ipv4.tcp_syncookies",
	"net.ipv4.tcp_wmem",
};
static const struct strings safe = { true, ARRAY_LEN(safe_names), safe_names };

/* As the kubelet does: when the first separator is a slash, slashes and dots trade places
 * (net/ipv4/conf/eth0.1/x). */
static const char *with_dots(struct findings *out, const char *name)
{
	char *copy;

	if (name[strcspn(name, "./")] != '/')
		return name;
	copy = arena_strndup(findings_arena(out), name, strlen(name));
	if (!copy) {
		findings_spoil(out);
		return name;
	}
	for (char *c = copy + strcspn(copy, "./"); *c; c += 1 + strcspn(c + 1, "./"))
		*c = (char)(*c == '/' ? '.' : '/');
	return copy;
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	const struct strings *allowed = param_strings(params, ALLOWED);
	const struct strings *forbidden = param_strings(params, FORBIDDEN);

	if (!allowed->set && !forbidden->set)
		allowed = &safe;
	if (!pod->security)
		return;
	for_each_sysctl (s, pod->security) {
		const char *name = with_dots(out, s->name);

		if (globs_match(forbidden, name))
			finding(out, &s->at, "name", .value = s->name,
				.want = says_none_of(out, forbidden));
		else if (allowed->set && !globs_match(allowed, name))
			finding(out, &s->at, "name", .value = s->name,
				.want = says_one_of(out, allowed));
	}
}

const struct policy policy_workload_sysctls = {
	.id = "sysctls",
	.title = "Pods change only allowed kernel settings",
	.why = "Some settings hold for the whole node, and a wrong value harms every pod on it.",
	.remedy = "Remove the entry from securityContext.sysctls, or set it on the node.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD "  securityContext:\n"
			    "    sysctls: [{name: net.ipv4.tcp_syncookies, value: \"1\"}]\n",
	.bad = EXAMPLE_POD "  securityContext:\n"
			   "    sysctls: [{name: kernel.msgmax, value: \"65536\"}]\n",
	.maps = { PSS_SYSCTLS },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
