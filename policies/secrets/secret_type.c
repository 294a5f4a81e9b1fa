/* SPDX-License-Identifier: Apache-2.0 */
/* secret_type.c - type and keys of a Secret are those that the reader of the type looks for.
 * Reads:   type, name, namespace, annotations and data of Secrets
 * Accepts: types of others than Kubernetes, and what the table says of its own
 *
 * The table is the API server's and, for bootstrap tokens, that of its documentation. */
#include <string.h>

#include "policy/credential.h"
#include "policy/policy.h"
#include "policy/says.h"

#define BOOTSTRAP_NS	 "kube-system"
#define BOOTSTRAP_PREFIX "bootstrap-token-"

enum { ALLOWED, TYPED };

static const struct param params_declared[] = {
	[ALLOWED] = { "allowed", PARAM_STRINGS,
		      .doc = "Globs of the types that Secrets may have; when absent, any." },
	[TYPED] = { "typedKeys", PARAM_STRINGS, .def = "[\".dockercfg\", \".dockerconfigjson\"]",
		    .choices = ".dockercfg .dockerconfigjson tls.crt ssh-privatekey",
		    .doc = "Keys that an Opaque Secret may not have: their readers want the type "
			   "that they belong to." },
};

static void want_entry(const struct secret *s, const char *key, struct findings *out)
{
	finding(out, &s->at, finding_text(out, "data[\"%s\"]", key),
		.want = finding_text(out, "an entry, as the type is %s", s->type));
}

static void check_json(const struct secret *s, const char *key, struct findings *out)
{
	const struct datum *d = data_get(&s->data, key);
	struct err err;
	const cJSON *json;

	if (!d) {
		want_entry(s, key, out);
		return;
	}
	json = json_parse(findings_arena(out), d->bytes, d->len, NULL, &err);
	if (!json && err.code == ERR_MEMORY)
		findings_spoil(out);
	else if (!cJSON_IsObject(json))
		finding(out, &d->at, NULL, .value = "another text", .want = "a JSON object");
}

static void check_dockercfg(const struct secret *s, struct findings *out)
{
	check_json(s, ".dockercfg", out);
}

static void check_dockerconfigjson(const struct secret *s, struct findings *out)
{
	check_json(s, ".dockerconfigjson", out);
}

static void check_basic_auth(const struct secret *s, struct findings *out)
{
	if (!data_get(&s->data, "username") && !data_get(&s->data, "password"))
		want_entry(s, "password", out);
}

static void check_ssh_auth(const struct secret *s, struct findings *out)
{
	const struct datum *d = data_get(&s->data, "ssh-privatekey");
	const char *kind = d ? credential_kind(d->bytes) : NULL;

	if (!d)
		want_entry(s, "ssh-privatekey", out);
	else if (!kind || strcmp(kind, "a private key") != 0)
		finding(out, &d->at, NULL, .value = "another text", .want = "a private key in PEM");
}

static void check_tls(const struct secret *s, struct findings *out)
{
	if (!data_get(&s->data, "tls.crt"))
		want_entry(s, "tls.crt", out);
	if (!data_get(&s->data, "tls.key"))
		want_entry(s, "tls.key", out);
}

static void check_service_account(const struct secret *s, struct findings *out)
{
	static const char key[] = "kubernetes.io/service-account.name";
	const char *name = map_get(&s->meta->annotations, key);

	if (!name || !*name)
		says_annotation(out, s->meta, key,
				&(struct says){ .value = name, .want = "a service account" });
}

/* A part of a bootstrap token: @len characters of a-z and 0-9. */
static bool is_part(const struct datum *d, size_t len)
{
	return d->len == len && strspn(d->bytes, "abcdefghijklmnopqrstuvwxyz0123456789") == len;
}

static void check_part(const struct secret *s, const char *key, size_t len, struct findings *out)
{
	const struct datum *d = data_get(&s->data, key);

	if (!d)
		want_entry(s, key, out);
	else if (!is_part(d, len))
		finding(out, &d->at, NULL, .value = "another text",
			.want = finding_text(out, "%zu characters of a-z and 0-9", len));
}

