/* SPDX-License-Identifier: Apache-2.0 */
/* controller_manager_serving.c - what the controller manager serves, and to whom.
 * Reads:   the serving flags of kube-controller-manager
 * Accepts: no profiles, an address of the machine itself, no insecure port */
#include "policy/component.h"

enum { ADDRESSES };

static const struct param params_declared[] = {
	[ADDRESSES] = PARAM_BIND_ADDRESSES,
};

static void judge(const struct command_line *line, const struct params *params,
		  struct findings *out)
{
	component_serving_judge(line, false, param_strings(params, ADDRESSES), out);
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	command_lines_check(pod, PROGRAM_CONTROLLER_MANAGER, params, out, judge);
}

const struct policy policy_controlplane_controller_manager_serving = {
	.id = "controller-manager-serving",
	.title = "kube-controller-manager serves the machine alone, and no profiles",
	.why = "What it serves is for its own node; at every address it can be reached from pods, "
	       "and profiles show what is in memory.",
	.remedy = "Set --profiling=false and --bind-address=127.0.0.1.",
	.severity = SEVERITY_LOW,
	.good = EXAMPLE_POD "    command:\n    - kube-controller-manager\n"
			    "    - --profiling=false\n    - --bind-address=127.0.0.1\n",
	.bad = EXAMPLE_POD "    command: [kube-controller-manager, --bind-address=0.0.0.0]\n",
	.maps = { CIS_CONTROLLERS_PROFILING, CIS_CONTROLLERS_BIND, NSA_CONTROL_PLANE },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
