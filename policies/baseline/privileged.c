/* SPDX-License-Identifier: Apache-2.0 */
/* privileged.c - no container runs privileged.
 *
 * Reads:   privileged of each container
 * Accepts: absent, false
 */
#include "policy/policy.h"

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	struct names bad = { 0 };

	(void)params;
	for_each_container (c, pod) {
		if (!c->security || !c->security->privileged.v)
			continue;
		finding(out, &c->at, "securityContext.privileged", .value = "true",
			.want = "absent or false", .fix = "remove privileged or set it to false");
		names_add(out, &bad, c->name);
	}
	if (bad.count)
		findings_summary(out, "privileged",
				 finding_text(out,
					      "%s must not set securityContext.privileged=true",
					      containers_phrase(out, &bad)));
}

static const struct standard standard = {
	.level = LEVEL_BASELINE,
	.id = "privileged",
	.versions = { { 0, check } },
};

const struct policy policy_baseline_privileged = {
	.id = "baseline-privileged",
	.title = "No container is privileged",
	.why = "A privileged container has all capabilities and all devices of its node: whoever "
	       "controls it controls the node.",
	.remedy = "Remove privileged, and add only the capabilities that are needed.",
	.severity = SEVERITY_CRITICAL,
	.good = EXAMPLE_POD "    securityContext: {privileged: false}\n",
	.bad = EXAMPLE_POD "    securityContext: {privileged: true}\n",
	.maps = { CIS_PRIVILEGED, NSA_ENFORCEMENT, MITRE_ESCAPE },
	.standard = &standard,
};
