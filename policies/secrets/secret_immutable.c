/* SPDX-License-Identifier: Apache-2.0 */
/* secret_immutable.c - named Secrets and ConfigMaps stay as they are, immutable ones immutable.
 * Reads:   name, namespace, immutable, what an update replaces, deletions
 * Accepts: updates and deletions of all that is not named; users that are exempt */
#include <stdio.h>
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"

enum { PROTECTED, UNDELETABLE, IMMUTABLE, KEEP, EXEMPT };

#define NAMES "Globs of namespace/name of Secrets and ConfigMaps that "

static const struct param params_declared[] = {
	[PROTECTED] = { "protected", PARAM_STRINGS, .def = "[]",
			.doc = NAMES "may be neither changed nor deleted." },
	[UNDELETABLE] = { "undeletable", PARAM_STRINGS,
			  .def = "[\"kube-system/extension-apiserver-authentication\", "
				 "\"kube-system/kubeadm-config\", \"kube-system/kubelet-config\", "
				 "\"kube-public/cluster-info\"]",
			  .doc = NAMES "may not be deleted." },
	[IMMUTABLE] = { "immutable", PARAM_STRINGS, .def = "[]",
			.doc = NAMES "must be immutable." },
	[KEEP] = { "keepImmutable", PARAM_BOOL, .def = "false",
		   .doc = "Whether immutable ones may not be deleted, which is the way around." },
	[EXEMPT] = { "exemptUsers", PARAM_STRINGS,
		     .def = "[\"system:serviceaccount:kube-system:*\", "
			    "\"system:kube-controller-manager\", \"system:apiserver\"]",
		     .exempts = true,
		     .doc = "Globs of names of users that may change and delete all the same; by "
			    "default Kubernetes' own controllers." },
};

/* What both kinds have in common. */
struct stored {
	const struct at *at;
	const struct meta *meta;
	const struct request *request;
	bool immutable;
	bool has_old, was_immutable;
};

#define STORED_NAME_MAX 512

static bool is_in(const struct params *params, size_t list, const struct stored *o)
{
	const char *ns = *o->meta->ns ? o->meta->ns : o->request->ns;
	char name[STORED_NAME_MAX];

	snprintf(name, sizeof(name), "%s/%s", ns, o->meta->name);
	return globs_match(param_strings(params, list), name);
}

static void check_deletion(const struct stored *o, const struct params *params,
			   struct findings *out)
{
	if (is_in(params, PROTECTED, o) || is_in(params, UNDELETABLE, o))
		finding(out, &o->meta->at, "name", .value = o->meta->name,
			.want = "it is kept: it may not be deleted");
	else if (o->immutable && param_bool(params, KEEP))
		finding(out, o->at, "immutable", .value = "true",
			.want = "it is kept: an immutable one may not be deleted");
}

static void check_update(const struct stored *o, const struct params *params, struct findings *out)
{
	if (is_in(params, PROTECTED, o))
		finding(out, &o->meta->at, "name", .value = o->meta->name,
			.want = "it is kept: it may not be changed");
	if (o->has_old && o->was_immutable && !o->immutable)
		finding(out, o->at, "immutable", .want = "true, as before");
}

static void judge(const struct stored *o, const struct params *params, struct findings *out)
{
	const struct request *r = o->request;

	if (r->operation != OPERATION_DELETE && !o->immutable && is_in(params, IMMUTABLE, o))
		finding(out, o->at, "immutable", .want = "true");
	if (r->offline || globs_match(param_strings(params, EXEMPT), r->username))
		return;
	if (r->operation == OPERATION_DELETE)
		check_deletion(o, params, out);
	else if (r->operation == OPERATION_UPDATE)
		check_update(o, params, out);
}

static void check_secret(const struct secret *s, const struct params *params, struct findings *out)
{
	judge(&(struct stored){ .at = &s->at,
				.meta = s->meta,
				.request = s->request,
				.immutable = s->immutable.v,
				.has_old = s->old != NULL,
				.was_immutable = s->old && s->old->immutable.v },
	      params, out);
}

static void check_config_map(const struct config_map *c, const struct params *params,
			     struct findings *out)
{
	judge(&(struct stored){ .at = &c->at,
				.meta = c->meta,
				.request = c->request,
				.immutable = c->immutable.v,
				.has_old = c->old != NULL,
				.was_immutable = c->old && c->old->immutable.v },
	      params, out);
}

const struct policy policy_secrets_secret_immutable = {
	.id = "secret-immutable",
	.title = "Named Secrets and ConfigMaps stay as they are",
	.why = "Some of them hold the cluster together, or what all clients trust; a change takes "
	       "effect at once and everywhere.",
	.remedy = "Make a new one under another name and refer to that.",
	.severity = SEVERITY_MEDIUM,
	.good = "immutable: true\n",
	.bad = "immutable: false\n",
	.was = "immutable: true\n",
	.maps = { NSA_SECRETS, MITRE_CREDENTIALS },
	POLICY_PARAMS(params_declared),
	.check_secret = check_secret,
	.check_config_map = check_config_map,
	.needs = NEEDS_OLD | NEEDS_USER | NEEDS_VALUES,
	.operations = ON(CREATE) | ON(UPDATE) | ON(DELETE),
};
