/* SPDX-License-Identifier: Apache-2.0 */
/* host_paths.c - which directories of the node pods may mount, and how.
 * Reads:   volumes[*].hostPath.path; readOnly and subPath of their mounts in all containers
 * Accepts: no hostPath at all; paths in normal form below an allowed prefix, and not at, below or
 * above a forbidden one; what the node runs, when every mount is readOnly */
#include <string.h>

#include "policy/host_mounts.h"
#include "policy/policy.h"
#include "policy/says.h"

enum { ALLOWED, FORBIDDEN, READ_ONLY };

static const struct param params_declared[] = {
	[ALLOWED] = { "allowedPrefixes", PARAM_STRINGS, .check = host_path_check,
		      .doc = "The only paths that may be mounted, with all below them; \"*\" "
			     "stands "
			     "for anything within one component, and paths of Windows are written "
			     "as \"C:\\\\data\"." },
	[FORBIDDEN] = { "forbiddenPrefixes", PARAM_STRINGS, .check = host_path_check,
			.doc = "Paths that may not be mounted, nor what is below or above them, "
			       "even when allowed above. When no list of this policy is set, "
			       "sockets, secrets, disks and the directories of the system, of "
			       "kubelet and of container runtimes, as sensitive-host-paths has "
			       "them; what the node runs must be mounted readOnly then." },
	[READ_ONLY] = { "readOnly", PARAM_BOOL, .def = "false",
			.doc = "Whether every mount of such a volume must be readOnly." },
};

static const char *const sensitive_paths[] = {
	HOST_ARRAY(HOST_SOCKETS), HOST_ARRAY(HOST_SECRETS), HOST_ARRAY(HOST_DEVICES),
	HOST_ARRAY(HOST_SYSTEM),  HOST_ARRAY(HOST_KUBELET),
};
static const struct strings sensitive = { true, ARRAY_LEN(sensitive_paths), sensitive_paths };

static const char *const program_paths[] = { HOST_ARRAY(HOST_PROGRAMS) };
static const struct strings programs = { true, ARRAY_LEN(program_paths), program_paths };

struct lists {
	const struct strings *allowed_texts; /* ->set tells whether it counts */
	struct host_places allowed, forbidden, programs;
	bool read_only;
};

static struct lists lists_of(const struct params *params, struct findings *out)
{
	const struct strings *allowed = param_strings(params, ALLOWED);
	const struct strings *forbidden = param_strings(params, FORBIDDEN);
	bool by_default = !allowed->set && !forbidden->set;
	struct lists l = {
		.allowed_texts = allowed,
		.allowed = host_places(out, allowed),
		.forbidden = host_places(out, by_default ? &sensitive : forbidden),
		.read_only = param_bool(params, READ_ONLY),
	};

	if (by_default)
		l.programs = host_places(out, &programs);
	return l;
}

static const char *want_instead(const struct host_place *place, const void *ctx,
				struct findings *out)
{
	const struct lists *l = ctx;
	const char *taboo;

	if (!host_path_is_absolute(place->text))
		return "an absolute path";
	taboo = host_places_touch(&l->forbidden, place);
	if (taboo)
		return finding_text(out, "nothing that holds or is in %s", taboo);
	if (l->allowed_texts->set && !host_places_hold(&l->allowed, place))
		return says_one_of(out, l->allowed_texts);
	return NULL;
}

static void judge(struct host_volume *v, const struct lists *l, struct findings *out)
{
	const char *want = want_instead(&v->place, l, out), *program;

	if (want)
		finding(out, &v->volume->at, "hostPath.path", .value = v->place.text, .want = want);
	v->refused = want != NULL;
	program = want ? NULL : host_places_touch(&l->programs, &v->place);
	if (l->read_only)
		v->read_only = "true";
	else if (program)
		v->read_only = finding_text(out, "true, since %s is the node's", program);
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	struct host_volumes volumes = host_volumes(pod, out);
	struct lists l;

	if (!volumes.count)
		return;
	l = lists_of(params, out);
	for (size_t i = 0; i < volumes.count; i++)
		judge(&volumes.v[i], &l, out);
	host_mounts_check(pod, &volumes, &l, out, want_instead);
}

const struct policy policy_workload_host_paths = {
	.id = "host-paths",
	.title = "Pods mount only allowed directories of the node",
	.why = "Who writes to the node's system directories or speaks to its container runtime "
	       "owns the node.",
	.remedy = "Use a PersistentVolumeClaim, emptyDir, ConfigMap or projected volume in place "
		  "of hostPath.",
	.severity = SEVERITY_CRITICAL,
	.good = EXAMPLE_POD "  volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]\n",
	.bad = EXAMPLE_POD "  volumes: [{name: runtime, hostPath: {path: /run/containerd}}]\n",
	.maps = { PSS_HOST_PATHS, CIS_HOST_PATHS, NSA_ENFORCEMENT, MITRE_ESCAPE },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
