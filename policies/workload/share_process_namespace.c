/* SPDX-License-Identifier: Apache-2.0 */
/* share_process_namespace.c - containers of a pod do not see each other's processes.
 * Reads:   shareProcessNamespace of the pod
 * Accepts: absent, null, false */
#include "policy/policy.h"
#include "policy/says.h"

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	(void)params;
	if (pod->share_process_namespace.v)
		finding(out, &pod->at, "shareProcessNamespace",
			.value = says_bool(pod->share_process_namespace),
			.want = "absent or false");
}

const struct policy policy_workload_share_process_namespace = {
	.id = "share-process-namespace",
	.title = "Containers of a pod keep their processes apart",
	.why = "In a shared process namespace each container reads the environment and files of "
	       "the others through /proc.",
	.remedy = "Remove shareProcessNamespace from the pod's spec.",
	.severity = SEVERITY_LOW,
	.good = EXAMPLE_POD "  shareProcessNamespace: false\n",
	.bad = EXAMPLE_POD "  shareProcessNamespace: true\n",
	.check_pod = check,
};
