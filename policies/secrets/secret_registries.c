/* SPDX-License-Identifier: Apache-2.0 */
/* secret_registries.c - passwords of registries are for allowed registries, and not sent in clear.
 * Reads:   .dockerconfigjson and .dockercfg of Secrets of these types
 * Accepts: registries whose host is allowed; over https or without a scheme
 *
 * The passwords are not looked at. */
#include <string.h>

#include "policy/external_name.h"
#include "policy/policy.h"
#include "policy/says.h"

enum { ALLOWED, FORBIDDEN };

static const struct param params_declared[] = {
	[ALLOWED] = { "allowed", PARAM_STRINGS,
		      .doc = "Globs of the hosts, with their port if any, that there may be "
			     "passwords for; when absent, any. Docker Hub is index.docker.io." },
	[FORBIDDEN] = { "forbidden", PARAM_STRINGS, .def = "[\"k8s.gcr.io\"]",
			.doc = "Globs of hosts that there may be none for, even when allowed "
			       "above; by default one that is closed." },
};

/* What is wanted instead of a registry, or NULL. */
static const char *want_registry(const char *url, const struct params *params, struct findings *out)
{
	const struct strings *allowed = param_strings(params, ALLOWED);
	const struct strings *forbidden = param_strings(params, FORBIDDEN);
	char host[HOST_NAME_MAX_BYTES + 1] = "", text[HOST_NAME_MAX_BYTES + 1];
	const char *scheme = strstr(url, "://");
	const char *begin = scheme ? scheme + 3 : url;
	size_t len = strcspn(begin, "/");

	if (scheme && strncmp(url, "https://", 8) != 0)
		return "a registry over https";
	if (len == 0 || len >= sizeof(text))
		return "the host of a registry";
	memcpy(text, begin, len);
	text[len] = '\0';
	if (!host_normalise(text, host))
		return "the host of a registry";
	if (globs_match(forbidden, host))
		return says_none_of(out, forbidden);
	return allowed->set && !globs_match(allowed, host) ? says_one_of(out, allowed) : NULL;
}

static void check_registries(const struct at *at, const cJSON *registries,
			     const struct params *params, struct findings *out)
{
	const cJSON *registry;

	cJSON_ArrayForEach (registry, registries) {
		const struct at here = { .up = at, .key = registry->string };
		const char *want = want_registry(registry->string, params, out);

		if (want)
			finding(out, &here, NULL, .value = registry->string, .want = want);
	}
}

/* The object of registries: all of an old file, a member of a new one. */
static const cJSON *registries_of(const struct datum *d, bool is_old, struct findings *out)
{
	struct err err = { 0 };
	const cJSON *file = json_parse(findings_arena(out), d->bytes, d->len, NULL, &err);
	const cJSON *registries = is_old ? file : json_get(file, "auths");

	if (!file && err.code == ERR_MEMORY)
		findings_spoil(out);
	else if (!cJSON_IsObject(registries))
		finding(out, &d->at, NULL, .value = "another text",
			.want = is_old ? "a JSON object of registries"
				       : "a JSON object with the registries in auths");
	return cJSON_IsObject(registries) ? registries : NULL;
}

static void check(const struct secret *s, const struct params *params, struct findings *out)
{
	bool is_old = strcmp(s->type, "kubernetes.io/dockercfg") == 0;
	const struct datum *d = NULL;
	const cJSON *registries;
	struct at at;

	if (is_old)
		d = data_get(&s->data, ".dockercfg");
	else if (strcmp(s->type, "kubernetes.io/dockerconfigjson") == 0)
		d = data_get(&s->data, ".dockerconfigjson");
	registries = d ? registries_of(d, is_old, out) : NULL;
	if (!registries)
		return;
	at = (struct at){ .up = &d->at, .key = "auths" };
	check_registries(is_old ? &d->at : &at, registries, params, out);
}

const struct policy policy_secrets_secret_registries = {
	.id = "secret-registries",
	.title = "Passwords of registries are for allowed registries",
	.why = "A node sends the password to whatever host the Secret names, and images come from "
	       "there.",
	.remedy = "Remove the registry, or have it allowed; write https or no scheme.",
	.severity = SEVERITY_MEDIUM,
	.good = "type: kubernetes.io/dockerconfigjson\nstringData:\n"
		"  .dockerconfigjson: '{\"auths\": {\"registry.example\": {\"auth\": \"\"}}}'\n",
	.bad = "type: kubernetes.io/dockerconfigjson\nstringData:\n"
	       "  .dockerconfigjson: '{\"auths\": {\"http://registry.example\": {\"auth\": "
	       "\"\"}}}'\n",
	.maps = { CIS_IMAGE_PROVENANCE, NSA_SECRETS, MITRE_MALICIOUS_IMAGE },
	POLICY_PARAMS(params_declared),
	.check_secret = check,
	.needs = NEEDS_VALUES,
};
