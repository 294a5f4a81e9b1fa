/* SPDX-License-Identifier: Apache-2.0 */
/* secret_service_account_token.c - no Secret asks for a token of a service account that never ends.
 * Reads:   type and annotations of new Secrets
 * Accepts: all other types; tokens of accounts that are allowed */
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"

#define TOKEN_TYPE "kubernetes.io/service-account-token"
#define ACCOUNT	   "kubernetes.io/service-account.name"

enum { ALLOWED };

static const struct param params_declared[] = {
	[ALLOWED] = { "allowedAccounts", PARAM_STRINGS, .def = "[]",
		      .doc = "Globs of names of service accounts that may have such a Secret." },
};

static void check(const struct secret *s, const struct params *params, struct findings *out)
{
	const struct strings *allowed = param_strings(params, ALLOWED);
	const char *account = map_get(&s->meta->annotations, ACCOUNT);

	if (strcmp(s->type, TOKEN_TYPE) == 0 && !globs_match(allowed, account ? account : ""))
		finding(out, &s->at, "type", .value = s->type,
			.want = allowed->count ? finding_text(out, "another type, or a token of %s",
							      says_one_of(out, allowed))
					       : "another type");
}

const struct policy policy_secrets_secret_service_account_token = {
	.id = "secret-service-account-token",
	.title = "No Secret holds a token of a service account",
	.why = "Such a token never expires, is bound to no pod, and works for whoever reads the "
	       "Secret.",
	.remedy = "Use tokens that are made on request: a projected volume, or kubectl create "
		  "token.",
	.severity = SEVERITY_MEDIUM,
	.good = "type: Opaque\nstringData: {password: example}\n",
	.bad = "metadata: {annotations: {kubernetes.io/service-account.name: builder}}\n"
	       "type: kubernetes.io/service-account-token\n",
	.maps = { CIS_TOKENS, NSA_TOKENS, MITRE_TOKENS },
	POLICY_PARAMS(params_declared),
	.check_secret = check,
	.operations = ON(CREATE), /* the controller that fills them must still update them */
};
