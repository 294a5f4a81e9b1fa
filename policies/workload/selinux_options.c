/* SPDX-License-Identifier: Apache-2.0 */
/* selinux_options.c - which SELinux labels may be asked for.
 * Reads:   securityContext.seLinuxOptions of pod and containers
 * Accepts: absent and empty fields; the types of ordinary containers; of the pod what each
 * container overrides */
#include "policy/debugging.h"
#include "policy/pod_os.h"
#include "policy/pod_security.h"
#include "policy/policy.h"
#include "policy/says.h"

enum { TYPES, USERS, ROLES, LEVELS, REQUIRED, EPHEMERAL };

static const struct param params_declared[] = {
	[TYPES] = { "allowedTypes", PARAM_STRINGS,
		    .def = "[\"container_t\", \"container_init_t\", \"container_kvm_t\", "
			   "\"container_engine_t\"]",
		    .doc = "Globs of the types that may be set." },
	[USERS] = { "allowedUsers", PARAM_STRINGS, .def = "[]",
		    .doc = "Globs of the SELinux users that may be set." },
	[ROLES] = { "allowedRoles", PARAM_STRINGS, .def = "[]",
		    .doc = "Globs of the roles that may be set." },
	[LEVELS] = { "allowedLevels", PARAM_STRINGS, .def = "[\"*\"]",
		     .doc = "Globs of the levels that may be set." },
	[REQUIRED] = { "required", PARAM_BOOL, .def = "false",
		       .doc = "Whether each container must have seLinuxOptions, its own or the "
			      "pod's." },
	[EPHEMERAL] = INCLUDE_EPHEMERAL_CONTAINERS,
};

static void judge(const struct context *x, const char *field, const char *value,
		  const struct strings *allowed, struct findings *out)
{
	if (*value && !globs_match(allowed, value))
		finding(out, x->at, finding_text(out, "securityContext.seLinuxOptions.%s", field),
			.value = value, .want = says_one_of(out, allowed));
}

static bool has_options(const struct security_common *common)
{
	return common->selinux != NULL;
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	const struct selinux_options *of_pod = context_first(pod).common->selinux;
	bool required = param_bool(params, REQUIRED) && !pod_is_windows(pod);

	for_each_context (x, pod) {
		const struct selinux_options *own = x.common->selinux;

		if (x.container && required && !own && !of_pod &&
		    !is_left_to_debug(x.list, params, EPHEMERAL))
			finding(out, x.at, "securityContext.seLinuxOptions",
				.want = "a label, the container's or the pod's");
		if (!own || !context_counts(&x, pod, has_options))
			continue;
		judge(&x, "type", own->type, param_strings(params, TYPES), out);
		judge(&x, "user", own->user, param_strings(params, USERS), out);
		judge(&x, "role", own->role, param_strings(params, ROLES), out);
		judge(&x, "level", own->level, param_strings(params, LEVELS), out);
	}
}

const struct policy policy_workload_selinux_options = {
	.id = "selinux-options",
	.title = "SELinux labels are among the allowed ones",
	.why = "A label such as spc_t takes a container out of SELinux' confinement.",
	.remedy = "Remove securityContext.seLinuxOptions, or set an allowed type and neither user "
		  "nor role.",
	.severity = SEVERITY_HIGH,
	.good = EXAMPLE_POD "  securityContext: {seLinuxOptions: {level: \"s0:c12,c34\"}}\n",
	.bad = EXAMPLE_POD "  securityContext: {seLinuxOptions: {type: spc_t}}\n",
	.maps = { PSS_SELINUX, NSA_HARDENING, MITRE_ESCAPE },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
