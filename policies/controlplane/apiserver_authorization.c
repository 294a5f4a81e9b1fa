/* SPDX-License-Identifier: Apache-2.0 */
/* apiserver_authorization.c - what the API server lets somebody do.
 * Reads:   --authorization-mode of kube-apiserver; an AuthorizationConfiguration
 * Accepts: lists with Node and RBAC and without AlwaysAllow; --authorization-config, which says it
 * in a file; webhooks that deny when they fail */
#include <string.h>

#include "policy/command_line.h"
#include "policy/says.h"

#define MODE "authorization-mode"

enum { REQUIRED, FORBIDDEN, FAILURE_POLICIES };

static const struct param params_declared[] = {
	[REQUIRED] = { "required", PARAM_STRINGS, .def = "[\"Node\", \"RBAC\"]",
		       .doc = "Modes that must be in the list." },
	[FORBIDDEN] = { "forbidden", PARAM_STRINGS, .def = "[\"AlwaysAllow\"]",
			.doc = "Modes that may not be in the list." },
	[FAILURE_POLICIES] = { "failurePolicies", PARAM_STRINGS, .def = "[\"Deny\"]",
			       .choices = "Deny NoOpinion",
			       .doc = "What the webhook of a file can do when it fails: with "
				      "NoOpinion, an authorizer after it can allow." },
};

static void judge(const struct command_line *line, const struct params *params,
		  struct findings *out)
{
	const struct strings *forbidden = param_strings(params, FORBIDDEN);
	struct flag last = flag_last(line, MODE);
	struct names missing = { 0 };

	if (flag_last(line, "authorization-config").len)
		return;
	for_each_flag_item(item, line, MODE) if (flag_item_in(&item, forbidden))
		flag_finding(out, line, MODE, &item.flag,
			     &(struct says){ .want = says_none_of(out, forbidden) });
	for_each_string (mode, *param_strings(params, REQUIRED))
		if (!flag_has_item(line, MODE, mode))
			names_add(out, &missing, mode);
	if (missing.count)
		flag_finding(
			out, line, MODE, &last,
			&(struct says){ .want = finding_text(out, "--" MODE " with %s",
							     names_join(out, &missing, " and ")) });
}

static bool has_type(const struct authorization *a, const char *type)
{
	for_each_authorizer(r, a)
	{
		if (strcmp(r->type, type) == 0)
			return true;
	}
	return false;
}

static void check_webhook(const struct authorizer *r, const struct params *params,
			  struct findings *out)
{
	const struct strings *allowed = param_strings(params, FAILURE_POLICIES);

	if (r->has_webhook && !strings_have(allowed, r->failure_policy))
		finding(out, &r->at, "webhook.failurePolicy",
			.value = *r->failure_policy ? r->failure_policy : NULL,
			.want = says_one_of(out, allowed));
}

static void check_authorization(const struct authorization *a, const struct params *params,
				struct findings *out)
{
	const struct strings *forbidden = param_strings(params, FORBIDDEN);
	struct names missing = { 0 };

	for_each_authorizer(r, a)
	{
		if (strings_have(forbidden, r->type))
			finding(out, &r->at, "type", .value = r->type,
				.want = says_none_of(out, forbidden));
		check_webhook(r, params, out);
	}
	for_each_string (mode, *param_strings(params, REQUIRED))
		if (!has_type(a, mode))
			names_add(out, &missing, mode);
	if (missing.count)
		finding(out, &a->at, "authorizers", .value = "no such authorizer",
			.want = names_join(out, &missing, " and "));
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	command_lines_check(pod, PROGRAM_APISERVER, params, out, judge);
}

const struct policy policy_controlplane_apiserver_authorization = {
	.id = "apiserver-authorization",
	.title = "kube-apiserver asks whether somebody may",
	.why = "Without a mode the API server allows everything to everybody who is known; without "
	       "Node, each kubelet may do what all may.",
	.remedy = "Set --authorization-mode=Node,RBAC.",
	.severity = SEVERITY_CRITICAL,
	.good = EXAMPLE_POD "    command: [kube-apiserver, \"--authorization-mode=Node,RBAC\"]\n",
	.bad = EXAMPLE_POD "    command: [kube-apiserver, --authorization-mode=AlwaysAllow]\n",
	.maps = { CIS_APISERVER_ALWAYS_ALLOW, CIS_APISERVER_NODE_MODE, CIS_APISERVER_RBAC_MODE,
		  NSA_CONTROL_PLANE },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
	.check_authorization = check_authorization,
};
