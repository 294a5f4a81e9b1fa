/* SPDX-License-Identifier: Apache-2.0 */
/* run_as_ids.c - users and groups are within their ranges.
 * Reads:   runAsUser and runAsGroup of pod and containers; fsGroup and supplementalGroups of the
 * pod
 * Accepts: absent unless required; what a range holds; of the pod what each container overrides */
#include "policy/debugging.h"
#include "policy/pod_os.h"
#include "policy/pod_security.h"
#include "policy/policy.h"
#include "policy/says.h"

enum {
	USER,
	GROUP,
	FS_GROUP,
	SUPPLEMENTAL, /* ranges */
	NEED_USER,
	NEED_GROUP,
	NEED_FS_GROUP,
	NEED_SUPPLEMENTAL,
	EPHEMERAL,
};

#define NEED(range) ((range) + NEED_USER)
#define ID_MAX	    2147483647 /* as the API has it */

static const struct param params_declared[] = {
	[USER] = { "runAsUser", PARAM_RANGES, .def = "[\"1-\"]", .max = ID_MAX,
		   .doc = "Ranges that runAsUser must be in." },
	[GROUP] = { "runAsGroup", PARAM_RANGES, .def = "[\"1-\"]", .max = ID_MAX,
		    .doc = "Ranges that runAsGroup must be in." },
	[FS_GROUP] = { "fsGroup", PARAM_RANGES, .def = "[\"1-\"]", .max = ID_MAX,
		       .doc = "Ranges that fsGroup must be in." },
	[SUPPLEMENTAL] = { "supplementalGroups", PARAM_RANGES, .def = "[\"1-\"]", .max = ID_MAX,
			   .doc = "Ranges that each of supplementalGroups must be in." },
	[NEED_USER] = { "requireRunAsUser", PARAM_BOOL, .def = "false",
			.doc = "Whether each container must have a runAsUser, its own or the "
			       "pod's." },
	[NEED_GROUP] = { "requireRunAsGroup", PARAM_BOOL, .def = "false",
			 .doc = "Whether each container must have a runAsGroup, its own or the "
				"pod's." },
	[NEED_FS_GROUP] = { "requireFsGroup", PARAM_BOOL, .def = "false",
			    .doc = "Whether each pod must have an fsGroup." },
	[NEED_SUPPLEMENTAL] = { "requireSupplementalGroups", PARAM_BOOL, .def = "false",
				.doc = "Whether each pod must have supplementalGroups." },
	[EPHEMERAL] = INCLUDE_EPHEMERAL_CONTAINERS,
};

struct judge {
	const struct params *params;
	struct findings *out;
	bool windows; /* has no such fields, so that none is missing */
};

static const char *want_range(const struct judge *j, size_t range)
{
	size_t count;
	const struct range *ranges = param_ranges(j->params, range, &count);

	return says_ranges(j->out, ranges, count);
}

static void judge_id(const struct judge *j, size_t range, const struct at *at, const char *field,
		     struct opt_int id)
{
	size_t count;
	const struct range *ranges = param_ranges(j->params, range, &count);

	if (id.set && !ranges_have(ranges, count, id.v))
		finding(j->out, at, field, .value = says_int(j->out, id.v),
			.want = want_range(j, range));
}

static void judge_absent(const struct judge *j, size_t range, const struct at *at,
			 const char *field, bool there)
{
	if (!there && !j->windows && param_bool(j->params, NEED(range)))
		finding(j->out, at, field, .want = want_range(j, range));
}

static void check_pod(const struct judge *j, const struct pod *pod)
{
	static const struct pod_security_context nothing_set;
	const struct pod_security_context *s = pod->security ? pod->security : &nothing_set;

	judge_id(j, FS_GROUP, &pod->at, "securityContext.fsGroup", s->fs_group);
	judge_absent(j, FS_GROUP, &pod->at, "securityContext.fsGroup", s->fs_group.set);
	for (size_t i = 0; i < s->supplemental_group_count; i++)
		judge_id(j, SUPPLEMENTAL, &pod->at,
			 finding_text(j->out, "securityContext.supplementalGroups[%zu]", i),
			 (struct opt_int){ true, s->supplemental_groups[i] });
	judge_absent(j, SUPPLEMENTAL, &pod->at, "securityContext.supplementalGroups",
		     s->supplemental_group_count > 0);
}

static bool has_user(const struct security_common *common)
{
	return common->run_as_user.set;
}

static bool has_group(const struct security_common *common)
{
	return common->run_as_group.set;
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	const struct security_common *of_pod = context_first(pod).common;
	struct judge j = { params, out, pod_is_windows(pod) };

	check_pod(&j, pod);
	for_each_context (x, pod) {
		struct opt_int user = x.common->run_as_user, group = x.common->run_as_group;

		if (context_counts(&x, pod, has_user))
			judge_id(&j, USER, x.at, "securityContext.runAsUser", user);
		if (context_counts(&x, pod, has_group))
			judge_id(&j, GROUP, x.at, "securityContext.runAsGroup", group);
		if (!x.container || is_left_to_debug(x.list, params, EPHEMERAL))
			continue;
		judge_absent(&j, USER, x.at, "securityContext.runAsUser",
			     user.set || of_pod->run_as_user.set);
		judge_absent(&j, GROUP, x.at, "securityContext.runAsGroup",
			     group.set || of_pod->run_as_group.set);
	}
}

const struct policy policy_workload_run_as_ids = {
	.id = "run-as-ids",
	.title = "Users and groups are within their ranges",
	.why = "A user or group that the node or another tenant also has opens its files and "
	       "processes.",
	.remedy = "Set runAsUser, runAsGroup, fsGroup and supplementalGroups to ids that were "
		  "given to this workload.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD
	"  securityContext: {runAsUser: 10001, runAsGroup: 10001, fsGroup: 10001}\n",
	.bad = EXAMPLE_POD "  securityContext: {runAsUser: 10001, runAsGroup: 0}\n",
	.maps = { CIS_ROOT, NSA_NON_ROOT },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
