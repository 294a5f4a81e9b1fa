/* SPDX-License-Identifier: Apache-2.0 */
/* config_map_credentials.c - no credential stands in a ConfigMap.
 * Reads:   keys and values of data and binaryData
 * Accepts: all that does not have the form of a known credential; keys that are exempt
 *
 * The value is never shown: what is found is named by its kind. */
#include <string.h>

#include "policy/credential.h"
#include "policy/policy.h"

enum { EXEMPT };

static const struct param params_declared[] = {
	[EXEMPT] = { "exempt", PARAM_STRINGS, .def = "[]",
		     .doc = "Globs of keys that are not looked into." },
};

/* A NUL ends a text, not the search. */
static const char *kind_within(const struct datum *d)
{
	const char *end = d->bytes + d->len;

	for (const char *text = d->bytes; text < end; text += strlen(text) + 1) {
		const char *kind = credential_kind(text);

		if (kind)
			return kind;
	}
	return NULL;
}

static void check(const struct config_map *c, const struct params *params, struct findings *out)
{
	const struct strings *exempt = param_strings(params, EXEMPT);

	for_each_datum (d, c->data) {
		const char *kind = kind_within(d);

		if (kind && !globs_match(exempt, d->key))
			finding(out, &d->at, NULL, .value = kind, .want = "no credential");
	}
}

const struct policy policy_secrets_config_map_credentials = {
	.id = "config-map-credentials",
	.title = "No credential stands in a ConfigMap",
	.why = "ConfigMaps are read by many, stored unencrypted, and shown in logs and diffs.",
	.remedy = "Put it into a Secret, and replace the credential: it is known now.",
	.severity = SEVERITY_HIGH,
	.good = "data: {key-file: /run/keys/key.pem}\n",
	.bad = "data: {access-key: AKIAIOSFODNN7EXAMPLE}\n",
	.maps = { NSA_SECRETS, MITRE_CREDENTIALS },
	POLICY_PARAMS(params_declared),
	.check_config_map = check,
};
