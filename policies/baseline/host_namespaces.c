/* SPDX-License-Identifier: Apache-2.0 */
/* host_namespaces.c - a pod stays out of its node's network, process and IPC namespaces.
 *
 * Reads:   hostNetwork, hostPID, hostIPC
 * Accepts: absent, false
 */
#include "policy/policy.h"

static void forbid(bool set, const struct pod *pod, const char *field, struct names *bad,
		   struct findings *out)
{
	if (!set)
		return;
	finding(out, &pod->at, field, .value = "true", .want = "absent or false",
		.fix = finding_text(out, "remove %s", field));
	names_add(out, bad, finding_text(out, "%s=true", field));
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	struct names bad = { 0 };

	(void)params;
	forbid(pod->host_network, pod, "hostNetwork", &bad, out);
	forbid(pod->host_pid, pod, "hostPID", &bad, out);
	forbid(pod->host_ipc, pod, "hostIPC", &bad, out);
	if (bad.count)
		findings_summary(out, "host namespaces", names_join(out, &bad, ", "));
}

static const struct standard standard = {
	.level = LEVEL_BASELINE,
	.id = "hostNamespaces",
	.versions = { { 0, check } },
};

const struct policy policy_baseline_host_namespaces = {
	.id = "baseline-host-namespaces",
	.title = "The pod shares no namespace with its node",
	.why = "In the node's namespaces a container sees and signals all processes of the node, "
	       "listens to its traffic past every NetworkPolicy, and reads its shared memory.",
	.remedy = "Remove hostNetwork, hostPID and hostIPC.",
	.severity = SEVERITY_HIGH,
	.good = EXAMPLE_POD "  hostNetwork: false\n",
	.bad = EXAMPLE_POD "  hostNetwork: true\n",
	.maps = { CIS_HOST_PID, CIS_HOST_IPC, CIS_HOST_NETWORK, NSA_ENFORCEMENT, MITRE_ESCAPE },
	.standard = &standard,
};
