/* SPDX-License-Identifier: Apache-2.0 */
/* service_account_secrets.c - accounts have no tokens that never end.
 * Reads:   secrets and annotations of ServiceAccounts; the user
 * Accepts: an empty list; named Secrets; where Secrets are limited to the list: any list, and the
 * annotation */
#include <string.h>

#include "policy/account.h"
#include "policy/policy.h"
#include "policy/says.h"

#define MOUNTABLE "kubernetes.io/enforce-mountable-secrets"

enum { SECRETS = ACCOUNT_PARAM_COUNT, ENFORCED };

static const struct param params_declared[] = {
	ACCOUNT_PARAMS,
	[SECRETS] = { "allowedSecrets", PARAM_STRINGS, .def = "[\"*-dockercfg-*\"]",
		      .doc = "Globs of the names of Secrets that may be listed; by default those "
			     "that OpenShift adds." },
	[ENFORCED] = { "mountableSecrets", PARAM_BOOL, .def = "false",
		       .doc = "Whether accounts must limit the Secrets of their pods to the list "
			      "with the annotation " MOUNTABLE "; then the list may hold any." },
};

static void check_annotation(const struct service_account *account, struct findings *out)
{
	const char *value = map_get(&account->meta->annotations, MOUNTABLE);

	if (!value || strcmp(value, "true") != 0)
		says_annotation(out, account->meta, MOUNTABLE,
				&(struct says){ .value = value, .want = "\"true\"" });
}

static void check(const struct service_account *account, const struct params *params,
		  struct findings *out)
{
	const struct strings *allowed = param_strings(params, SECRETS);

	if (account_is_left_alone(account, params, out))
		return;
	if (param_bool(params, ENFORCED)) {
		check_annotation(account, out);
		return;
	}
	for_each_account_secret(s, account->secrets)
	{
		if (!globs_match(allowed, s->name))
			finding(out, &s->at, NULL, .value = s->name, .want = "absent");
	}
}

const struct policy policy_access_service_account_secrets = {
	.id = "service-account-secrets",
	.title = "Service accounts list no Secrets",
	.why = "A Secret that is listed here is most often a token that never ends and that "
	       "everybody has who reads Secrets.",
	.remedy = "Remove the list; pods get tokens that end, and kubectl create token makes one "
		  "for others.",
	.severity = SEVERITY_LOW,
	.good = "imagePullSecrets: [{name: registry}]\n",
	.bad = "secrets: [{name: deployer-token}]\n",
	.maps = { NSA_TOKENS, MITRE_TOKENS },
	POLICY_PARAMS(params_declared),
	.check_service_account = check,
};
