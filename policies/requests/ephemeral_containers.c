/* SPDX-License-Identifier: Apache-2.0 */
/* ephemeral_containers.c - who adds containers to running pods, and what these may be.
 * Reads:   ephemeralContainers of a pod, those that it had, user, groups and namespace of the
 * request
 * Accepts: those that were there before; what an allowed user adds, as long as it is held to the
 * pod's own standard: not privileged, no capabilities, an allowed image */
#include <string.h>

#include "policy/images.h"
#include "policy/policy.h"
#include "policy/requester.h"
#include "policy/says.h"

enum { USERS, GROUPS, NAMESPACES, IMAGES, PRIVILEGED };

static const struct param params_declared[] = {
	[USERS] = { "allowedUsers", PARAM_STRINGS, .def = "[\"*\"]",
		    .doc = "Globs of users who may add one." },
	[GROUPS] = { "allowedGroups", PARAM_STRINGS, .def = "[]",
		     .doc = "Globs of groups whose members may." },
	[NAMESPACES] = { "forbiddenNamespaces", PARAM_STRINGS, .def = "[]",
			 .doc = "Globs of namespaces where nobody may." },
	[IMAGES] = { "allowedImages", PARAM_STRINGS, .check = image_place_check,
		     .doc = "The only registries and repositories that their images may come "
			    "from; when absent, any." },
	[PRIVILEGED] = { "privileged", PARAM_BOOL, .def = "false",
			 .doc = "Whether they may be privileged or add capabilities." },
};

static void add_name(struct names *list, const struct container *c, struct findings *out)
{
	if (c->list == CONTAINER_EPHEMERAL)
		names_add(out, list, c->name);
}

static struct names names_before(const struct pod *pod, struct findings *out)
{
	struct names names = { 0 };

	if (pod->old)
		for_each_container (c, pod->old)
			add_name(&names, c, out);
	names_sort(&names);
	return names;
}

static void check_image(const struct container *c, const struct strings *allowed,
			struct findings *out)
{
	const struct parsed_image *parsed = image_parsed(c->image, out);

	if (!parsed)
		return;
	if (!parsed->fault)
		for_each_string (place, *allowed)
			if (image_within(&parsed->image, place))
				return;
	finding(out, &c->at, "image", .value = c->image, .want = says_one_of(out, allowed));
}

static void check_rights(const struct container *c, struct findings *out)
{
	const struct security_context *security = c->security;

	if (!security)
		return;
	if (security->privileged.v)
		finding(out, &c->at, "securityContext.privileged", .value = "true",
			.want = "absent or false");
	if (security->capabilities && security->capabilities->add.count)
		finding(out, &c->at, "securityContext.capabilities.add",
			.value = security->capabilities->add.v[0], .want = "absent or empty");
}

static const char *refusal(const struct request *request, const struct params *params,
			   struct findings *out)
{
	const struct strings *namespaces = param_strings(params, NAMESPACES);

	if (globs_match(namespaces, request->ns))
		return finding_text(out, "none in namespace %s", request->ns);
	if (!requester_is_any(request, param_strings(params, USERS), param_strings(params, GROUPS)))
		return "none that this user adds";
	return NULL;
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	const char *refused;
	struct names before;

	if (pod->request->offline || !pod->ephemeral_count)
		return;
	before = names_before(pod, out);
	refused = refusal(pod->request, params, out);
	for_each_container (c, pod) {
		if (c->list != CONTAINER_EPHEMERAL || names_have(&before, c->name))
			continue;
		if (refused)
			finding(out, &c->at, NULL, .value = c->image, .want = refused);
		if (param_strings(params, IMAGES)->set)
			check_image(c, param_strings(params, IMAGES), out);
		if (!param_bool(params, PRIVILEGED))
			check_rights(c, out);
	}
}

const struct policy policy_requests_ephemeral_containers = {
	.id = "ephemeral-containers",
	.title = "Containers are added to running pods only as allowed",
	.why = "An ephemeral container shares the namespaces of a running pod and is judged long "
	       "after the pod was: it is the way around what was reviewed.",
	.remedy = "Debug with an unprivileged container of an allowed image, or a copy of the pod.",
	.severity = SEVERITY_HIGH,
	.good = EXAMPLE_POD "  ephemeralContainers:\n  - name: debug\n    image: busybox:1.36\n",
	.bad = EXAMPLE_POD "  ephemeralContainers:\n  - name: debug\n    image: busybox:1.36\n"
			   "    securityContext: {privileged: true}\n",
	.maps = { NSA_HARDENING, MITRE_ADMINISTRATION, MITRE_ESCAPE },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
	.needs = NEEDS_OLD | NEEDS_USER,
};
