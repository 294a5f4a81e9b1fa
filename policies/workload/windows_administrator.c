/* SPDX-License-Identifier: Apache-2.0 */
/* windows_administrator.c - Windows containers do not run as their administrator.
 * Reads:   windowsOptions.runAsUserName of the pod and of each container; for which system the pod
 * is
 * Accepts: absent and null unless required, every other name unless some are listed; names compare
 * without case, as Windows does; of the pod where a container has none of its own */
#include <ctype.h>
#include <string.h>

#include "policy/debugging.h"
#include "policy/pod_os.h"
#include "policy/pod_security.h"
#include "policy/policy.h"
#include "policy/says.h"

enum { ALLOWED, REQUIRED, EPHEMERAL };

static const struct param params_declared[] = {
	[ALLOWED] = { "allowedRunAsUserNames", PARAM_STRINGS,
		      .doc = "Globs, in any case, of the only names that runAsUserName may have, "
			     "with their domain where they have one; when absent, any but an "
			     "administrator." },
	[REQUIRED] = { "requireRunAsUserName", PARAM_BOOL, .def = "false",
		       .doc = "Whether each container of a pod for Windows must have a "
			      "runAsUserName, its own or the pod's: without one the image "
			      "decides." },
	[EPHEMERAL] = INCLUDE_EPHEMERAL_CONTAINERS,
};

static const char *name_of(const struct security_common *common)
{
	return common->windows ? common->windows->run_as_user_name : NULL;
}

static bool has_name(const struct security_common *common)
{
	return name_of(common) != NULL;
}

static const char *lowered(struct findings *out, const char *text)
{
	char *copy = arena_strndup(findings_arena(out), text, strlen(text));

	if (!copy) {
		findings_spoil(out);
		return text;
	}
	for (char *c = copy; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	return copy;
}

static bool is_allowed(const struct strings *globs, const char *name, struct findings *out)
{
	const char *lower = lowered(out, name);

	for_each_string (glob, *globs)
		if (glob_match(lowered(out, glob), lower))
			return true;
	return !globs->set;
}

static void check_name(const struct context *x, const struct pod *pod,
		       const struct strings *allowed, struct findings *out)
{
	const char *name = name_of(x->common);

	if (name && context_counts(x, pod, has_name) && !windows_user_is_administrator(name) &&
	    !is_allowed(allowed, name, out))
		finding(out, x->at, "securityContext.windowsOptions.runAsUserName", .value = name,
			.want = says_one_of(out, allowed));
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	const struct strings *allowed = param_strings(params, ALLOWED);
	bool required = param_bool(params, REQUIRED) && pod_is_windows(pod);
	bool of_pod = has_name(context_first(pod).common);

	windows_administrators_check(pod, "another user", out);
	for_each_context (x, pod) {
		check_name(&x, pod, allowed, out);
		if (x.container && required && !of_pod && !has_name(x.common) &&
		    !is_left_to_debug(x.list, params, EPHEMERAL))
			finding(out, x.at, "securityContext.windowsOptions.runAsUserName",
				.want = allowed->set ? says_one_of(out, allowed) : "a user");
	}
}

const struct policy policy_workload_windows_administrator = {
	.id = "windows-administrator",
	.title = "Windows containers do not run as their administrator",
	.why = "ContainerAdministrator is to a Windows container what root is to a Linux one: it "
	       "may "
	       "change all that is in it.",
	.remedy = "Set runAsUserName to ContainerUser, or to a user that the image makes.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD "    securityContext:\n      windowsOptions:\n"
			    "        runAsUserName: ContainerUser\n",
	.bad = EXAMPLE_POD "    securityContext:\n      windowsOptions:\n"
			   "        runAsUserName: ContainerAdministrator\n",
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
