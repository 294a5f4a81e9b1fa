/* SPDX-License-Identifier: Apache-2.0 */
/* host_namespaces.c - pods do not share namespaces with their node.
 * Reads:   hostNetwork, hostPID, hostIPC of the pod
 * Accepts: absent, null, false */
#include "policy/policy.h"

enum { ALLOW_NETWORK, ALLOW_PID, ALLOW_IPC };

static const struct param params_declared[] = {
	[ALLOW_NETWORK] = { "allowHostNetwork", PARAM_BOOL, .def = "false",
			    .doc = "Whether pods may use the node's network." },
	[ALLOW_PID] = { "allowHostPID", PARAM_BOOL, .def = "false",
			.doc = "Whether pods may see the node's processes." },
	[ALLOW_IPC] = { "allowHostIPC", PARAM_BOOL, .def = "false",
			.doc = "Whether pods may use the node's shared memory." },
};

static void judge(const struct pod *pod, const char *field, bool used, bool allowed,
		  struct findings *out)
{
	if (used && !allowed)
		finding(out, &pod->at, field, .value = "true", .want = "absent or false");
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	judge(pod, "hostNetwork", pod->host_network, param_bool(params, ALLOW_NETWORK), out);
	judge(pod, "hostPID", pod->host_pid, param_bool(params, ALLOW_PID), out);
	judge(pod, "hostIPC", pod->host_ipc, param_bool(params, ALLOW_IPC), out);
}

const struct policy policy_workload_host_namespaces = {
	.id = "host-namespaces",
	.title = "Pods do not share namespaces with the node",
	.why = "In the node's namespaces a pod sees and disturbs what runs there, past every "
	       "NetworkPolicy.",
	.remedy = "Remove hostNetwork, hostPID and hostIPC from the pod's spec.",
	.severity = SEVERITY_HIGH,
	.good = EXAMPLE_POD "  hostPID: false\n",
	.bad = EXAMPLE_POD "  hostPID: true\n",
	.maps = { PSS_HOST_NAMESPACES, CIS_HOST_PID, CIS_HOST_IPC, CIS_HOST_NETWORK,
		  NSA_ENFORCEMENT, MITRE_ESCAPE },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
