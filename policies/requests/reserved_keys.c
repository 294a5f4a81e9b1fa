/* SPDX-License-Identifier: Apache-2.0 */
/* reserved_keys.c - labels and annotations that others rely on are set by those who may.
 * Reads:   labels and annotations of any object, before and after; user and groups
 * Accepts: keys that are not named; those that stay as they are; what allowed users do
 *
 * Values are not shown: annotations hold all kinds of things. */
#include <string.h>

#include "policy/policy.h"
#include "policy/requester.h"
#include "policy/says.h"

enum { RESERVED, IMMUTABLE, USERS, GROUPS };

static const struct param params_declared[] = {
	[RESERVED] = { "reserved", PARAM_STRINGS,
		       .def = "[\"pod-security.kubernetes.io/*\", "
			      "\"node-restriction.kubernetes.io/*\", "
			      "\"resource.kubernetes.io/admin-access\"]",
		       .doc = "Globs of keys that others may not set, change or remove." },
	[IMMUTABLE] = { "immutable", PARAM_STRINGS, .def = "[]",
			.doc = "Globs of keys that may be set, but not changed or removed then." },
	[USERS] = { "allowedUsers", PARAM_STRINGS, .def = "[]", .exempts = true,
		    .doc = "Globs of users who may do all of it." },
	[GROUPS] = { "allowedGroups", PARAM_STRINGS,
		     .def = "[\"system:masters\", \"system:serviceaccounts:kube-system\"]",
		     .exempts = true, .doc = "Globs of groups whose members may." },
};

/* Labels or annotations, before and after. */
struct change {
	const struct at *at;
	const struct map *now, *was; /* @was is empty when something is made */
};

static void note(const struct change *c, const char *key, const char *did, const char *want,
		 struct findings *out)
{
	const struct at at = { .up = c->at, .key = key };

	finding(out, &at, NULL, .value = did, .want = want);
}

static void check_set(const struct change *c, const struct params *params, struct findings *out)
{
	for_each_entry (e, *c->now) {
		const char *was = map_get(c->was, e->key);

		if (was && strcmp(was, e->value) == 0)
			continue;
		if (globs_match(param_strings(params, RESERVED), e->key))
			note(c, e->key, was ? "changed" : "set", "nothing that this user writes",
			     out);
		else if (was && globs_match(param_strings(params, IMMUTABLE), e->key))
			note(c, e->key, "changed", "what it was", out);
	}
}

static void check_removed(const struct change *c, const struct params *params, struct findings *out)
{
	for_each_entry (e, *c->was) {
		if (map_get(c->now, e->key))
			continue;
		if (globs_match(param_strings(params, RESERVED), e->key) ||
		    globs_match(param_strings(params, IMMUTABLE), e->key))
			note(c, e->key, "removed", "what it was", out);
	}
}

static void check_map(const struct meta *meta, const char *key, const struct map *now,
		      const struct map *was, const struct params *params, struct findings *out)
{
	const struct at at = { .up = &meta->at, .key = key };
	const struct change change = { &at, now, was };

	if (says_too_many(out, &meta->at, key, now->count, was->count))
		return;
	check_set(&change, params, out);
	check_removed(&change, params, out);
}

static void check(const struct object *object, const struct params *params, struct findings *out)
{
	static const struct meta nothing;
	const struct meta *now = object->meta, *was = object->old ? object->old->meta : &nothing;

	if (object->request->offline ||
	    requester_is_any(object->request, param_strings(params, USERS),
			     param_strings(params, GROUPS)))
		return;
	check_map(now, "labels", &now->labels, &was->labels, params, out);
	check_map(now, "annotations", &now->annotations, &was->annotations, params, out);
}

const struct policy policy_requests_reserved_keys = {
	.id = "reserved-keys",
	.title = "Labels and annotations that others rely on are set by those who may",
	.why = "Policies, schedulers and controllers go by labels: who sets them decides which "
	       "rules hold.",
	.remedy = "Leave the key as it is, or ask those whom it is reserved for.",
	.severity = SEVERITY_HIGH,
	.good = "metadata: {labels: {app: shop}}\n",
	.bad = "metadata: {labels: {node-restriction.kubernetes.io/pool: secure}}\n",
	.maps = { NSA_ENFORCEMENT },
	POLICY_PARAMS(params_declared),
	.reads_metadata = true,
	.check_object = check,
	.needs = NEEDS_OLD | NEEDS_USER,
};
