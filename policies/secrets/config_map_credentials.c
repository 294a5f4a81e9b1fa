/* SPDX-License-Identifier: Apache-2.0 */
/* config_map_credentials.c - no credential and no password stands in a ConfigMap.
 * Reads:   keys and values of data and binaryData: forms of credentials; passwords by the name that
 * they go under, the key or a name within the text; URLs
 * Accepts: values that refer to another; names of files; keys and names that are exempt
 *
 * An entry is one finding, whatever it holds. The value is never shown: what is found is named by
 * its kind. */
#include <string.h>

#include "policy/credential.h"
#include "policy/password.h"
#include "policy/policy.h"

enum { EXEMPT, NAMES, RANDOM, URLS, EXEMPT_NAMES };

static const struct param params_declared[] = {
	[EXEMPT] = { "exempt", PARAM_STRINGS, .def = "[]",
		     .doc = "Globs of keys that are not looked into." },
	[NAMES] = { "names", PARAM_STRINGS, .def = PASSWORD_NAMES,
		    .doc = "Globs, in capitals with underscores, of names whose value is a "
			   "password: of keys, and of settings within a text." },
	[RANDOM] = { "namesOfRandom", PARAM_STRINGS, .def = PASSWORD_NAMES_OF_RANDOM,
		     .doc = "Globs of names whose value is often a mere name: found when it looks "
			    "generated." },
	[URLS] = { "urls", PARAM_BOOL, .def = "true",
		   .doc = "Whether passwords in URLs are found." },
	[EXEMPT_NAMES] = { "exemptNames", PARAM_STRINGS, .def = "[]",
			   .doc = "Globs of names, in capitals with underscores, that are not "
				  "judged." },
};

/* Of all of a value that is one line, by its key. */
static const char *kind_by_key(const struct datum *d, const struct password_names *names)
{
	struct password found;
	size_t len = d->len;

	while (len && strchr("\r\n", d->bytes[len - 1]))
		len--;
	if (memchr(d->bytes, '\n', len) || memchr(d->bytes, '\0', len))
		return NULL;
	return password_of(names, d->key, strlen(d->key), d->bytes, len, &found)
		       ? password_kind_text(found.kind)
		       : NULL;
}

/* A NUL ends a text, not the search. */
static const char *kind_within(const struct datum *d, const struct password_names *names)
{
	const char *end = d->bytes + d->len;

	for (const char *text = d->bytes; text < end; text += strlen(text) + 1) {
		const char *kind = credential_kind(text);
		struct password found;

		if (kind)
			return kind;
		if (password_in_text(names, text, &found))
			return password_kind_text(found.kind);
	}
	return NULL;
}

static void check(const struct config_map *c, const struct params *params, struct findings *out)
{
	const struct strings *exempt = param_strings(params, EXEMPT);
	const struct password_names names = {
		.names = param_strings(params, NAMES),
		.random = param_strings(params, RANDOM),
		.exempt = param_strings(params, EXEMPT_NAMES),
		.urls = param_bool(params, URLS),
	};

	for_each_datum (d, c->data) {
		const char *kind;

		if (globs_match(exempt, d->key))
			continue;
		kind = kind_within(d, &names);
		if (!kind)
			kind = kind_by_key(d, &names);
		if (kind)
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
