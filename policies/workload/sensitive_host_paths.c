/* SPDX-License-Identifier: Apache-2.0 */
/* sensitive_host_paths.c - what of the node no pod gets, whatever else it may mount.
 * Reads:   volumes[*].hostPath.path; readOnly of their mounts in all containers
 * Accepts: paths that neither hold nor are in one of those named; those of system directories when
 * every mount is readOnly
 *
 * Which directories may be mounted at all is for host-paths to say. Sockets don't ask whether a
 * mount is readOnly, and a directory gives all that is in it: a mount of /run has the sockets. A
 * path that is relative is taken from the root, where a kubelet runs. */
#include <string.h>

#include "policy/host_path.h"
#include "policy/policy.h"
#include "policy/says.h"

enum { SOCKETS, SECRETS, READ_ONLY };

static const struct param params_declared[] = {
	[SOCKETS] = { "sockets", PARAM_STRINGS,
		      .def = "[\"/run/docker.sock\", \"/run/containerd/containerd.sock\", "
			     "\"/run/crio/crio.sock\", \"/run/cri-dockerd.sock\", "
			     "\"/run/dockershim.sock\", \"/run/podman/podman.sock\", "
			     "\"/run/k3s/containerd/containerd.sock\", "
			     "\"/run/buildkit/buildkitd.sock\", \"/run/systemd/private\", "
			     "\"/run/dbus/system_bus_socket\", "
			     "\"\\\\\\\\.\\\\pipe\\\\docker_engine\", "
			     "\"\\\\\\\\.\\\\pipe\\\\containerd-containerd\"]",
		      .doc = "Sockets that take orders for the node: no mount may hold one." },
	[SECRETS] = { "secrets", PARAM_STRINGS,
		      .def = "[\"/etc/kubernetes\", \"/etc/shadow\", \"/etc/ssh\", \"/root\", "
			     "\"/var/lib/etcd\", \"/var/lib/kubelet/pki\", "
			     "\"/var/lib/kubelet/pods\", \"/var/lib/rancher/k3s/server\"]",
		      .doc = "Files and directories with keys of the node or of other pods: no "
			     "mount may hold or be in one, not even to read." },
	[READ_ONLY] = { "readOnly", PARAM_STRINGS,
			.def = "[\"/bin\", \"/boot\", \"/etc\", \"/lib\", \"/lib64\", \"/proc\", "
			       "\"/sbin\", \"/sys\", \"/usr\", \"/var/lib/containerd\", "
			       "\"/var/lib/docker\", \"/var/lib/kubelet/config.yaml\", "
			       "\"/var/lib/kubelet/kubeconfig\", \"/var/spool/cron\"]",
			.doc = "Directories that the node runs from: mounts that hold or are in "
			       "one must be readOnly." },
};

/* Paths of Windows stay as they are. */
static const char *place_of(const char *path, struct findings *out)
{
	bool windows = *path == '\\' || (*path && path[1] == ':');

	if (*path == '/' || windows)
		return host_path_canonical(out, path);
	return host_path_canonical(out, finding_text(out, "/%s", path));
}

/* The one of @list that a mount of @path gives away, or NULL. */
static const char *given_away(const struct strings *list, const char *path, struct findings *out)
{
	for_each_string (one, *list)
		if (host_path_overlaps(path, place_of(one, out)))
			return one;
	return NULL;
}

static void check_mounts(const struct pod *pod, const struct volume *v, const char *directory,
			 struct findings *out)
{
	for_each_container (c, pod)
		for_each_mount (m, c)
			if (!m->read_only && strcmp(m->name, v->name) == 0)
				finding(out, &m->at, "readOnly", .value = "false",
					.want = finding_text(out, "true, since %s is the node's",
							     directory));
}

static void check_volume(const struct pod *pod, const struct volume *v, bool few,
			 const struct params *params, struct findings *out)
{
	const char *path = place_of(v->host_path->path, out), *hit;

	hit = given_away(param_strings(params, SOCKETS), path, out);
	if (!hit)
		hit = given_away(param_strings(params, SECRETS), path, out);
	if (hit) {
		finding(out, &v->at, "hostPath.path", .value = v->host_path->path,
			.want = finding_text(out, "nothing that holds or is in %s", hit));
		return;
	}
	hit = given_away(param_strings(params, READ_ONLY), path, out);
	if (hit && few)
		check_mounts(pod, v, hit, out);
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	size_t volumes = 0, mounts = 0;
	bool few;

	for_each_volume (v, pod)
		volumes += v->host_path != NULL;
	if (!volumes)
		return;
	for_each_container (c, pod)
		for_each_mount (m, c)
			mounts++;
	few = !says_too_many(out, &pod->at, "volumes", volumes, mounts);
	for_each_volume (v, pod)
		if (v->host_path)
			check_volume(pod, v, few, params, out);
}

const struct policy policy_workload_sensitive_host_paths = {
	.id = "sensitive-host-paths",
	.title = "Pods get no socket and no secret of the node, and don't write where it runs from",
	.why = "Whoever speaks to the container runtime, holds the keys of the kubelet or writes "
	       "to system directories owns the node, and often the cluster.",
	.remedy = "Mount the one file or directory that is needed, readOnly, or use an API in its "
		  "place.",
	.severity = SEVERITY_CRITICAL,
	.good = EXAMPLE_POD "    volumeMounts: [{name: proc, mountPath: /host/proc, readOnly: "
			    "true}]\n"
			    "  volumes: [{name: proc, hostPath: {path: /proc}}]\n",
	.bad = EXAMPLE_POD "    volumeMounts: [{name: run, mountPath: /run, readOnly: true}]\n"
			   "  volumes: [{name: run, hostPath: {path: /var/run}}]\n",
	.maps = { PSS_HOST_PATHS, CIS_HOST_PATHS, NSA_ENFORCEMENT, MITRE_ESCAPE,
		  MITRE_CREDENTIALS },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
