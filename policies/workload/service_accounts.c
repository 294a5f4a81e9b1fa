/* SPDX-License-Identifier: Apache-2.0 */
/* service_accounts.c - pods run as a service account that is meant for them.
 * Reads:   serviceAccountName, its old name serviceAccount, automountServiceAccountToken
 * Accepts: what is allowed and not forbidden; an absent name is default; the old name alone, or
 * when it says the same */
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"

enum { ALLOWED, FORBIDDEN, WITHOUT_TOKEN };

static const struct param params_declared[] = {
	[ALLOWED] = { "allowed", PARAM_STRINGS, .def = "[\"*\"]",
		      .doc = "Globs of the names that may be used." },
	[FORBIDDEN] = { "forbidden", PARAM_STRINGS, .def = "[\"default\"]",
			.doc = "Globs of names that may not be used, even when allowed above." },
	[WITHOUT_TOKEN] = { "acceptWithoutToken", PARAM_BOOL, .def = "true",
			    .doc = "Whether any name will do when automountServiceAccountToken is "
				   "false." },
};

static const char *want_instead(const char *name, const struct params *params, struct findings *out)
{
	const struct strings *allowed = param_strings(params, ALLOWED);
	const struct strings *forbidden = param_strings(params, FORBIDDEN);

	if (globs_match(forbidden, name))
		return says_none_of(out, forbidden);
	return globs_match(allowed, name) ? NULL : says_one_of(out, allowed);
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	const char *name = pod->service_account_name, *old = pod->service_account;
	struct opt_bool mount = pod->automount_service_account_token;
	const char *want;

	if (*old && strcmp(old, name) != 0)
		finding(out, &pod->at, "serviceAccount", .value = old,
			.want = "absent, or the same as serviceAccountName");
	if (mount.set && !mount.v && param_bool(params, WITHOUT_TOKEN))
		return;
	want = want_instead(*name ? name : "default", params, out);
	if (want)
		finding(out, &pod->at, "serviceAccountName", .value = *name ? name : NULL,
			.want = want);
}

const struct policy policy_workload_service_accounts = {
	.id = "service-accounts",
	.title = "Pods run as a service account of their own",
	.why = "All pods of a namespace share its default account: what one of them is granted, "
	       "all of them have.",
	.remedy = "Make a ServiceAccount for the workload and name it in serviceAccountName.",
	.severity = SEVERITY_LOW,
	.good = EXAMPLE_POD "  serviceAccountName: app\n",
	.bad = EXAMPLE_POD "  serviceAccountName: default\n",
	.maps = { CIS_DEFAULT_ACCOUNT, NSA_TOKENS, MITRE_DEFAULT_ACCOUNTS },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