static void check_bootstrap_token(const struct secret *s, struct findings *out)
{
	const struct datum *id = data_get(&s->data, "token-id");
	const char *name = s->meta->name;
	size_t prefix = strlen(BOOTSTRAP_PREFIX);
	bool named = strncmp(name, BOOTSTRAP_PREFIX, prefix) == 0;

	check_part(s, "token-id", 6, out);
	check_part(s, "token-secret", 16, out);
	/* A file may leave both to whoever applies it. */
	if (*s->meta->ns && strcmp(s->meta->ns, BOOTSTRAP_NS) != 0)
		finding(out, &s->meta->at, "namespace", .value = s->meta->ns, .want = BOOTSTRAP_NS);
	if (*name && !(named && id && strcmp(name + prefix, id->bytes) == 0))
		finding(out, &s->meta->at, "name", .value = name,
			.want = BOOTSTRAP_PREFIX " and the token's id");
}

static const struct known {
	const char *type;
	void (*check)(const struct secret *s, struct findings *out);
	const char *key; /* that tells the type, or NULL */
} known[] = {
	{ "Opaque", NULL, NULL },
	{ "kubernetes.io/service-account-token", check_service_account, NULL },
	{ "kubernetes.io/dockercfg", check_dockercfg, ".dockercfg" },
	{ "kubernetes.io/dockerconfigjson", check_dockerconfigjson, ".dockerconfigjson" },
	{ "kubernetes.io/basic-auth", check_basic_auth, NULL },
	{ "kubernetes.io/ssh-auth", check_ssh_auth, "ssh-privatekey" },
	{ "kubernetes.io/tls", check_tls, "tls.crt" },
	{ "bootstrap.kubernetes.io/token", check_bootstrap_token, NULL },
	/* Volume plugins look for Secrets of a type of theirs. */
	{ "kubernetes.io/rbd", NULL, NULL },
	{ "kubernetes.io/iscsi-chap", NULL, NULL },
	{ "kubernetes.io/glusterfs", NULL, NULL },
	{ "kubernetes.io/quobyte", NULL, NULL },
	{ "kubernetes.io/scaleio", NULL, NULL },
	{ "kubernetes.io/storageos", NULL, NULL },
};

static bool is_of_kubernetes(const char *type)
{
	return glob_match("kubernetes.io/*", type) || glob_match("bootstrap.kubernetes.io/*", type);
}

static void check_known(const struct secret *s, struct findings *out)
{
	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (strcmp(s->type, known[i].type) == 0) {
			if (known[i].check)
				known[i].check(s, out);
			return;
		}
	if (is_of_kubernetes(s->type))
		finding(out, &s->at, "type", .value = s->type,
			.want = "a type that Kubernetes knows, or one of your own domain");
}

static void check_opaque(const struct secret *s, const struct strings *typed, struct findings *out)
{
	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (known[i].key && strings_have(typed, known[i].key) &&
		    data_get(&s->data, known[i].key))
			finding(out, &s->at, "type", .value = s->type,
				.want = finding_text(out, "%s, as there is %s", known[i].type,
						     known[i].key));
}

static void check(const struct secret *s, const struct params *params, struct findings *out)
{
	const struct strings *allowed = param_strings(params, ALLOWED);

	if (allowed->set && !globs_match(allowed, s->type))
		finding(out, &s->at, "type", .value = s->type, .want = says_one_of(out, allowed));
	check_known(s, out);
	if (strcmp(s->type, "Opaque") == 0)
		check_opaque(s, param_strings(params, TYPED), out);
}

const struct policy policy_secrets_secret_type = {
	.id = "secret-type",
	.title = "Secrets have the keys that their type promises",
	.why = "Whoever reads a Secret by its type finds nothing in it otherwise, and what judges "
	       "one by its type passes it by.",
	.remedy = "Give the Secret the type that its keys belong to.",
	.severity = SEVERITY_LOW,
	.good = "type: kubernetes.io/basic-auth\nstringData: {username: jane, password: example}\n",
	.bad = "type: kubernetes.io/basic-auth\nstringData: {user: jane}\n",
	.maps = { NSA_SECRETS },
	POLICY_PARAMS(params_declared),
	.check_secret = check,
	.needs = NEEDS_VALUES,
};
