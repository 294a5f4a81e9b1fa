/* SPDX-License-Identifier: Apache-2.0 */
/* volume_types.c - volumes hold the pod's own data or claim storage; none reaches for a disk or a
 * server itself.
 *
 * Reads:   the source of each volume
 * Accepts: configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim,
 * projected, secret, and with one of them whatever else the volume has
 */
#include "policy/policy.h"

#define BIT(source) ((uint64_t)1 << VOLUME_##source)

static const uint64_t allowed = BIT(CONFIG_MAP) | BIT(CSI) | BIT(DOWNWARD_API) | BIT(EMPTY_DIR) |
				BIT(EPHEMERAL) | BIT(IMAGE) | BIT(PERSISTENT_VOLUME_CLAIM) |
				BIT(PROJECTED) | BIT(SECRET);

/* The first source in the order of volume.h, which is upstream's; NULL when none is known. */
static const char *source_name(const struct volume *v)
{
	for (int s = 0; s < VOLUME_SOURCE_COUNT; s++)
		if (volume_has(v, (enum volume_source)s))
			return volume_source_name((enum volume_source)s);
	return NULL;
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	struct names bad = { 0 }, types = { 0 };

	(void)params;
	for_each_volume (v, pod) {
		const char *type;

		if (v->sources & allowed)
			continue;
		type = source_name(v);
		finding(out, &v->at, type, .value = type ? "set" : "no known source",
			.want = type ? "absent" : "a source such as emptyDir",
			.fix = "use emptyDir, configMap, secret, projected, csi or "
			       "persistentVolumeClaim");
		names_add(out, &bad, v->name);
		names_add(out, &types, type ? type : "unknown");
	}
	if (!bad.count)
		return;
	names_sort_set(&types);
	findings_summary(out, "restricted volume types",
			 finding_text(out, "%s %s %s %s %s", plural("volume", "volumes", bad.count),
				      names_quote(out, &bad), plural("uses", "use", bad.count),
				      plural("restricted volume type", "restricted volume types",
					     types.count),
				      names_quote(out, &types)));
}

static const struct standard standard = {
	.level = LEVEL_RESTRICTED,
	.id = "restrictedVolumes",
	.overrides = "hostPathVolumes",
	.versions = { { 0, check } },
};

const struct policy policy_restricted_volume_types = {
	.id = "restricted-volume-types",
	.title = "Volumes are of the types that every pod may use",
	.why = "Other types reach into the node, or attach storage that nobody provisioned for "
	       "this "
	       "namespace.",
	.remedy = "Use emptyDir, configMap, secret, projected, csi or a PersistentVolumeClaim.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD "  volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]\n",
	.bad = EXAMPLE_POD "  volumes: [{name: data, nfs: {server: 10.0.0.1, path: /srv}}]\n",
	.maps = { CIS_HOST_PATHS, NSA_ENFORCEMENT },
	.standard = &standard,
};
