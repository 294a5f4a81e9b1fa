/* SPDX-License-Identifier: Apache-2.0 */
/* encryption_configuration.c - what the API server encrypts, and with what.
 * Reads:   resources and providers of an EncryptionConfiguration
 * Accepts: named resources whose first provider, the one that writes, is a strong one
 *
 * Providers behind the first one only read what they wrote before, so they may be old ones. Keys
 * are looked at and never shown.
 */
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"
#include "policy/secret_key.h"

enum { RESOURCES, PROVIDERS, KMS_V1, MIN_KEY };

static const struct param params_declared[] = {
	[RESOURCES] = { "resources", PARAM_STRINGS, .def = "[\"secrets\"]",
			.doc = "Resources that must be encrypted, as the file names them: "
			       "\"secrets\", \"widgets.example.com\"." },
	[PROVIDERS] = { "providers", PARAM_STRINGS, .def = "[\"kms\", \"secretbox\"]",
			.choices = "kms secretbox aescbc aesgcm",
			.doc = "Providers that may write; aescbc can be attacked by its padding, "
			       "and aesgcm needs a new key every 200,000 writes." },
	[KMS_V1] = { "allowKmsV1", PARAM_BOOL, .def = "false",
		     .doc = "Whether version 1 of the KMS interface, which is deprecated, may "
			    "write." },
	[MIN_KEY] = { "minKeyBits", PARAM_INT, .def = "256", .min = 128, .max = 256,
		      .doc = "Least length of a key." },
};

/* What follows the first dot; "" for the core group. */
static const char *group_of(const char *resource)
{
	const char *dot = strchr(resource, '.');

	return dot ? dot + 1 : "";
}

/* "secrets" is covered by itself, "*." and "*.*"; "widgets.example.com" by "*.example.com" too. */
static bool covers(const char *entry, const char *resource)
{
	if (strcmp(entry, resource) == 0 || strcmp(entry, "*.*") == 0)
		return true;
	return strncmp(entry, "*.", 2) == 0 && strcmp(entry + 2, group_of(resource)) == 0;
}

/* The first one that covers it counts. */
static const struct encryption_rule *rule_for(const struct encryption *e, const char *resource)
{
	for_each_encryption_rule(rule, e)
		for_each_string (entry, rule->resources) if (covers(entry, resource)) return rule;
	return NULL;
}

static const char *provider_name(const struct encryption_provider *p)
{
	if (p->kms)
		return "kms";
	if (p->secretbox)
		return "secretbox";
	if (p->aescbc)
		return "aescbc";
	if (p->aesgcm)
		return "aesgcm";
	return p->identity ? "identity" : "nothing";
}

static const struct encryption_keys *keys_of(const struct encryption_provider *p)
{
	if (p->secretbox)
		return p->secretbox;
	return p->aescbc ? p->aescbc : p->aesgcm;
}

/* The first key is the one that writes. */
static void check_key(const struct encryption_provider *p, const struct params *params,
		      struct findings *out)
{
	const struct encryption_keys *keys = keys_of(p);
	const struct encryption_key *key = keys ? keys->keys : NULL;
	int64_t min = param_int(params, MIN_KEY);
	struct secret_key secret;

	if (!keys || p->kms)
		return;
	if (!key) {
		finding(out, &p->at, finding_text(out, "%s.keys", provider_name(p)),
			.want = "a key");
		return;
	}
	secret = secret_key_read(key->secret);
	if (!secret.is_key)
		finding(out, &key->at, "secret", .value = "no key in base64",
			.want = "random bytes in base64");
	else if (secret.guessable)
		finding(out, &key->at, "secret", .value = "a key of text or of one byte",
			.want = "random bytes");
	else if ((int64_t)secret.bits < min)
		finding(out, &key->at, "secret",
			.value = finding_text(out, "a key of %zu bits", secret.bits),
			.want = finding_text(out, "at least %lld bits", (long long)min));
}

static void check_provider(const struct encryption_provider *p, const struct params *params,
			   struct findings *out)
{
	const struct strings *allowed = param_strings(params, PROVIDERS);
	const char *name = provider_name(p);

	if (!strings_have(allowed, name))
		finding(out, &p->at, p->identity ? "identity" : NULL, .value = name,
			.want = finding_text(out, "%s first", says_one_of(out, allowed)));
	if (p->kms && !param_bool(params, KMS_V1) && strcmp(p->kms->api_version, "v2") != 0)
		finding(out, &p->kms->at, "apiVersion",
			.value = *p->kms->api_version ? p->kms->api_version : NULL, .want = "v2");
	check_key(p, params, out);
}

/* Whether a resource before @i led to the same rule, which has been judged then. */
static bool is_judged(const struct encryption *e, const struct strings *resources, size_t i,
		      const struct encryption_rule *rule)
{
	for (size_t k = 0; k < i; k++)
		if (rule_for(e, resources->v[k]) == rule)
			return true;
	return false;
}

static void check(const struct encryption *e, const struct params *params, struct findings *out)
{
	const struct strings *resources = param_strings(params, RESOURCES);

	for (size_t i = 0; i < resources->count; i++) {
		const struct encryption_rule *rule = rule_for(e, resources->v[i]);

		if (!rule)
			finding(out, &e->at, "resources",
				.value = finding_text(out, "no rule for %s", resources->v[i]),
				.want = finding_text(out, "one that has %s", resources->v[i]));
		else if (is_judged(e, resources, i, rule))
			continue;
		else if (rule->providers)
			check_provider(rule->providers, params, out);
		else
			finding(out, &rule->at, "providers", .want = "a provider");
	}
}

const struct policy policy_controlplane_encryption_configuration = {
	.id = "encryption-configuration",
	.title = "Secrets are encrypted where they are stored",
	.why = "The first provider writes: with identity that is plain text, and with a weak key "
	       "or mode what looks encrypted is not.",
	.remedy = "Put kms (v2) or secretbox with a key of 32 random bytes first, identity last.",
	.severity = SEVERITY_HIGH,
	.good = "resources:\n- resources: [secrets]\n  providers:\n"
		"  - kms: {\"apiVersion\": v2, name: vault, endpoint: \"unix:///run/kms.sock\"}\n"
		"  - identity: {}\n",
	.bad = "resources:\n- resources: [secrets]\n  providers:\n  - identity: {}\n",
	.maps = { CIS_ENCRYPTION_PROVIDERS, CIS_APISERVER_ENCRYPTION, NSA_SECRETS,
		  MITRE_CREDENTIALS },
	.needs = NEEDS_VALUES,
	POLICY_PARAMS(params_declared),
	.check_encryption = check,
};
