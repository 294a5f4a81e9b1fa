/* SPDX-License-Identifier: Apache-2.0 */
/* controller_manager_pod_gc.c - terminated pods are collected.
 * Reads:   --terminated-pod-gc-threshold of kube-controller-manager
 * Accepts: thresholds up to a maximum */
#include "policy/command_line.h"

#define DEFAULT_THRESHOLD 12500

enum { MAX };

static const struct param params_declared[] = {
	[MAX] = { "maxTerminatedPods", PARAM_INT, .def = "12500", .min = 1, .max = 1000000,
		  .doc = "Highest number of terminated pods that may be left; 12500 when nothing "
			 "is "
			 "set." },
};

static void judge(const struct command_line *line, const struct params *params,
		  struct findings *out)
{
	flag_judge_range(line, "terminated-pod-gc-threshold", DEFAULT_THRESHOLD, 1,
			 param_int(params, MAX), out);
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	command_lines_check(pod, PROGRAM_CONTROLLER_MANAGER, params, out, judge);
}

const struct policy policy_controlplane_controller_manager_pod_gc = {
	.id = "controller-manager-pod-gc",
	.title = "kube-controller-manager collects terminated pods",
	.why = "Terminated pods that stay fill etcd and slow down everything that lists pods.",
	.remedy = "Set --terminated-pod-gc-threshold to a number that the cluster can bear, or "
		  "leave it out.",
	.severity = SEVERITY_LOW,
	.good = EXAMPLE_POD "    command:\n    - kube-controller-manager\n"
			    "    - --terminated-pod-gc-threshold=1000\n",
	.bad = EXAMPLE_POD "    command:\n    - kube-controller-manager\n"
			   "    - --terminated-pod-gc-threshold=0\n",
	.maps = { CIS_CONTROLLERS_POD_GC, MITRE_DENIAL },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
