/* SPDX-License-Identifier: Apache-2.0 */
/* namespace_labels.c - names and labels of namespaces.
 *
 * Network policies and webhooks select namespaces by labels, often by one with the name. One that
 * says another namespace's name passes for it there.
 *
 * Reads:   name and labels
 * Accepts: names that are allowed, and not forbidden; required labels whose values match; labels of
 * the name that say it; what is exempt */
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"

enum { REQUIRED, NAME_LABELS, ALLOWED_NAMES, FORBIDDEN_NAMES, EXEMPT };

static const struct param params_declared[] = {
	[REQUIRED] = { "required", PARAM_MAP, .def = "{}",
		       .doc = "Labels that must be there, with globs of their values." },
	[NAME_LABELS] = { "nameLabels", PARAM_STRINGS,
			  .def = "[\"name\", \"kubernetes.io/metadata.name\"]",
			  .doc = "Labels that must say the namespace's own name where they are "
				 "there." },
	[ALLOWED_NAMES] = { "allowedNames", PARAM_STRINGS, .def = "[\"*\"]",
			    .doc = "Globs of the names that a namespace may have." },
	[FORBIDDEN_NAMES] = { "forbiddenNames", PARAM_STRINGS, .def = "[\"kube-*\"]",
			      .doc = "Globs of names that it may not have, even when allowed "
				     "above: what begins with kube- is Kubernetes' own." },
	[EXEMPT] = { "exemptNames", PARAM_STRINGS,
		     .def = "[\"default\", \"kube-system\", \"kube-public\", \"kube-node-lease\", "
			    "\"kube-flannel\"]",
		     .doc = "Globs of names that are free of required labels and of the lists of "
			    "names." },
};

/* A name that the API server makes up begins as it was asked to. */
static const char *name_of(const struct namespace *ns)
{
	if (*ns->meta->name)
		return ns->meta->name;
	return *ns->request->name ? ns->request->name : ns->meta->generate_name;
}

static void check_name(const struct namespace *ns, const char *name, const struct params *params,
		       struct findings *out)
{
	const struct strings *allowed = param_strings(params, ALLOWED_NAMES);
	const struct strings *forbidden = param_strings(params, FORBIDDEN_NAMES);

	if (globs_match(forbidden, name))
		finding(out, &ns->meta->at, "name", .value = name,
			.want = says_none_of(out, forbidden));
	else if (!globs_match(allowed, name))
		finding(out, &ns->meta->at, "name", .value = name,
			.want = says_one_of(out, allowed));
}

static void check_required(const struct namespace *ns, const struct params *params,
			   struct findings *out)
{
	for_each_entry (e, *param_map(params, REQUIRED)) {
		const char *value = map_get(&ns->meta->labels, e->key);

		if (!value || !glob_match(e->value, value))
			says_label(
				out, ns->meta, e->key,
				&(struct says){ .value = value,
						.want = *e->value ? e->value : "an empty value" });
	}
}

static void check(const struct namespace *ns, const struct params *params, struct findings *out)
{
	const char *name = name_of(ns);

	for_each_string (key, *param_strings(params, NAME_LABELS)) {
		const char *value = map_get(&ns->meta->labels, key);

		if (value && *name && strcmp(value, name) != 0)
			says_label(out, ns->meta, key,
				   &(struct says){ .value = value,
						   .want = "the namespace's own name, or absent" });
	}
	if (globs_match(param_strings(params, EXEMPT), name))
		return;
	check_name(ns, name, params, out);
	check_required(ns, params, out);
}

const struct policy policy_cluster_namespace_labels = {
	.id = "namespace-labels",
	.title = "Namespaces have names and labels that they may have",
	.why = "Network policies and webhooks go by labels: a namespace that has another's is "
	       "taken "
	       "for it, and one that nobody owns stays.",
	.remedy = "Correct the name or the label.",
	.severity = SEVERITY_MEDIUM,
	.good = "metadata: {labels: {team: shop}}\n",
	.bad = "metadata: {labels: {name: kube-system}}\n",
	.maps = { CIS_NAMESPACES, NSA_NAMESPACES },
	POLICY_PARAMS(params_declared),
	.reads_metadata = true,
	.check_namespace = check,
};
