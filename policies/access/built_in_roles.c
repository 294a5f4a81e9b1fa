/* SPDX-License-Identifier: Apache-2.0 */
/* built_in_roles.c - the cluster's own roles and bindings are the API server's.
 * Reads:   labels, annotations, rules and subjects of what is labelled as the cluster's own; the
 * old object; the user
 * Accepts: what the API server and the aggregation controller do; changes that add nothing */
#include <string.h>

#include "policy/added.h"
#include "policy/bootstrap.h"
#include "policy/rights.h"
#include "policy/says.h"

#define LABEL	   "kubernetes.io/bootstrapping"
#define LABELLED   "rbac-defaults"
#define AUTOUPDATE "rbac.authorization.kubernetes.io/autoupdate"

static bool is_labelled(const struct meta *meta)
{
	const char *value = map_get(&meta->labels, LABEL);

	return value && strcmp(value, LABELLED) == 0;
}

/* Whether the object was there, and was the cluster's own; one that newly says so is a finding. */
static bool was_built_in(const struct meta *meta, const struct meta *old, struct findings *out)
{
	const struct at labels = { .up = &meta->at, .key = "labels" };
	const struct at at = { .up = &labels, .key = LABEL };

	if (old && is_labelled(old))
		return true;
	if (is_labelled(meta))
		finding(out, &at, NULL, .value = LABELLED,
			.want = "absent: what the API server did not make is not its own");
	return false;
}

/* What the API server would put right at its next start, and then no longer does. */
static void check_autoupdate(const struct meta *meta, const struct meta *old, struct findings *out)
{
	const char *now = map_get(&meta->annotations, AUTOUPDATE);
	const char *before = map_get(&old->annotations, AUTOUPDATE);

	if (now && strcmp(now, "false") == 0 && (!before || strcmp(before, "false") != 0))
		says_annotation(out, meta, AUTOUPDATE,
				&(struct says){ .value = now, .want = "\"true\"" });
}

static void check_role(const struct role *role, const struct params *params, struct findings *out)
{
	const struct meta *old = role->old ? role->old->meta : NULL;

	(void)params;
	if (role->request->offline || request_is_bootstrap(role->request) ||
	    access_is_aggregation(role) || !was_built_in(role->meta, old, out))
		return;
	added_rights(role->old, role, false, out);
	added_aggregation(role->old, role, out);
	check_autoupdate(role->meta, old, out);
}

static void check_binding(const struct binding *binding, const struct params *params,
			  struct findings *out)
{
	const struct meta *old = binding->old ? binding->old->meta : NULL;

	(void)params;
	if (binding->request->offline || request_is_bootstrap(binding->request) ||
	    !was_built_in(binding->meta, old, out))
		return;
	added_subjects(binding->old, binding, out);
	check_autoupdate(binding->meta, old, out);
}

const struct policy policy_access_built_in_roles = {
	.id = "built-in-roles",
	.title = "The cluster's own roles and bindings stay as they are",
	.why = "A right that is added to a role of the cluster's own is one of everybody who has "
	       "that role, and hides where nobody looks for it.",
	.remedy = "Leave the role as it is, and make one of your own.",
	.severity = SEVERITY_HIGH,
	.good = "metadata:\n"
		"  labels: {kubernetes.io/bootstrapping: rbac-defaults, team: shop}\n"
		"rules:\n"
		"- {apiGroups: [''], resources: [pods], verbs: [get]}\n",
	.bad = "metadata: {labels: {kubernetes.io/bootstrapping: rbac-defaults}}\n"
	       "rules:\n"
	       "- {apiGroups: [''], resources: [pods, secrets], verbs: [get]}\n",
	.was = "metadata: {labels: {kubernetes.io/bootstrapping: rbac-defaults}}\n"
	       "rules:\n"
	       "- {apiGroups: [''], resources: [pods], verbs: [get]}\n",
	.maps = { NSA_RBAC, MITRE_CLUSTER_ROLES },
	.needs = NEEDS_OLD | NEEDS_USER,
	.check_role = check_role,
	.check_binding = check_binding,
};
