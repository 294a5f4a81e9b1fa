/* SPDX-License-Identifier: Apache-2.0 */
/* service_account_identity.c - accounts stand for the identities in the cloud that they should.
 * Reads:   annotations of ServiceAccounts
 * Accepts: none of them unless required; values that match; none on the account "default" */
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"

/* Four of any character; written out they would be a trigraph. */
#define FOUR "\?\?\?\?"

enum { ALLOWED, REQUIRED, DEFAULT };

static const struct param params_declared[] = {
	[ALLOWED] = { "allowed", PARAM_MAP,
		      .def = "{\"eks.amazonaws.com/role-arn\": \"arn:aws*:iam::*:role/?*\", "
			     "\"iam.gke.io/gcp-service-account\": "
			     "\"?*@?*.iam.gserviceaccount.com\", "
			     "\"azure.workload.identity/client-id\": "
			     "\"" FOUR FOUR "-" FOUR "-" FOUR "-" FOUR "-" FOUR FOUR FOUR "\"}",
		      .doc = "Annotations that name an identity, with globs of their values; those "
			     "of Amazon, Google and Azure that are not here may not be there." },
	[REQUIRED] = { "required", PARAM_STRINGS, .def = "[]",
		       .doc = "Annotations that each account must have." },
	[DEFAULT] = { "defaultAccount", PARAM_BOOL, .def = "false",
		      .doc = "Whether the account named default may have one, and with it every "
			     "pod that names no account." },
};

static bool is_identity(const char *key)
{
	static const char *const keys[] = { "eks.amazonaws.com/role-arn",
					    "iam.gke.io/gcp-service-account",
					    "azure.workload.identity/client-id" };

	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (strcmp(keys[i], key) == 0)
			return true;
	return false;
}

/* What is wanted in place of the annotation, or NULL. */
static const char *want(const struct map_entry *e, bool is_default, const struct params *params)
{
	const char *glob = map_get(param_map(params, ALLOWED), e->key);

	if (!glob && !is_identity(e->key))
		return NULL;
	if (!glob || (is_default && !param_bool(params, DEFAULT)))
		return "absent";
	return glob_match(glob, e->value) ? NULL : glob;
}

static void check(const struct service_account *account, const struct params *params,
		  struct findings *out)
{
	const struct meta *meta = account->meta;
	bool is_default = strcmp(*meta->name ? meta->name : account->request->name, "default") == 0;

	for_each_entry (e, meta->annotations) {
		const char *wanted = want(e, is_default, params);

		if (wanted)
			says_annotation(out, meta, e->key,
					&(struct says){ .value = e->value,
							.want = *wanted ? wanted : "absent" });
	}
	for_each_string (key, *param_strings(params, REQUIRED))
		if (!map_get(&meta->annotations, key))
			says_annotation(out, meta, key,
					&(struct says){ .want = "the identity of the account" });
}

const struct policy policy_access_service_account_identity = {
	.id = "service-account-identity",
	.title = "Service accounts stand for allowed identities of the cloud",
	.why = "With one annotation every pod of the account acts in the cloud as somebody there, "
	       "outside of all that roles of the cluster limit.",
	.remedy = "Name an allowed identity, on an account that only the workload in question "
		  "uses.",
	.severity = SEVERITY_MEDIUM,
	.good = "metadata:\n"
		"  name: shop\n"
		"  annotations: {eks.amazonaws.com/role-arn: "
		"'arn:aws:iam::111122223333:role/shop'}\n",
	.bad = "metadata:\n"
	       "  name: default\n"
	       "  annotations: {eks.amazonaws.com/role-arn: "
	       "'arn:aws:iam::111122223333:role/shop'}\n",
	.maps = { NSA_RBAC, MITRE_CLOUD_ACCOUNTS },
	POLICY_PARAMS(params_declared),
	.check_service_account = check,
	.needs = NEEDS_VALUES,
};
