/* SPDX-License-Identifier: Apache-2.0 */
/* kubelet_authorization.c - what a kubelet lets somebody do.
 * Reads:   authorization.mode of a KubeletConfiguration, --authorization-mode of a kubelet in a pod
 * Accepts: Webhook, which asks the API server; a file that says nothing */
#include <string.h>

#include "policy/command_line.h"

#define MODE "authorization-mode"

static void judge(const struct command_line *line, const struct params *params,
		  struct findings *out)
{
	struct flag mode = flag_last(line, MODE);

	(void)params;
	if (flag_equals(&mode, "Webhook") || (!mode.value && line->has_more))
		return;
	flag_finding(out, line, MODE, &mode, &(struct says){ .want = "--" MODE "=Webhook" });
}

static void check_pod(const struct pod *pod, const struct params *params, struct findings *out)
{
	command_lines_check(pod, PROGRAM_KUBELET, params, out, judge);
}

static void check_kubelet(const struct kubelet *k, const struct params *params,
			  struct findings *out)
{
	(void)params;
	if (*k->authorization_mode && strcmp(k->authorization_mode, "Webhook") != 0)
		finding(out, &k->at, "authorization.mode", .value = k->authorization_mode,
			.want = "Webhook");
}

const struct policy policy_controlplane_kubelet_authorization = {
	.id = "kubelet-authorization",
	.title = "kubelet asks whether somebody may",
	.why = "With AlwaysAllow whoever is known to a kubelet may run commands in every pod of "
	       "the node.",
	.remedy = "Set authorization.mode to Webhook.",
	.severity = SEVERITY_CRITICAL,
	.good = EXAMPLE_POD "    command: [kubelet, --authorization-mode=Webhook]\n",
	.bad = EXAMPLE_POD "    command: [kubelet, --authorization-mode=AlwaysAllow]\n",
	.maps = { CIS_KUBELET_AUTHORIZATION, NSA_CONTROL_PLANE },
	.check_pod = check_pod,
	.check_kubelet = check_kubelet,
};
