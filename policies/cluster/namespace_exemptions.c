/* SPDX-License-Identifier: Apache-2.0 */
/* namespace_exemptions.c - only listed namespaces are out of reach of admission policies.
 * Reads:   labels and annotations that take a namespace out of webhooks
 * Accepts: none of them; those of listed namespaces */
#include "policy/policy.h"
#include "policy/says.h"

enum { LABELS, ANNOTATIONS, NAMESPACES };

static const struct param params_declared[] = {
	[LABELS] = { "labels", PARAM_MAP,
		     .def = "{\"admission.gatekeeper.sh/ignore\": \"*\", "
			    "\"webhooks.kyverno.io/exclude\": \"*\", "
			    "\"openpolicyagent.org/webhook\": \"ignore\", "
			    "\"cert-manager.io/disable-validation\": \"true\", "
			    "\"config.linkerd.io/admission-webhooks\": \"disabled\", "
			    "\"admission.datree/validate\": \"skip\", "
			    "\"resource.kubernetes.io/admin-access\": \"true\", "
			    "\"control-plane\": \"true\"}",
		     .doc = "Labels that exempt, with globs of the values that do. On Azure, any "
			    "value of control-plane does; admin-access opens adminAccess to "
			    "devices." },
	[ANNOTATIONS] = { "annotations", PARAM_MAP, .def = "{}",
			  .doc = "Annotations that exempt, with globs of the values that do." },
	[NAMESPACES] = { "namespaces", PARAM_STRINGS,
			 .def = "[\"kube-system\", \"gatekeeper-system\", \"kyverno\", "
				"\"cert-manager\", \"linkerd\", \"datree-webhook\", \"opa\"]",
			 .doc = "Globs of the names of namespaces that may have them." },
};

static void check(const struct namespace *ns, const struct params *params, struct findings *out)
{
	const char *name = *ns->meta->name ? ns->meta->name : ns->request->name;

	if (globs_match(param_strings(params, NAMESPACES), name))
		return;
	for_each_entry (e, *param_map(params, LABELS)) {
		const char *value = map_get(&ns->meta->labels, e->key);

		if (value && glob_match(e->value, value))
			says_label(out, ns->meta, e->key,
				   &(struct says){ .value = value, .want = "absent" });
	}
	for_each_entry (e, *param_map(params, ANNOTATIONS)) {
		const char *value = map_get(&ns->meta->annotations, e->key);

		if (value && glob_match(e->value, value))
			says_annotation(out, ns->meta, e->key,
					&(struct says){ .value = value, .want = "absent" });
	}
}

const struct policy policy_cluster_namespace_exemptions = {
	.id = "namespace-exemptions",
	.title = "Only listed namespaces are exempt from admission policies",
	.why = "Webhooks skip a namespace that has the label, so that who may label namespaces "
	       "decides what is checked.",
	.remedy = "Remove the label, or add the namespace to the list.",
	.severity = SEVERITY_HIGH,
	.good = "metadata: {labels: {team: shop}}\n",
	.bad = "metadata: {labels: {admission.gatekeeper.sh/ignore: \"true\"}}\n",
	.maps = { CIS_POLICY_CONTROL, NSA_ENFORCEMENT, MITRE_DISABLING },
	POLICY_PARAMS(params_declared),
	.reads_metadata = true,
	.check_namespace = check,
};
