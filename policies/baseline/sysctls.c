/* SPDX-License-Identifier: Apache-2.0 */
/* sysctls.c - a pod sets no sysctl but those that act on itself alone.
 *
 * Reads:   name of each of the pod's sysctls, exactly as written: net/ipv4/... is another name
 * Accepts: the list below; later versions of the standard made it longer
 */
#include <string.h>

#include "policy/policy.h"

static const struct {
	int from; /* minor version */
	const char *name;
} safe[] = {
	{ 0, "kernel.shm_rmid_forced" },
	{ 0, "net.ipv4.ip_local_port_range" },
	{ 0, "net.ipv4.ip_unprivileged_port_start" },
	{ 0, "net.ipv4.ping_group_range" },
	{ 0, "net.ipv4.tcp_syncookies" },
	{ 27, "net.ipv4.ip_local_reserved_ports" },
	{ 29, "net.ipv4.tcp_fin_timeout" },
	{ 29, "net.ipv4.tcp_keepalive_intvl" },
	{ 29, "net.ipv4.tcp_keepalive_probes" },
	{ 29, "net.ipv4.tcp_keepalive_time" },
	{ 32, "net.ipv4.tcp_rmem" },
	{ 32, "net.ipv4.tcp_wmem" },
	{ 37, "net.ipv4.tcp_notsent_lowat" },
	{ 37, "net.ipv4.tcp_slow_start_after_idle" },
};

static bool is_safe(const char *name, int minor)
{
	for (size_t i = 0; i < ARRAY_LEN(safe); i++)
		if (safe[i].from <= minor && strcmp(safe[i].name, name) == 0)
			return true;
	return false;
}

static void check(const struct pod *pod, int minor, struct findings *out)
{
	struct names bad = { 0 };

	if (!pod->security)
		return;
	for_each_sysctl (s, pod->security) {
		if (is_safe(s->name, minor))
			continue;
		finding(out, &s->at, "name", .value = s->name, .want = "a safe sysctl",
			.fix = "remove the sysctl");
		names_add(out, &bad, s->name);
	}
	if (bad.count)
		findings_summary(out, "forbidden sysctls", names_join(out, &bad, ", "));
}

#define CHECK_FROM(minor)                                                             \
	static void check_##minor(const struct pod *pod, const struct params *params, \
				  struct findings *out)                               \
	{                                                                             \
		(void)params;                                                         \
		check(pod, minor, out);                                               \
	}
CHECK_FROM(0)
CHECK_FROM(27)
CHECK_FROM(29)
CHECK_FROM(32)
CHECK_FROM(37)

static const struct standard standard = {
	.level = LEVEL_BASELINE,
	.id = "sysctls",
	.versions = { { 0, check_0 },
		      { 27, check_27 },
		      { 29, check_29 },
		      { 32, check_32 },
		      { 37, check_37 } },
};

const struct policy policy_baseline_sysctls = {
	.id = "baseline-sysctls",
	.title = "The pod sets only sysctls that are safe",
	.why = "Most sysctls act on the whole node and can starve or weaken every pod on it.",
	.remedy = "Remove the sysctl, or set it on the nodes that are meant to have it.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD "  securityContext:\n"
			    "    sysctls: [{name: net.ipv4.tcp_syncookies, value: \"1\"}]\n",
	.bad = EXAMPLE_POD "  securityContext:\n"
			   "    sysctls: [{name: kernel.msgmax, value: \"65536\"}]\n",
	.standard = &standard,
};
