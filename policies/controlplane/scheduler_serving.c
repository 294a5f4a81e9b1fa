/* SPDX-License-Identifier: Apache-2.0 */
/* scheduler_serving.c - what the scheduler serves, and to whom.
 * Reads:   the serving flags of kube-scheduler
 * Accepts: no profiles, unless --config names a file that says so; an address of the machine
 * itself; no insecure port */
#include "policy/component.h"

enum { ADDRESSES };

static const struct param params_declared[] = {
	[ADDRESSES] = PARAM_BIND_ADDRESSES,
};

static void judge(const struct command_line *line, const struct params *params,
		  struct findings *out)
{
	bool reads_file = flag_last(line, "config").len;

	component_serving_judge(line, reads_file, param_strings(params, ADDRESSES), out);
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	command_lines_check(pod, PROGRAM_SCHEDULER, params, out, judge);
}

const struct policy policy_controlplane_scheduler_serving = {
	.id = "scheduler-serving",
	.title = "kube-scheduler serves the machine alone, and no profiles",
	.why = "What it serves is for its own node; at every address it can be reached from pods, "
	       "and profiles show what is in memory.",
	.remedy = "Set --profiling=false and --bind-address=127.0.0.1.",
	.severity = SEVERITY_LOW,
	.good = EXAMPLE_POD "    command:\n    - kube-scheduler\n"
			    "    - --profiling=false\n    - --bind-address=127.0.0.1\n",
	.bad = EXAMPLE_POD "    command: [kube-scheduler, --bind-address=0.0.0.0]\n",
	.maps = { CIS_SCHEDULER_PROFILING, CIS_SCHEDULER_BIND, NSA_CONTROL_PLANE },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
