/* SPDX-License-Identifier: Apache-2.0 */
/* ingress_nginx_snippets.c - ingress-nginx takes no configuration from annotations.
 * Reads:   data of ConfigMaps: allow-snippet-annotations, annotations-risk-level
 * Accepts: all that does not allow snippets */
#include <string.h>
#include <strings.h>

#include "policy/policy.h"

enum { RISK };

static const struct param params_declared[] = {
	[RISK] = { "allowCriticalRisk", PARAM_BOOL, .def = "false",
		   .doc = "Whether annotations-risk-level may be Critical, the level of "
			  "snippets." },
};

/* As Go's strconv.ParseBool has it. */
static bool is_true(const char *text)
{
	static const char *const words[] = { "1", "t", "T", "TRUE", "true", "True" };

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strcmp(text, words[i]) == 0)
			return true;
	return false;
}

static void check(const struct config_map *c, const struct params *params, struct findings *out)
{
	const struct datum *allow = data_get(&c->data, "allow-snippet-annotations");
	const struct datum *risk = data_get(&c->data, "annotations-risk-level");

	if (allow && is_true(allow->bytes))
		finding(out, &allow->at, NULL, .value = allow->bytes, .want = "absent or false");
	if (risk && strcasecmp(risk->bytes, "Critical") == 0 && !param_bool(params, RISK))
		finding(out, &risk->at, NULL, .value = risk->bytes, .want = "High or lower");
}

const struct policy policy_secrets_ingress_nginx_snippets = {
	.id = "ingress-nginx-snippets",
	.title = "ingress-nginx takes no configuration from annotations",
	.why = "Whoever may write an Ingress can then read the controller's files: its service "
	       "account token, and through it all Secrets (CVE-2021-25742).",
	.remedy = "Set allow-snippet-annotations to false and use annotations that have a meaning "
		  "of their own.",
	.severity = SEVERITY_HIGH,
	.good = "data: {allow-snippet-annotations: \"false\"}\n",
	.bad = "data: {allow-snippet-annotations: \"true\"}\n",
	.maps = { NSA_SECRETS, MITRE_CREDENTIALS },
	POLICY_PARAMS(params_declared),
	.check_config_map = check,
	.needs = NEEDS_VALUES,
};
