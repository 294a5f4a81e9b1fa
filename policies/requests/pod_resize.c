/* SPDX-License-Identifier: Apache-2.0 */
/* pod_resize.c - running pods grow within bounds.
 * Reads:   resources of containers and of the pod, before and after an update of a pod: of its
 * subresource resize, or as the first versions had it, of the pod itself
 * Accepts: what stays as it is or gets less; growth up to the factor and the maximum, exactly
 * compared; a quantity that was not there before up to the maximum
 *
 * Limits can't be dropped: what has none takes the whole node. */
#include <string.h>

#include "policy/amounts.h"
#include "policy/says.h"

enum { GROWTH, LIMITS, REQUESTS };

static const struct param params_declared[] = {
	[GROWTH] = { "growth", PARAM_MAP, .check = quantity_check,
		     .def = "{\"cpu\": \"4\", \"memory\": \"4\"}",
		     .doc = "How many times what it was a limit or a request may become at once, "
			    "for each resource named." },
	[LIMITS] = { "limits", PARAM_MAP, .check = quantity_check,
		     .def = "{\"cpu\": \"32\", \"memory\": \"128Gi\"}",
		     .doc = "Largest limit that a running pod may get." },
	[REQUESTS] = { "requests", PARAM_MAP, .check = quantity_check,
		       .def = "{\"cpu\": \"32\", \"memory\": \"128Gi\"}",
		       .doc = "Largest request that a running pod may get." },
};

/* Resources of one container, or of the pod, before and after. */
struct change {
	const struct resources *now, *was;
	const char *kind; /* "limits" or "requests" */
};

static const struct resources nothing_set;

static bool unchanged(const struct change *c, const char *name)
{
	const char *now = amount_text(c->now, c->kind, name);
	const char *was = amount_text(c->was, c->kind, name);

	return now == was || (now && was && strcmp(now, was) == 0);
}

static void want_less(const struct change *c, const char *name, const char *want,
		      struct findings *out)
{
	finding(out, &c->now->at, finding_text(out, "%s.%s", c->kind, name),
		.value = amount_text(c->now, c->kind, name), .want = want);
}

static void check_growth(const struct change *c, const struct map *growth, struct findings *out)
{
	for_each_entry (e, *growth) {
		const char *before = amount_text(c->was, c->kind, e->key);
		struct quantity now, was, factor;

		if (unchanged(c, e->key) || !before || !quantity_parse(before, &was) ||
		    !quantity_parse(e->value, &factor) ||
		    !amount_get(c->now, c->kind, e->key, out, &now))
			continue;
		if (quantity_compare(&now, &was) > 0 && quantity_over_ratio(&now, &was, &factor))
			want_less(c, e->key,
				  finding_text(out, "at most %s times %s", e->value, before), out);
	}
}

static void check_maximum(const struct change *c, const struct map *largest, struct findings *out)
{
	for_each_entry (e, *largest) {
		struct quantity now, max;

		if (!unchanged(c, e->key) && amount_get(c->now, c->kind, e->key, out, &now) &&
		    quantity_parse(e->value, &max) && quantity_compare(&now, &max) > 0)
			want_less(c, e->key, finding_text(out, "at most %s", e->value), out);
	}
}

/* A resource without a place has none set: the limit is missed where the resources would be. */
static void check_dropped(const struct at *at, const struct change *c, struct findings *out)
{
	for_each_entry (e, c->was->limits)
		if (!amount_text(c->now, "limits", e->key))
			finding(out, at, finding_text(out, "resources.limits.%s", e->key),
				.want = finding_text(out, "a limit, which was %s", e->value));
}

static void check_resources(const struct at *at, const struct resources *now,
			    const struct resources *was, const struct params *params,
			    struct findings *out)
{
	struct change c = { now ? now : &nothing_set, was ? was : &nothing_set, "limits" };

	check_dropped(at, &c, out);
	check_growth(&c, param_map(params, GROWTH), out);
	check_maximum(&c, param_map(params, LIMITS), out);
	c.kind = "requests";
	check_growth(&c, param_map(params, GROWTH), out);
	check_maximum(&c, param_map(params, REQUESTS), out);
}

/* Lists keep their order, so that the next one is nearly always the one that is looked for. */
static const struct container *container_before(const struct pod *old, const struct container *c,
						const struct container *next)
{
	if (next && next->list == c->list && strcmp(next->name, c->name) == 0)
		return next;
	for_each_container (was, old)
		if (was->list == c->list && strcmp(was->name, c->name) == 0)
			return was;
	return NULL;
}

static size_t count_of(const struct pod *pod)
{
	return pod->init_count + pod->main_count + pod->ephemeral_count;
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	const struct pod *old = pod->old;
	const struct container *next;

	if (!old || strcmp(pod->request->kind.kind, "Pod") != 0 ||
	    says_too_many(out, &pod->at, "containers", count_of(pod), count_of(old)))
		return;
	check_resources(&pod->at, pod->resources, old->resources, params, out);
	next = old->containers;
	for_each_container (c, pod) {
		const struct container *was = container_before(old, c, next);

		if (!was)
			continue;
		check_resources(&c->at, c->resources, was->resources, params, out);
		next = was->next;
	}
}

const struct policy policy_requests_pod_resize = {
	.id = "pod-resize",
	.title = "Running pods grow within bounds",
	.why = "A pod can be resized after it was scheduled and judged; a node that it outgrows "
	       "takes down its neighbours.",
	.remedy = "Grow in smaller steps, or change the workload and roll it out.",
	.severity = SEVERITY_MEDIUM,
	.was = EXAMPLE_POD "    resources: {limits: {cpu: \"1\", memory: 1Gi}}\n",
	.good = EXAMPLE_POD "    resources: {limits: {cpu: \"2\", memory: 1Gi}}\n",
	.bad = EXAMPLE_POD "    resources: {limits: {cpu: \"16\", memory: 1Gi}}\n",
	.maps = { NSA_RESOURCES, MITRE_HIJACKING, MITRE_DENIAL },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
	.needs = NEEDS_OLD,
	.operations = ON(UPDATE),
};
