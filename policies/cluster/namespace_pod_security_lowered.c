/* SPDX-License-Identifier: Apache-2.0 */
/* namespace_pod_security_lowered.c - how strictly pods are judged is not lowered.
 * Reads:   the pod-security.kubernetes.io labels, before and after an update; the user
 * Accepts: the same or a stricter level, the same or a newer version; users that may lower it */
#include "policy/pod_security_labels.h"
#include "policy/requester.h"
#include "policy/says.h"

enum { MODES, VERSIONS, USERS, GROUPS };

static const struct param params_declared[] = {
	[MODES] = { "modes", PARAM_STRINGS, .def = "[\"enforce\"]", .choices = "enforce audit warn",
		    .doc = "Modes whose labels are kept." },
	[VERSIONS] = { "versions", PARAM_BOOL, .def = "true",
		       .doc = "Whether an older version is lower, too." },
	[USERS] = { "exceptUsers", PARAM_STRINGS, .def = "[]", .exempts = true,
		    .doc = "Globs of the users that may lower it." },
	[GROUPS] = { "exceptGroups", PARAM_STRINGS, .def = "[]", .exempts = true,
		     .doc = "Globs of the groups whose users may lower it." },
};

static void judge(const struct namespace *ns, const char *mode, const struct params *params,
		  struct findings *out)
{
	struct pod_security_label old = pod_security_label(&ns->old->meta->labels, mode);
	struct pod_security_label now = pod_security_label(&ns->meta->labels, mode);

	if (old.rank <= LEVEL_PRIVILEGED)
		return;
	if (now.rank < old.rank)
		says_label(out, ns->meta, now.level_key,
			   &(struct says){ .value = now.level,
					   .want = finding_text(out, "%s, as it was, or stricter",
								old.level) });
	else if (param_bool(params, VERSIONS) && now.minor < old.minor)
		says_label(out, ns->meta, now.version_key,
			   &(struct says){
				   .value = now.version,
				   .want = finding_text(out, "%s, as it was, or newer",
							old.version ? old.version : "latest") });
}

static void check(const struct namespace *ns, const struct params *params, struct findings *out)
{
	if (!ns->old || ns->request->offline ||
	    requester_is_any(ns->request, param_strings(params, USERS),
			     param_strings(params, GROUPS)))
		return;
	for_each_string (mode, *param_strings(params, MODES))
		judge(ns, mode, params, out);
}

const struct policy policy_cluster_namespace_pod_security_lowered = {
	.id = "namespace-pod-security-lowered",
	.title = "How strictly the pods of a namespace are judged is not lowered",
	.why = "Who may label a namespace can take its pods out of the standard, and put back what "
	       "was there when he is done.",
	.remedy = "Leave the label, or have it changed by somebody who may.",
	.severity = SEVERITY_HIGH,
	.good = "metadata: {labels: {pod-security.kubernetes.io/enforce: baseline, team: shop}}\n",
	.bad = "metadata: {labels: {pod-security.kubernetes.io/enforce: privileged}}\n",
	.was = "metadata: {labels: {pod-security.kubernetes.io/enforce: baseline}}\n",
	.maps = { CIS_POLICY_CONTROL, NSA_ENFORCEMENT, MITRE_DISABLING },
	POLICY_PARAMS(params_declared),
	.reads_metadata = true,
	.check_namespace = check,
	.needs = NEEDS_OLD | NEEDS_USER,
	.operations = ON(UPDATE),
};
