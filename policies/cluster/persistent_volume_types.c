/* SPDX-License-Identifier: Apache-2.0 */
/* persistent_volume_types.c - what persistent volumes are made of.
 *
 * Pods may mount a claim where they may not mount a directory of the node: a volume that is one is
 * the way around.
 *
 * Reads:   the source, hostPath.path, local.path, volumeMode, the reclaim policy
 * Accepts: sources that are allowed; directories of the node at or below the listed ones; reclaim
 * policies that are allowed */
#include <string.h>

#include "policy/host_lists.h"
#include "policy/host_path.h"
#include "policy/policy.h"
#include "policy/says.h"

enum { FORBIDDEN, HOST_PATHS, LOCAL_PATHS, BLOCK_PATHS, RECLAIM, FORBIDDEN_PATHS };

static const struct param params_declared[] = {
	[FORBIDDEN] = { "forbiddenTypes", PARAM_STRINGS, .def = "[]",
			.choices = "hostPath local csi nfs iscsi fc awsElasticBlockStore azureDisk "
				   "azureFile gcePersistentDisk cinder vsphereVolume cephfs rbd "
				   "flexVolume flocker glusterfs photonPersistentDisk "
				   "portworxVolume quobyte scaleIO storageos",
			.doc = "Sources that no volume may have." },
	[HOST_PATHS] = { "hostPathPrefixes", PARAM_STRINGS, .def = "[]", .check = host_path_check,
			 .doc = "Directories of the node that a hostPath may be, with all below "
				"them." },
	[LOCAL_PATHS] = { "localPrefixes", PARAM_STRINGS, .def = "[\"/mnt\", \"/media\"]",
			  .check = host_path_check,
			  .doc = "The same for a local volume, where disks are mounted." },
	[BLOCK_PATHS] = { "localBlockPrefixes", PARAM_STRINGS, .def = "[\"/dev\"]",
			  .check = host_path_check,
			  .doc = "The same for a local volume of volumeMode Block, which is a disk "
				 "itself." },
	[RECLAIM] = { "reclaimPolicies", PARAM_STRINGS, .def = "[\"Retain\", \"Delete\"]",
		      .choices = "Retain Delete Recycle",
		      .doc = "What may become of a volume without its claim; Recycle, which runs a "
			     "pod that empties it, is no longer kept up." },
	[FORBIDDEN_PATHS] = { "forbiddenPaths", PARAM_STRINGS, .check = host_path_check,
			      .doc = "Paths that no volume may be at, below or above, unless a "
				     "directory listed above is at or below the path itself; when "
				     "absent, what sensitive-host-paths has of sockets, secrets, "
				     "the system and its programs." },
};

/* Not the disks: a volume that is one is what localBlockPrefixes is for. */
static const char *const sensitive_paths[] = {
	HOST_ARRAY(HOST_SOCKETS), HOST_ARRAY(HOST_SECRETS),  HOST_ARRAY(HOST_SYSTEM),
	HOST_ARRAY(HOST_KUBELET), HOST_ARRAY(HOST_PROGRAMS),
};
static const struct strings sensitive = { true, ARRAY_LEN(sensitive_paths), sensitive_paths };

/* The prefix that holds @place, or NULL. */
static const char *prefix_of(const struct host_place *place, const struct strings *prefixes,
			     struct findings *out)
{
	const struct host_places list = host_places(out, prefixes);

	return host_path_is_absolute(place->text) ? host_places_hold(&list, place) : NULL;
}

/* Whether a prefix is at or below a path by any of its names. */
static bool is_spelt(const struct host_places *path, const struct host_place *prefix)
{
	const struct host_place of_windows = { .text = prefix->text, .windows = prefix->windows };

	return host_places_hold(path, prefix) || host_places_hold(path, &of_windows);
}

/* The forbidden path that @place gives away though @prefix does not spell it out, or NULL. */
static const char *given_away(const struct host_place *place, const char *prefix,
			      const struct params *params, struct findings *out)
{
	const struct strings *set = param_strings(params, FORBIDDEN_PATHS);
	const struct host_places list = host_places(out, set->set ? set : &sensitive);
	const struct host_place spelt = host_place(out, prefix);

	for (size_t i = 0; i < list.count; i++) {
		const struct host_places one = { 1, &list.v[i] };

		if (host_places_touch(&one, place) && !is_spelt(&one, &spelt))
			return list.v[i].text;
	}
	return NULL;
}

static void judge_path(const struct persistent_volume *v, const char *field, const char *path,
		       const struct strings *prefixes, const struct params *params,
		       struct findings *out)
{
	struct host_place place;
	const char *prefix, *taboo;

	if (!path)
		return;
	place = host_place(out, path);
	prefix = prefix_of(&place, prefixes, out);
	taboo = prefix ? given_away(&place, prefix, params, out) : NULL;
	if (!prefix)
		finding(out, &v->at, field, .value = path,
			.want = prefixes->count ? finding_text(out, "a path in %s",
							       says_one_of(out, prefixes))
						: "another kind of volume");
	else if (taboo)
		finding(out, &v->at, field, .value = path,
			.want = finding_text(out, "nothing that holds or is in %s", taboo));
}

static size_t local_prefixes(const struct persistent_volume *v)
{
	return strcmp(v->volume_mode, "Block") == 0 ? BLOCK_PATHS : LOCAL_PATHS;
}

static void judge_source(const struct persistent_volume *v, enum persistent_source source,
			 const struct params *params, struct findings *out)
{
	const char *name = persistent_source_name(source);

	if (strings_have(param_strings(params, FORBIDDEN), name))
		finding(out, &v->at, name, .value = "set", .want = "another kind of volume");
	else if (source == PERSISTENT_HOST_PATH)
		judge_path(v, "hostPath.path", v->host_path, param_strings(params, HOST_PATHS),
			   params, out);
	else if (source == PERSISTENT_LOCAL)
		judge_path(v, "local.path", v->local_path, param_strings(params, local_prefixes(v)),
			   params, out);
}

static void check(const struct persistent_volume *v, const struct params *params,
		  struct findings *out)
{
	const struct strings *reclaim = param_strings(params, RECLAIM);

	for (int source = 0; source < PERSISTENT_SOURCE_COUNT; source++)
		if (v->sources >> source & 1)
			judge_source(v, (enum persistent_source)source, params, out);
	/* The API server makes an absent one Retain. */
	if (!strings_have(reclaim, *v->reclaim_policy ? v->reclaim_policy : "Retain"))
		finding(out, &v->at, "persistentVolumeReclaimPolicy",
			.value = *v->reclaim_policy ? v->reclaim_policy : NULL,
			.want = says_one_of(out, reclaim));
}

const struct policy policy_cluster_persistent_volume_types = {
	.id = "persistent-volume-types",
	.title = "Persistent volumes are no directories of the node but listed ones",
	.why = "Through a claim a pod mounts what it may not mount itself: a volume of the node's "
	       "directories hands out the node.",
	.remedy = "Use a CSI driver, or a local volume of a disk that is mounted for it.",
	.severity = SEVERITY_HIGH,
	.good = "spec:\n"
		"  csi: {driver: ebs.csi.aws.com, volumeHandle: vol-1}\n",
	.bad = "spec:\n"
	       "  hostPath: {path: /var/lib/kubelet}\n",
	.maps = { PSS_HOST_PATHS, CIS_HOST_PATHS, NSA_ENFORCEMENT, MITRE_ESCAPE },
	POLICY_PARAMS(params_declared),
	.check_persistent_volume = check,
};
