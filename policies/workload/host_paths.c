/* SPDX-License-Identifier: Apache-2.0 */
/* host_paths.c - which directories of the node pods may mount, and how.
 * Reads:   volumes[*].hostPath.path; readOnly of their mounts in all containers
 * Accepts: no hostPath at all; paths in normal form below an allowed prefix, and not at, below or
 * above a forbidden one */
#include <string.h>

#include "policy/host_path.h"
#include "policy/policy.h"
#include "policy/says.h"

enum { ALLOWED, FORBIDDEN, READ_ONLY };

static int check_absolute(const char *text, struct err *err)
{
	return *text == '/' ? 0 : err_set(err, ERR_INPUT, "\"%.100s\" is no absolute path", text);
}

static const struct param params_declared[] = {
	[ALLOWED] = { "allowedPrefixes", PARAM_STRINGS, .check = check_absolute,
		      .doc = "The only paths that may be mounted, with all below them." },
	[FORBIDDEN] = { "forbiddenPrefixes", PARAM_STRINGS, .check = check_absolute,
			.doc = "Paths that may not be mounted, nor what is below or above them, "
			       "even when allowed above. When no list of this policy is set, the "
			       "system's own directories and those of kubelet and container "
			       "runtimes." },
	[READ_ONLY] = { "readOnly", PARAM_BOOL, .def = "false",
			.doc = "Whether every mount of such a volume must be readOnly." },
};

static const char *const sensitive_paths[] = {
	"/boot",
	"/dev",
	"/etc",
	"/proc",
	"/root",
	"/run/containerd",
	"/run/crio",
	"/run/docker",
	"/run/docker.sock",
	"/run/podman",
	"/run/cri-dockerd.sock",
	"/sys",
	"/var/lib/containerd",
	"/var/lib/containers",
	"/var/lib/docker",
	"/var/lib/etcd",
	"/var/lib/kubelet",
};
static const struct strings sensitive = { true, ARRAY_LEN(sensitive_paths), sensitive_paths };

static bool under_any(struct findings *out, const struct strings *prefixes, const char *path)
{
	for_each_string (prefix, *prefixes)
		if (path_within(path, host_path_canonical(out, prefix)))
			return true;
	return false;
}

/* The forbidden path that a mount of @path gives away: at, above or below it. */
static const char *gives_away(struct findings *out, const struct strings *forbidden,
			      const char *path)
{
	for_each_string (prefix, *forbidden) {
		const char *taboo = host_path_canonical(out, prefix);

		if (host_path_overlaps(path, taboo))
			return prefix;
	}
	return NULL;
}

static const char *want_instead(struct findings *out, const char *path,
				const struct strings *allowed, const struct strings *forbidden)
{
	const char *normal = host_path_canonical(out, path), *taboo;

	if (*path != '/')
		return "an absolute path";
	taboo = gives_away(out, forbidden, normal);
	if (taboo)
		return finding_text(out, "nothing that holds or is in %s", taboo);
	if (allowed->set && !under_any(out, allowed, normal))
		return says_one_of(out, allowed);
	return NULL;
}

static size_t mount_count(const struct pod *pod)
{
	size_t count = 0;

	for_each_container (c, pod)
		for_each_mount (m, c)
			count++;
	return count;
}

static void check_mounts(const struct pod *pod, const struct volume *v, struct findings *out)
{
	for_each_container (c, pod)
		for_each_mount (m, c)
			if (!m->read_only && strcmp(m->name, v->name) == 0)
				finding(out, &m->at, "readOnly", .value = "false", .want = "true");
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	const struct strings *allowed = param_strings(params, ALLOWED);
	const struct strings *forbidden = param_strings(params, FORBIDDEN);
	size_t volumes = 0;

	if (!allowed->set && !forbidden->set)
		forbidden = &sensitive;
	for_each_volume (v, pod) {
		const char *want;

		if (!v->host_path)
			continue;
		volumes++;
		want = want_instead(out, v->host_path->path, allowed, forbidden);
		if (want)
			finding(out, &v->at, "hostPath.path", .value = v->host_path->path,
				.want = want);
	}
	if (!param_bool(params, READ_ONLY) ||
	    says_too_many(out, &pod->at, "volumes", volumes, mount_count(pod)))
		return;
	for_each_volume (v, pod)
		if (v->host_path)
			check_mounts(pod, v, out);
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
