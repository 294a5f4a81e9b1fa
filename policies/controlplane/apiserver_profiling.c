/* SPDX-License-Identifier: Apache-2.0 */
/* apiserver_profiling.c - the API server shows no profiles, and no request holds it for long.
 * Reads:   --profiling, --debug-socket-path and --request-timeout of kube-apiserver
 * Accepts: profiling that is off, timeouts up to a maximum */
#include "policy/command_line.h"

#define SECOND_US ((int64_t)1000000)

enum { MAX_SECONDS };

static const struct param params_declared[] = {
	[MAX_SECONDS] = { "maxRequestTimeoutSeconds", PARAM_INT, .def = "300", .min = 1,
			  .max = 86400, .doc = "Longest timeout of a request." },
};

static const struct flag_rule rules[] = {
	{ "profiling", FLAG_FALSE, .otherwise = true },
	{ "debug-socket-path", FLAG_ABSENT, .fix = "it asks nobody who they are" },
};

static void judge(const struct command_line *line, const struct params *params,
		  struct findings *out)
{
	struct flag timeout = flag_last(line, "request-timeout");
	int64_t max = param_int(params, MAX_SECONDS), us = 60 * SECOND_US;

	flags_judge(line, rules, ARRAY_LEN(rules), out);
	if ((!timeout.value || flag_duration(&timeout, &us)) && us > 0 && us <= max * SECOND_US)
		return;
	flag_finding(out, line, "request-timeout", &timeout,
		     &(struct says){ .want = finding_text(out, "--request-timeout of up to %llds",
							  (long long)max) });
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	command_lines_check(pod, PROGRAM_APISERVER, params, out, judge);
}

const struct policy policy_controlplane_apiserver_profiling = {
	.id = "apiserver-profiling",
	.title = "kube-apiserver shows no profiles and ends long requests",
	.why = "Profiles show what is in memory and cost much to make; requests without an end "
	       "use up what the server has.",
	.remedy = "Set --profiling=false.",
	.severity = SEVERITY_LOW,
	.good = EXAMPLE_POD "    command: [kube-apiserver, --profiling=false]\n",
	.bad = EXAMPLE_POD "    command: [kube-apiserver]\n",
	.maps = { CIS_APISERVER_PROFILING, CIS_APISERVER_TIMEOUT, NSA_CONTROL_PLANE, MITRE_DENIAL },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
