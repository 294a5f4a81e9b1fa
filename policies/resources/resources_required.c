/* SPDX-License-Identifier: Apache-2.0 */
/* resources_required.c - containers say what they need and what they may take.
 * Reads:   resources of containers and of the pod
 * Accepts: what is set for the container or the pod; a limit in place of a request, as the API
 * server has it; ephemeral containers, which have no resources; bytes as whole numbers */
#include "policy/amounts.h"
#include "policy/policy.h"
#include "policy/says.h"

enum { REQUESTS, LIMITS, FORBIDDEN, INIT };

static const struct param params_declared[] = {
	[REQUESTS] = { "requests", PARAM_STRINGS, .def = "[\"cpu\", \"memory\"]",
		       .doc = "Resources that must be requested." },
	[LIMITS] = { "limits", PARAM_STRINGS, .def = "[\"memory\"]",
		     .doc = "Resources that must be limited, like memory or ephemeral-storage." },
	[FORBIDDEN] = { "forbiddenLimits", PARAM_STRINGS, .def = "[]",
			.doc = "Resources that may not be limited; some want no limit of cpu." },
	[INIT] = { "initContainers", PARAM_BOOL, .def = "true",
		   .doc = "Whether init containers are held to it too." },
};

static const struct resources nothing_set;

static const struct resources *resources_or_none(const struct resources *r)
{
	return r ? r : &nothing_set;
}

static void check_container(const struct container *c, const struct resources *pod,
			    const struct params *params, struct findings *out)
{
	const struct resources *own = resources_or_none(c->resources);

	for_each_string (name, *param_strings(params, REQUESTS))
		if (!map_get(&own->requests, name) && !map_get(&own->limits, name) &&
		    !map_get(&pod->requests, name) && !map_get(&pod->limits, name))
			finding(out, &c->at, finding_text(out, "resources.requests.%s", name),
				.want = "a quantity");
	for_each_string (name, *param_strings(params, LIMITS))
		if (!map_get(&own->limits, name) && !map_get(&pod->limits, name))
			finding(out, &c->at, finding_text(out, "resources.limits.%s", name),
				.want = "a quantity");
}

static void check_forbidden(const struct at *at, const struct resources *r,
			    const struct params *params, struct findings *out)
{
	for_each_string (name, *param_strings(params, FORBIDDEN)) {
		const char *limit = map_get(&resources_or_none(r)->limits, name);

		if (limit)
			finding(out, at, finding_text(out, "resources.limits.%s", name),
				.value = limit, .want = "absent");
	}
}

static void check_kind(const struct resources *r, const char *kind, const struct map *amounts,
		       struct findings *out)
{
	for_each_entry (e, *amounts) {
		const char *want = amount_bytes_want(e->key, e->value, out);

		if (want)
			finding(out, &r->at, finding_text(out, "%s.%s", kind, e->key),
				.value = e->value, .want = want);
	}
}

static void check_bytes(const struct resources *r, const struct params *params,
			struct findings *out)
{
	(void)params;
	check_kind(r, "requests", &r->requests, out);
	check_kind(r, "limits", &r->limits, out);
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	amounts_check(pod, params, out, check_bytes);
	check_forbidden(&pod->at, pod->resources, params, out);
	for_each_container (c, pod) {
		bool init = c->list == CONTAINER_INIT;

		if (c->list == CONTAINER_EPHEMERAL || (init && !param_bool(params, INIT)))
			continue;
		check_container(c, resources_or_none(pod->resources), params, out);
		check_forbidden(&c->at, c->resources, params, out);
	}
}

const struct policy policy_resources_resources_required = {
	.id = "resources-required",
	.title = "Containers say what they need and may take",
	.why = "Without a limit one container starves all others of its node; without requests the "
	       "scheduler puts too many there.",
	.remedy = "Set resources.requests and resources.limits from what the container uses.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD "    resources: {requests: {cpu: 100m}, limits: {memory: 64Mi}}\n",
	.bad = EXAMPLE_POD "    resources: {requests: {cpu: 100m, memory: 64Mi}}\n",
	.maps = { NSA_RESOURCES, MITRE_HIJACKING, MITRE_DENIAL },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
