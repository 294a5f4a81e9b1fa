/* SPDX-License-Identifier: Apache-2.0 */
/* apiserver_audit.c - the API server writes down who did what.
 * Reads:   the audit flags of kube-apiserver
 * Accepts: a policy, and a log that is kept long enough, the standard output, or a webhook */
#include "policy/command_line.h"

enum { WEBHOOK, MIN_DAYS, MIN_BACKUPS, MIN_SIZE };

static const struct param params_declared[] = {
	[WEBHOOK] = { "webhookAlone", PARAM_BOOL, .def = "true",
		      .doc = "Whether a webhook may stand in for the log." },
	[MIN_DAYS] = { "minDays", PARAM_INT, .def = "30", .min = 1, .max = 36500,
		       .doc = "Days that a log must be kept." },
	[MIN_BACKUPS] = { "minBackups", PARAM_INT, .def = "10", .min = 1, .max = 1000000,
			  .doc = "Old logs that must be kept." },
	[MIN_SIZE] = { "minMegabytes", PARAM_INT, .def = "100", .min = 1, .max = 1000000,
		       .doc = "Size that a log must reach before the next one." },
};

static const struct flag_rule policy_file = { "audit-policy-file", FLAG_GIVEN,
					      .want = "--audit-policy-file=FILE",
					      .fix = "nothing is logged without one" };
static const struct flag_rule log_path = { "audit-log-path", FLAG_GIVEN,
					   .want = "--audit-log-path=FILE" };

static void judge(const struct command_line *line, const struct params *params,
		  struct findings *out)
{
	struct flag path = flag_last(line, log_path.name);
	bool webhook =
		param_bool(params, WEBHOOK) && flag_last(line, "audit-webhook-config-file").len;

	flags_judge(line, &policy_file, 1, out);
	if (!webhook)
		flags_judge(line, &log_path, 1, out);
	if (!path.len || flag_equals(&path, "-"))
		return;
	flag_judge_range(line, "audit-log-maxage", 0, param_int(params, MIN_DAYS), INT64_MAX, out);
	flag_judge_range(line, "audit-log-maxbackup", 0, param_int(params, MIN_BACKUPS), INT64_MAX,
			 out);
	flag_judge_range(line, "audit-log-maxsize", 0, param_int(params, MIN_SIZE), INT64_MAX, out);
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	command_lines_check(pod, PROGRAM_APISERVER, params, out, judge);
}

const struct policy policy_controlplane_apiserver_audit = {
	.id = "apiserver-audit",
	.title = "kube-apiserver logs who did what",
	.why = "Without an audit log nobody can tell afterwards what an attacker read and changed.",
	.remedy = "Set --audit-policy-file and --audit-log-path, and how long logs are kept.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD "    command:\n    - kube-apiserver\n"
			    "    - --audit-policy-file=/etc/kubernetes/audit.yaml\n"
			    "    - --audit-log-path=/var/log/audit.log\n"
			    "    - --audit-log-maxage=30\n    - --audit-log-maxbackup=10\n"
			    "    - --audit-log-maxsize=100\n",
	.bad = EXAMPLE_POD "    command: [kube-apiserver, --audit-log-path=/var/log/audit.log]\n",
	.maps = { CIS_APISERVER_AUDIT_PATH, CIS_APISERVER_AUDIT_AGE, CIS_APISERVER_AUDIT_BACKUPS,
		  CIS_APISERVER_AUDIT_SIZE, CIS_AUDIT_POLICY, NSA_CONTROL_PLANE },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
