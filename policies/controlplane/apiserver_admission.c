/* SPDX-License-Identifier: Apache-2.0 */
/* apiserver_admission.c - the admission plugins of the API server.
 * Reads:   --enable-admission-plugins, --disable-admission-plugins and the older
 * --admission-control of kube-apiserver
 * Accepts: plugins that are on, by flag or by themselves, and not turned off */
#include <string.h>

#include "policy/command_line.h"
#include "policy/says.h"

#define ENABLE	"enable-admission-plugins"
#define DISABLE "disable-admission-plugins"
#define CONTROL "admission-control" /* the whole list, from before the other two */

enum { REQUIRED, FORBIDDEN };

static const struct param params_declared[] = {
	[REQUIRED] = { "required", PARAM_STRINGS,
		       .def = "[\"NodeRestriction\", \"NamespaceLifecycle\", \"ServiceAccount\", "
			      "\"CertificateApproval\", \"CertificateSigning\", "
			      "\"CertificateSubjectRestriction\", \"MutatingAdmissionWebhook\", "
			      "\"ValidatingAdmissionWebhook\"]",
		       .doc = "Plugins that must be on; others to think of are AlwaysPullImages, "
			      "EventRateLimit, DenyServiceExternalIPs and PodSecurity." },
	[FORBIDDEN] = { "forbidden", PARAM_STRINGS, .def = "[\"AlwaysAdmit\"]",
			.doc = "Plugins that may not be on." },
};

/* On without being asked for, in the versions that have it. */
static bool is_default(const char *plugin)
{
	static const char *const names[] = { "CertificateApproval",
					     "CertificateSigning",
					     "CertificateSubjectRestriction",
					     "ClusterTrustBundleAttest",
					     "DefaultIngressClass",
					     "DefaultStorageClass",
					     "DefaultTolerationSeconds",
					     "LimitRanger",
					     "MutatingAdmissionWebhook",
					     "NamespaceLifecycle",
					     "PersistentVolumeClaimResize",
					     "PodSecurity",
					     "Priority",
					     "ResourceQuota",
					     "RuntimeClass",
					     "ServiceAccount",
					     "StorageObjectInUseProtection",
					     "TaintNodesByCondition",
					     "ValidatingAdmissionPolicy",
					     "ValidatingAdmissionWebhook" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strcmp(plugin, names[i]) == 0)
			return true;
	return false;
}

/* Return: whether it is on, or a finding says who turned it off. */
static bool is_settled(const struct command_line *line, const char *plugin, bool whole,
		       struct findings *out)
{
	bool is_off = false;

	for_each_flag_item(item, line, DISABLE)
	{
		if (item.len != strlen(plugin) || memcmp(item.value, plugin, item.len) != 0)
			continue;
		is_off = true;
		flag_finding(out, line, DISABLE, &item.flag,
			     &(struct says){ .want = finding_text(out, "%s left on", plugin) });
	}
	return is_off || flag_has_item(line, whole ? CONTROL : ENABLE, plugin) ||
	       (!whole && is_default(plugin));
}

static void judge_required(const struct command_line *line, const struct strings *required,
			   struct findings *out)
{
	bool whole = flag_last(line, CONTROL).len;
	const char *name = whole ? CONTROL : ENABLE;
	struct flag last = flag_last(line, name);
	struct names missing = { 0 };

	for_each_string (plugin, *required)
		if (!is_settled(line, plugin, whole, out))
			names_add(out, &missing, plugin);
	if (missing.count)
		flag_finding(
			out, line, name, &last,
			&(struct says){ .want = finding_text(out, "--%s with %s", name,
							     names_join(out, &missing, ", ")) });
}

static void judge_forbidden(const struct command_line *line, const char *name,
			    const struct strings *forbidden, struct findings *out)
{
	for_each_flag_item(item, line, name) if (flag_item_in(&item, forbidden))
		flag_finding(out, line, name, &item.flag,
			     &(struct says){ .want = says_none_of(out, forbidden) });
}

static void judge(const struct command_line *line, const struct params *params,
		  struct findings *out)
{
	judge_forbidden(line, ENABLE, param_strings(params, FORBIDDEN), out);
	judge_forbidden(line, CONTROL, param_strings(params, FORBIDDEN), out);
	judge_required(line, param_strings(params, REQUIRED), out);
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	command_lines_check(pod, PROGRAM_APISERVER, params, out, judge);
}

const struct policy policy_controlplane_apiserver_admission = {
	.id = "apiserver-admission",
	.title = "kube-apiserver's admission plugins hold requests to their limits",
	.why = "Without NodeRestriction a node that was taken over can rewrite other nodes and "
	       "their pods; AlwaysAdmit is no check at all.",
	.remedy = "Set --enable-admission-plugins=NodeRestriction, and disable none that is on by "
		  "itself.",
	.severity = SEVERITY_HIGH,
	.good = EXAMPLE_POD "    command:\n    - kube-apiserver\n"
			    "    - --enable-admission-plugins=NodeRestriction\n",
	.bad = EXAMPLE_POD "    command:\n    - kube-apiserver\n"
			   "    - --enable-admission-plugins=AlwaysAdmit,NodeRestriction\n",
	.maps = { CIS_APISERVER_EXTERNAL_IPS, CIS_APISERVER_EVENT_LIMIT, CIS_APISERVER_ALWAYS_ADMIT,
		  CIS_APISERVER_ALWAYS_PULL, CIS_APISERVER_ACCOUNT_PLUGIN, CIS_APISERVER_LIFECYCLE,
		  CIS_APISERVER_NODE_RESTRICTION, NSA_CONTROL_PLANE },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
