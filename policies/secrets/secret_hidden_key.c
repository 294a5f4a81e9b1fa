/* SPDX-License-Identifier: Apache-2.0 */
/* secret_hidden_key.c - private keys stand where one looks for them.
 * Reads:   type, keys and values of Secrets
 * Accepts: private keys under names of private keys; in Secrets of the types for keys
 *
 * Rotation, scanners and other policies go by type and name: what is hidden in a file of another
 * kind, or behind one more base64, they pass by. The value is never shown. */
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"
#include "policy/tls_secret.h"

enum { NAMES, PAIRS };

static const struct param params_declared[] = {
	[NAMES] = { "keyNames", PARAM_STRINGS,
		    .def = "[\"*key\", \"*key.*\", \"*-key-*\", \"*.pem\", \"*private*\", "
			   "\"id_rsa*\", \"id_ed25519*\", \"id_ecdsa*\", \"*identity*\", "
			   "\"*keystore*\", \"*.p12\", \"*.pfx\"]",
		    .doc = "Globs of keys, in lower case, that a private key may stand under." },
	[PAIRS] = { "typedPairs", PARAM_BOOL, .def = "false",
		    .doc = "Whether a certificate and its private key must be in a Secret of type "
			   "kubernetes.io/tls." },
};

#define NAME_MAX_BYTES 253

static bool has_key_name(const struct strings *names, const char *key)
{
	char lower[NAME_MAX_BYTES + 1] = "";

	for (size_t i = 0; i < NAME_MAX_BYTES && key[i]; i++)
		lower[i] = (char)(key[i] >= 'A' && key[i] <= 'Z' ? key[i] - 'A' + 'a' : key[i]);
	return globs_match(names, lower);
}

static bool bytes_have(const struct datum *d, const char *text)
{
	return d->len > 0 && memmem(d->bytes, d->len, text, strlen(text)) != NULL;
}

/* "-----BEGIN x PRIVATE KEY-----"; a text may also speak of a key without having one. */
static bool has_private_key(const struct datum *d)
{
	return bytes_have(d, "-----BEGIN ") &&
	       (bytes_have(d, "PRIVATE KEY-----\n") || bytes_have(d, "PRIVATE KEY-----\r") ||
		bytes_have(d, "PRIVATE KEY-----\\n"));
}

/* "-----BEGIN " is 11 bytes, so what follows has another base64 for each kind of key. */
static bool has_encoded_key(const struct datum *d)
{
	static const char *const begins[] = {
		"LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRV",	    /* RSA PRIVATE KEY */
		"LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFW",	    /* EC */
		"LS0tLS1CRUdJTiBQUklWQVRFIEtFW",	    /* PRIVATE KEY */
		"LS0tLS1CRUdJTiBPUEVOU1NIIFBSSVZBVEUgS0VZ", /* OPENSSH */
	};

	for (size_t i = 0; i < ARRAY_LEN(begins); i++)
		if (bytes_have(d, begins[i]))
			return true;
	return false;
}

/* A kubeconfig holds its key in base64: that is its form. */
static bool is_kubeconfig(const struct datum *d)
{
	return bytes_have(d, "client-key-data:") || bytes_have(d, "\"client-key-data\"");
}

static bool is_key_type(const char *type)
{
	return strcmp(type, TLS_SECRET_TYPE) == 0 || strcmp(type, "kubernetes.io/ssh-auth") == 0;
}

static void check_pair(const struct secret *s, struct findings *out)
{
	const struct datum *cert = NULL, *key = NULL;

	for_each_datum (d, s->data) {
		if (bytes_have(d, "-----BEGIN CERTIFICATE-----"))
			cert = d;
		if (has_private_key(d))
			key = d;
	}
	if (cert && key)
		finding(out, &s->at, "type", .value = s->type,
			.want = TLS_SECRET_TYPE ", as there are a certificate and a private key");
}

static void check(const struct secret *s, const struct params *params, struct findings *out)
{
	const struct strings *names = param_strings(params, NAMES);

	if (is_key_type(s->type))
		return;
	for_each_datum (d, s->data) {
		bool plain = has_private_key(d), encoded = has_encoded_key(d);

		if (plain && !has_key_name(names, d->key))
			finding(out, &d->at, NULL, .value = "a private key",
				.want = "it stands alone, under a key that says so");
		else if (!plain && encoded && !is_kubeconfig(d))
			finding(out, &d->at, NULL, .value = "a private key in base64 once more",
				.want = "the key itself");
	}
	if (param_bool(params, PAIRS))
		check_pair(s, out);
}

const struct policy policy_secrets_secret_hidden_key = {
	.id = "secret-hidden-key",
	.title = "Private keys stand where one looks for them",
	.why = "A key within a file of another kind is forgotten when keys are replaced, and seen "
	       "by no check that goes by type or name.",
	.remedy = "Give the key an entry of its own, in a Secret of type kubernetes.io/tls where "
		  "it belongs to a certificate.",
	.severity = SEVERITY_LOW,
	.good = "stringData:\n  server.key: |\n" EXAMPLE_TLS_KEY,
	.bad = "stringData:\n  settings.conf: |\n" EXAMPLE_TLS_KEY,
	.maps = { NSA_SECRETS, MITRE_PRIVATE_KEYS },
	POLICY_PARAMS(params_declared),
	.check_secret = check,
	.needs = NEEDS_VALUES,
};
