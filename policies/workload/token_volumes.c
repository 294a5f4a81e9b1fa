/* SPDX-License-Identifier: Apache-2.0 */
/* token_volumes.c - projected tokens are for somebody, and not for long.
 * Reads:   projected sources: serviceAccountToken's audience and expirationSeconds
 * Accepts: an audience that is named; an absent expirationSeconds, which is an hour; the token
 * that the API server adds itself */
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"

enum { AUDIENCES, LONGEST };

static const struct param params_declared[] = {
	[AUDIENCES] = { "audiences", PARAM_STRINGS, .def = "[\"?*\"]",
			.doc = "Globs of audiences that a token may be for; an absent one is the "
			       "API server's, and is matched as an empty text." },
	[LONGEST] = { "maxSeconds", PARAM_INT, .def = "3607", .min = 600, .max = 4294967296,
		      .doc = "Longest life of a token; 3607 seconds are what the API server itself "
			     "asks for." },
};

#define DEFAULT_SECONDS 3600

/* The volume that the API server adds where automountServiceAccountToken is not false. Whoever
 * takes its name gets no more than that. */
#define ADMITTED "kube-api-access-"

static bool audience_fits(const struct volume *v, const char *audience,
			  const struct strings *audiences)
{
	bool admitted = *audience == '\0' && strncmp(v->name, ADMITTED, strlen(ADMITTED)) == 0;

	return admitted || globs_match(audiences, audience);
}

static void judge(const struct volume *v, const struct token_projection *token,
		  const struct params *params, struct findings *out)
{
	const struct strings *audiences = param_strings(params, AUDIENCES);
	struct opt_int given = token->expiration_seconds;
	int64_t seconds = given.set ? given.v : DEFAULT_SECONDS;
	int64_t longest = param_int(params, LONGEST);

	if (!audience_fits(v, token->audience, audiences))
		finding(out, &token->at, "audience",
			.value = *token->audience ? token->audience : NULL,
			.want = says_one_of(out, audiences));
	if (seconds > longest)
		finding(out, &token->at, "expirationSeconds", .value = says_int(out, seconds),
			.want = finding_text(out, "at most %s", says_int(out, longest)));
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	for_each_volume (v, pod)
		for (const struct projected_source *s = v->projected; s && budget_step();
		     s = s->next)
			if (s->token)
				judge(v, s->token, params, out);
}

const struct policy policy_workload_token_volumes = {
	.id = "token-volumes",
	.title = "Projected tokens are for one audience and short-lived",
	.why = "A token without an audience opens the API server, and one that lives long stays "
	       "of use to whoever stole it.",
	.remedy = "Set audience to the service that the token is for, and a short "
		  "expirationSeconds.",
	.severity = SEVERITY_LOW,
	.good = EXAMPLE_POD
	"  volumes:\n"
	"  - name: token\n"
	"    projected: {sources: [{serviceAccountToken: {audience: vault}}]}\n",
	.bad = EXAMPLE_POD "  volumes:\n"
			   "  - name: token\n"
			   "    projected: {sources: [{serviceAccountToken: {path: token}}]}\n",
	.maps = { CIS_TOKENS, NSA_TOKENS, MITRE_TOKENS },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
