/* SPDX-License-Identifier: Apache-2.0 */
/* namespace_pod_security.c - namespaces say how strictly their pods are judged.
 * Reads:   the pod-security.kubernetes.io labels
 * Accepts: a level of at least the required one for each mode that has one; versions that are not
 * too old; namespaces that may be privileged */
#include <string.h>

#include "policy/pod_security_labels.h"
#include "policy/says.h"

enum { ENFORCE, AUDIT, WARN, EXEMPT, OLDEST };

#define LEVELS "privileged baseline restricted"

static const struct param params_declared[] = {
	[ENFORCE] = { "enforce", PARAM_STRING, .def = "\"baseline\"", .choices = LEVELS,
		      .doc = "Least level that must be enforced." },
	[AUDIT] = { "audit", PARAM_STRING, .choices = LEVELS,
		    .doc = "Least level that must be audited; when absent, none." },
	[WARN] = { "warn", PARAM_STRING, .choices = LEVELS,
		   .doc = "Least level that must be warned of; when absent, none." },
	[EXEMPT] = { "privilegedNamespaces", PARAM_STRINGS,
		     .def = "[\"kube-system\", \"kube-public\", \"kube-node-lease\"]",
		     .doc = "Globs of the names of namespaces that may be privileged, or say "
			    "nothing." },
	[OLDEST] = { "oldestVersion", PARAM_INT, .def = "25", .min = 0, .max = 1000,
		     .doc = "Oldest minor version that a level may be held at: checks that came "
			    "later do not apply." },
};

static const char *name_of(const struct namespace *ns)
{
	return *ns->meta->name ? ns->meta->name : ns->request->name;
}

static void judge_version(const struct namespace *ns, const struct pod_security_label *label,
			  int64_t oldest, struct findings *out)
{
	if (label->version && label->minor < oldest)
		says_label(out, ns->meta, label->version_key,
			   &(struct says){ .value = label->version,
					   .want = finding_text(out, "latest, or v1.%lld or newer",
								(long long)oldest) });
}

static void judge_level(const struct namespace *ns, const struct pod_security_label *label,
			const char *least, struct findings *out)
{
	if (label->level && label->rank >= pod_security_rank(least))
		return;
	says_label(out, ns->meta, label->level_key,
		   &(struct says){ .value = label->level,
				   .want = finding_text(out, "%s%s", least,
							strcmp(least, "restricted") ? " or stricter"
										    : "") });
}

static void check(const struct namespace *ns, const struct params *params, struct findings *out)
{
	static const struct {
		const char *mode;
		size_t param;
	} modes[] = { { "enforce", ENFORCE }, { "audit", AUDIT }, { "warn", WARN } };
	bool exempt = globs_match(param_strings(params, EXEMPT), name_of(ns));

	for (size_t i = 0; i < ARRAY_LEN(modes); i++) {
		struct pod_security_label label =
			pod_security_label(&ns->meta->labels, modes[i].mode);

		judge_version(ns, &label, param_int(params, OLDEST), out);
		if (!exempt && param_set(params, modes[i].param))
			judge_level(ns, &label, param_string(params, modes[i].param), out);
	}
}

const struct policy policy_cluster_namespace_pod_security = {
	.id = "namespace-pod-security",
	.title = "Namespaces say how strictly their pods are judged",
	.why = "A namespace without the label is judged by a default of the cluster that may be "
	       "none, and a privileged one gives the nodes to whoever may create pods in it.",
	.remedy =
		"Label the namespace pod-security.kubernetes.io/enforce, with the strictest level "
		"that its pods meet.",
	.severity = SEVERITY_HIGH,
	.good = "metadata: {labels: {pod-security.kubernetes.io/enforce: restricted}}\n",
	.bad = "metadata: {labels: {pod-security.kubernetes.io/enforce: privileged}}\n",
	.maps = { CIS_POLICY_CONTROL, NSA_ENFORCEMENT, MITRE_ESCAPE },
	POLICY_PARAMS(params_declared),
	.reads_metadata = true,
	.check_namespace = check,
};
