/* SPDX-License-Identifier: Apache-2.0 */
/* read_only_root_filesystem.c - containers can't write to their image.
 * Reads:   securityContext.readOnlyRootFilesystem of containers
 * Accepts: true; anything on Windows, which has no such field, and of ephemeral containers unless a
 * parameter says so */
#include "policy/debugging.h"
#include "policy/pod_os.h"
#include "policy/pod_security.h"
#include "policy/policy.h"
#include "policy/says.h"

enum { EPHEMERAL };

static const struct param params_declared[] = {
	[EPHEMERAL] = INCLUDE_EPHEMERAL_CONTAINERS,
};

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	if (pod_is_windows(pod))
		return;
	for_each_container (c, pod) {
		struct opt_bool read_only = { 0 };

		if (is_left_to_debug(c->list, params, EPHEMERAL))
			continue;
		if (c->security)
			read_only = c->security->read_only_root_filesystem;
		if (!read_only.v)
			finding(out, &c->at, "securityContext.readOnlyRootFilesystem",
				.value = says_bool(read_only), .want = "true");
	}
}

const struct policy policy_workload_read_only_root_filesystem = {
	.id = "read-only-root-filesystem",
	.title = "Containers have a read-only root filesystem",
	.why = "Whoever gets into a container can't change its programs or drop tools when it "
	       "can't be written to.",
	.remedy = "Set securityContext.readOnlyRootFilesystem to true and mount an emptyDir where "
		  "the program writes.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD "    securityContext: {readOnlyRootFilesystem: true}\n"
			    "    volumeMounts: [{name: tmp, mountPath: /tmp}]\n"
			    "  volumes: [{name: tmp, emptyDir: {}}]\n",
	.bad = EXAMPLE_POD "    securityContext: {readOnlyRootFilesystem: false}\n",
	.maps = { CIS_SECURITY_CONTEXT, NSA_IMMUTABLE, MITRE_ESCAPE },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
