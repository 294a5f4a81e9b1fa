/* SPDX-License-Identifier: Apache-2.0 */
/* storage_classes.c - what storage classes give.
 * Reads:   provisioner, reclaimPolicy, parameters
 * Accepts: provisioners and reclaim policies that are allowed; encryption where the provisioner
 * has a parameter for it */
#include <string.h>
#include <strings.h>

#include "policy/policy.h"
#include "policy/says.h"

enum { PROVISIONERS, RECLAIM, ENCRYPTION };

/* "key=value" */
static int check_setting(const char *text, struct err *err)
{
	const char *equals = strchr(text, '=');

	if (equals && equals > text && equals[1])
		return 0;
	return err_set(err, ERR_INPUT, "\"%.100s\" is no setting: want key=value", text);
}

static const struct param params_declared[] = {
	[PROVISIONERS] = { "allowedProvisioners", PARAM_STRINGS,
			   .doc = "Globs of the provisioners that a class may have; when absent, "
				  "any." },
	[RECLAIM] = { "reclaimPolicies", PARAM_STRINGS, .def = "[\"Delete\", \"Retain\"]",
		      .choices = "Delete Retain",
		      .doc = "What may become of volumes without their claims." },
	[ENCRYPTION] = { "encryption", PARAM_MAP, .check = check_setting,
			 .def = "{\"ebs.csi.aws.com\": \"encrypted=true\", "
				"\"kubernetes.io/aws-ebs\": \"encrypted=true\", "
				"\"*rbd.csi.ceph.com\": \"encrypted=true\", "
				"\"*cephfs.csi.ceph.com\": \"encrypted=true\", "
				"\"driver.longhorn.io\": \"encrypted=true\", "
				"\"diskplugin.csi.alibabacloud.com\": \"encrypted=true\", "
				"\"linodebs.csi.linode.com\": "
				"\"linodebs.csi.linode.com/encrypted=true\", "
				"\"csi.scaleway.com\": \"encrypted=true\", "
				"\"pxd.portworx.com\": \"secure=true\", "
				"\"kubernetes.io/portworx-volume\": \"secure=true\"}",
			 .doc = "Globs of provisioners, with the parameter that encrypts and its "
				"value; {} is none. What always encrypts is not in it." },
};

static void check_encryption(const struct storage_class *c, const struct params *params,
			     struct findings *out)
{
	const struct at list = { .up = &c->at, .key = "parameters" };

	for_each_entry (e, *param_map(params, ENCRYPTION)) {
		size_t len = strcspn(e->value, "=");
		const char *key = finding_text(out, "%.*s", (int)len, e->value);
		const struct at at = { .up = &list, .key = key };
		const char *value = map_get(&c->parameters, key);

		if (!glob_match(e->key, c->provisioner))
			continue;
		/* Drivers read "True" as well. */
		if (!value || strcasecmp(value, e->value + len + 1) != 0)
			finding(out, &at, NULL, .value = value, .want = e->value + len + 1);
	}
}

static void check(const struct storage_class *c, const struct params *params, struct findings *out)
{
	const struct strings *provisioners = param_strings(params, PROVISIONERS);
	const struct strings *reclaim = param_strings(params, RECLAIM);

	if (provisioners->set && !globs_match(provisioners, c->provisioner))
		finding(out, &c->at, "provisioner", .value = c->provisioner,
			.want = says_one_of(out, provisioners));
	if (!strings_have(reclaim, c->reclaim_policy))
		finding(out, &c->at, "reclaimPolicy", .value = c->reclaim_policy,
			.want = says_one_of(out, reclaim));
	check_encryption(c, params, out);
}

const struct policy policy_cluster_storage_classes = {
	.id = "storage-classes",
	.title = "Storage classes encrypt, and keep what they should",
	.why = "What is not encrypted can be read from a disk, a snapshot or a backup, past "
	       "everything that the cluster asks.",
	.remedy = "Set the provisioner's parameter for encryption.",
	.severity = SEVERITY_MEDIUM,
	.good = "provisioner: ebs.csi.aws.com\n"
		"parameters: {type: gp3, encrypted: \"true\"}\n",
	.bad = "provisioner: ebs.csi.aws.com\n"
	       "parameters: {type: gp3}\n",
	.maps = { NSA_ENCRYPTION },
	POLICY_PARAMS(params_declared),
	.check_storage_class = check,
};
