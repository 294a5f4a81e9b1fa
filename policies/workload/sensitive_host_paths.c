/* SPDX-License-Identifier: Apache-2.0 */
/* sensitive_host_paths.c - what of the node no pod gets, whatever else it may mount.
 * Reads:   volumes[*].hostPath.path; readOnly and subPath of their mounts in all containers
 * Accepts: paths that neither hold nor are in one of those named; those of system directories when
 * every mount is readOnly
 *
 * Which directories may be mounted at all is for host-paths to say. Sockets and devices don't ask
 * whether a mount is readOnly, and a directory gives all that is in it: a mount of /run has the
 * sockets. In /dev a container opens no disk unless it is privileged, but one that is mounted by
 * itself is there to be opened. A path that is relative is taken from the root, where a kubelet
 * runs. */
#include "policy/host_mounts.h"
#include "policy/policy.h"
#include "policy/says.h"

enum { SOCKETS, SECRETS, READ_ONLY, DEVICES };

#define READ_ONLY_JSON                                     \
	"[" HOST_SYSTEM(HOST_JSON_FIRST_, HOST_JSON_MORE_) \
		HOST_PROGRAMS(HOST_JSON_MORE_, HOST_JSON_MORE_) "]"

static const struct param params_declared[] = {
	[SOCKETS] = { "sockets", PARAM_STRINGS, .def = HOST_JSON(HOST_SOCKETS),
		      .doc = "Sockets, and directories of them, that take orders for the node: no "
			     "mount may hold one." },
	[SECRETS] = { "secrets", PARAM_STRINGS, .def = HOST_JSON(HOST_SECRETS),
		      .doc = "Files and directories with keys of the node or of other pods: no "
			     "mount may hold or be in one, not even to read." },
	[READ_ONLY] = { "readOnly", PARAM_STRINGS, .def = READ_ONLY_JSON,
			.doc = "Directories that the node runs from: mounts that hold or are in "
			       "one must be readOnly." },
	[DEVICES] = { "forbiddenDevices", PARAM_STRINGS, .def = HOST_JSON(HOST_DEVICES),
		      .doc = "Devices that are the node's memory or disks: no mount may be one, "
			     "not even to read." },
};

struct lists {
	struct host_places sockets, secrets, devices, read_only;
};

/* What @place gives away, or NULL. */
static const char *given_away(const struct lists *l, const struct host_place *place)
{
	const char *hit = host_places_touch(&l->sockets, place);

	if (!hit)
		hit = host_places_touch(&l->secrets, place);
	return hit ? hit : host_places_hold(&l->devices, place);
}

static const char *want_instead(const struct host_place *place, const void *ctx,
				struct findings *out)
{
	const char *hit = given_away(ctx, place);

	return hit ? finding_text(out, "nothing that holds or is in %s", hit) : NULL;
}

static void judge(struct host_volume *v, const struct lists *l, struct findings *out)
{
	const char *want = want_instead(&v->place, l, out), *hit;

	v->refused = want != NULL;
	if (want) {
		finding(out, &v->volume->at, "hostPath.path", .value = v->place.text, .want = want);
		return;
	}
	hit = host_places_touch(&l->read_only, &v->place);
	if (hit)
		v->read_only = finding_text(out, "true, since %s is the node's", hit);
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	struct host_volumes volumes = host_volumes(pod, out);
	struct lists l;

	if (!volumes.count)
		return;
	l = (struct lists){
		.sockets = host_places(out, param_strings(params, SOCKETS)),
		.secrets = host_places(out, param_strings(params, SECRETS)),
		.devices = host_places(out, param_strings(params, DEVICES)),
		.read_only = host_places(out, param_strings(params, READ_ONLY)),
	};
	for (size_t i = 0; i < volumes.count; i++)
		judge(&volumes.v[i], &l, out);
	host_mounts_check(pod, &volumes, &l, out, want_instead);
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
