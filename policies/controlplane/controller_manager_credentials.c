/* SPDX-License-Identifier: Apache-2.0 */
/* controller_manager_credentials.c - what the controllers act as, and what they sign.
 * Reads:   flags of kube-controller-manager
 * Accepts: a service account for each controller, a key for tokens, an authority for pods */
#include "policy/command_line.h"

static const struct flag_rule rules[] = {
	{ "use-service-account-credentials", FLAG_TRUE, .otherwise = false },
	{ "service-account-private-key-file", FLAG_GIVEN,
	  .want = "--service-account-private-key-file=FILE" },
	{ "root-ca-file", FLAG_GIVEN, .want = "--root-ca-file=FILE" },
};

static void judge(const struct command_line *line, const struct params *params,
		  struct findings *out)
{
	(void)params;
	flags_judge(line, rules, ARRAY_LEN(rules), out);
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	command_lines_check(pod, PROGRAM_CONTROLLER_MANAGER, params, out, judge);
}

const struct policy policy_controlplane_controller_manager_credentials = {
	.id = "controller-manager-credentials",
	.title = "kube-controller-manager's controllers have an account each",
	.why = "One account for all controllers has the rights of all of them; without an "
	       "authority pods can't tell the API server from an impostor.",
	.remedy = "Set --use-service-account-credentials=true, --root-ca-file and "
		  "--service-account-private-key-file.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD "    command:\n    - kube-controller-manager\n"
			    "    - --use-service-account-credentials=true\n"
			    "    - --service-account-private-key-file=/pki/sa.key\n"
			    "    - --root-ca-file=/pki/ca.crt\n",
	.bad = EXAMPLE_POD "    command: [kube-controller-manager]\n",
	.maps = { CIS_CONTROLLERS_ACCOUNTS, CIS_CONTROLLERS_KEY, CIS_CONTROLLERS_ROOT_CA,
		  NSA_CONTROL_PLANE },
	.check_pod = check,
};
