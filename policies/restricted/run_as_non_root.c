/* SPDX-License-Identifier: Apache-2.0 */
/* run_as_non_root.c - every container is bound to start as another user than root.
 *
 * Reads:   runAsNonRoot of the pod and of each container; hostUsers from v1.35 on
 * Accepts: true in the pod and never false in a container, or true in each container and not false
 * in the pod; from v1.35 on anything in a pod that has its own users
 */
#include "policy/pod_security.h"
#include "policy/policy.h"

#define FIELD "securityContext.runAsNonRoot"

/* Return: who says false. */
static struct setters set_false(const struct pod *pod, struct findings *out)
{
	struct setters bad = { 0 };

	for_each_context (x, pod) {
		if (!x.common->run_as_non_root.set || x.common->run_as_non_root.v)
			continue;
		finding(out, x.at, FIELD, .value = "false", .want = "true",
			.fix = "set runAsNonRoot to true");
		setters_add(out, &bad, &x);
	}
	return bad;
}

/* Return: containers that say nothing in a pod that says nothing. */
static struct names unset(const struct pod *pod, struct findings *out)
{
	struct names bad = { 0 };

	if (pod->security && pod->security->common.run_as_non_root.set)
		return bad;
	for_each_container (c, pod) {
		if (c->security && c->security->common.run_as_non_root.set)
			continue;
		finding(out, &c->at, FIELD, .want = "true",
			.fix = "set runAsNonRoot to true, for the container or for the pod");
		names_add(out, &bad, c->name);
	}
	return bad;
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	struct setters bad = set_false(pod, out);
	struct names silent = unset(pod, out);
	const char *detail;

	(void)params;
	if (setters_any(&bad))
		detail = finding_text(out, "%s must not set securityContext.runAsNonRoot=false",
				      setters_print(out, &bad));
	else if (silent.count)
		detail = finding_text(out, "pod or %s must set securityContext.runAsNonRoot=true",
				      containers_phrase(out, &silent));
	else
		return;
	findings_summary(out, "runAsNonRoot != true", detail);
}

static void check_own_users(const struct pod *pod, const struct params *params,
			    struct findings *out)
{
	if (!pod_has_own_users(pod))
		check(pod, params, out);
}

static const struct standard standard = {
	.level = LEVEL_RESTRICTED,
	.id = "runAsNonRoot",
	.versions = { { 0, check }, { 35, check_own_users } },
};

const struct policy policy_restricted_run_as_non_root = {
	.id = "restricted-run-as-non-root",
	.title = "Containers must run as another user than root",
	.why = "Root in a container is root on its node for every flaw of the kernel or the "
	       "runtime, "
	       "and owner of whatever is mounted.",
	.remedy = "Set runAsNonRoot to true for the pod, and give the image a numeric user.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD "  securityContext: {runAsNonRoot: true}\n",
	.bad = EXAMPLE_POD "  securityContext: {runAsNonRoot: false}\n",
	.maps = { CIS_ROOT, NSA_NON_ROOT, MITRE_ESCAPE },
	.standard = &standard,
};
