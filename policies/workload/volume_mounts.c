/* SPDX-License-Identifier: Apache-2.0 */
/* volume_mounts.c - which volumes containers mount, and where.
 * Reads:   name and mountPath of mounts
 * Accepts: what is allowed and not forbidden, paths by their normal form, a relative one from the
 * root */
#include <string.h>

#include "policy/host_path.h"
#include "policy/policy.h"
#include "policy/says.h"

enum { ALLOWED_NAMES, FORBIDDEN_NAMES, ALLOWED_PATHS, FORBIDDEN_PATHS };

static const struct param params_declared[] = {
	[ALLOWED_NAMES] = { "allowedNames", PARAM_STRINGS, .def = "[\"*\"]",
			    .doc = "Globs of names of the volumes that may be mounted." },
	[FORBIDDEN_NAMES] = { "forbiddenNames", PARAM_STRINGS, .def = "[]",
			      .doc = "Globs of names that may not, even when allowed above." },
	[ALLOWED_PATHS] = { "allowedPaths", PARAM_STRINGS,
			    .doc = "The only directories of the container that may be mounted at, "
				   "with all below them; of Windows as \"C:\\\\data\"; when "
				   "absent, "
				   "any." },
	[FORBIDDEN_PATHS] = { "forbiddenPaths", PARAM_STRINGS,
			      .def = "[\"/proc\", \"/etc/ld.so.preload\"]",
			      .doc = "Directories and files that may not, nor what is below them; "
				     "the root alone never may." },
};

struct lists {
	struct host_places allowed, forbidden;
};

/* The kubelet puts a relative path below the root of the container; without any the API server
 * refuses the mount. */
static const char *want_path(const char *path, const struct lists *l, const struct params *params,
			     struct findings *out)
{
	const struct strings *allowed = param_strings(params, ALLOWED_PATHS);
	struct host_place place;

	if (!*path)
		return NULL;
	place = host_place(out, path);
	if (place.posix ? strcmp(place.posix, "/") == 0 : strcmp(place.windows, "c:") == 0)
		return "a directory below the root";
	if (host_places_hold(&l->forbidden, &place))
		return says_none_of(out, param_strings(params, FORBIDDEN_PATHS));
	if (allowed->set && !host_places_hold(&l->allowed, &place))
		return says_one_of(out, allowed);
	return NULL;
}

static const char *want_name(const char *name, const struct params *params, struct findings *out)
{
	const struct strings *allowed = param_strings(params, ALLOWED_NAMES);
	const struct strings *forbidden = param_strings(params, FORBIDDEN_NAMES);

	if (globs_match(forbidden, name))
		return says_none_of(out, forbidden);
	return globs_match(allowed, name) ? NULL : says_one_of(out, allowed);
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	const struct lists l = { host_places(out, param_strings(params, ALLOWED_PATHS)),
				 host_places(out, param_strings(params, FORBIDDEN_PATHS)) };

	for_each_container (c, pod)
		for_each_mount (m, c) {
			const char *name = want_name(m->name, params, out);
			const char *path = want_path(m->mount_path, &l, params, out);

			if (name)
				finding(out, &m->at, "name", .value = m->name, .want = name);
			if (path)
				finding(out, &m->at, "mountPath", .value = m->mount_path,
					.want = path);
		}
}

const struct policy policy_workload_volume_mounts = {
	.id = "volume-mounts",
	.title = "Containers mount only what they may, where they may",
	.why = "A mount over the container's own system files replaces what its image was "
	       "reviewed with.",
	.remedy = "Mount the volume at a directory of its own.",
	.severity = SEVERITY_LOW,
	.good = EXAMPLE_POD "    volumeMounts: [{name: data, mountPath: /data}]\n",
	.bad = EXAMPLE_POD "    volumeMounts: [{name: data, mountPath: /proc/sys}]\n",
	.maps = { NSA_IMMUTABLE },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
