/* SPDX-License-Identifier: Apache-2.0 */
/* env_credentials.c - no credential stands in plain text in a pod.
 * Reads:   env[*].value, command and args of containers; exec commands, paths and headers of their
 * probes and hooks; annotations: forms of credentials, and what stands behind Basic and Bearer
 * Accepts: all that does not have the form of a known credential; names that are exempt
 *
 * The value is never shown: what is found is named by its kind. */
#include <string.h>

#include "policy/credential.h"
#include "policy/password.h"
#include "policy/policy.h"
#include "policy/says.h"

enum { EXEMPT };

static const struct param params_declared[] = {
	[EXEMPT] = { "exempt", PARAM_STRINGS, .def = "[]",
		     .doc = "Globs of names of variables and HTTP headers and keys of "
			    "annotations that are not looked into." },
};

/* By its form, or because a scheme of HTTP stands before it. */
static const char *kind_of(const char *text)
{
	const char *kind = credential_kind(text);
	struct password found;

	if (!kind && password_behind_scheme(text, strlen(text), &found))
		kind = password_kind_text(found.kind);
	return kind;
}

static void judge_list(const struct at *at, const char *field, const struct strings *list,
		       struct findings *out)
{
	for (size_t i = 0; i < list->count; i++) {
		const char *kind = kind_of(list->v[i]);

		if (kind)
			finding(out, at, finding_text(out, "%s[%zu]", field, i), .value = kind,
				.want = "no credential");
	}
}

static void judge_env(const struct container *c, const struct strings *exempt, struct findings *out)
{
	for_each_env (e, c) {
		const char *kind = globs_match(exempt, e->name) ? NULL : kind_of(e->value);

		if (kind)
			finding(out, &e->at, "value", .value = kind, .want = "no credential");
	}
}

static void judge_http(const struct handler *h, const struct strings *exempt, struct findings *out)
{
	const char *kind = kind_of(h->http_get->path);

	if (kind)
		finding(out, &h->at, "httpGet.path", .value = kind, .want = "no credential");
	for (const struct http_header *header = h->http_get->headers; header;
	     header = header->next) {
		kind = globs_match(exempt, header->name) ? NULL : kind_of(header->value);
		if (kind)
			finding(out, &header->at, "value", .value = kind, .want = "no credential");
	}
}

static void judge_handlers(const struct container *c, const struct strings *exempt,
			   struct findings *out)
{
	const struct handler *handlers[5];
	size_t count = container_handlers(c, handlers);

	for (size_t i = 0; i < count; i++) {
		const struct handler *h = handlers[i];

		if (h->exec_command)
			judge_list(&h->at, "exec.command", h->exec_command, out);
		if (h->http_get)
			judge_http(h, exempt, out);
	}
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	const struct strings *exempt = param_strings(params, EXEMPT);

	for_each_entry (e, pod->meta->annotations) {
		const char *kind = globs_match(exempt, e->key) ? NULL : kind_of(e->value);

		if (kind)
			says_annotation(out, pod->meta, e->key,
					&(struct says){ .value = kind, .want = "no credential" });
	}
	for_each_container (c, pod) {
		judge_env(c, exempt, out);
		judge_list(&c->at, "command", &c->command, out);
		judge_list(&c->at, "args", &c->args, out);
		judge_handlers(c, exempt, out);
	}
}

const struct policy policy_workload_env_credentials = {
	.id = "env-credentials",
	.title = "No credential stands in plain text in a pod",
	.why = "Whoever may read pods may read their environment and command line, and so may all "
	       "backups and logs of the API server.",
	.remedy = "Put it into a Secret, mount that as a file, and replace the credential: it is "
		  "known now.",
	.severity = SEVERITY_HIGH,
	.good = EXAMPLE_POD "    env: [{name: KEY_FILE, value: /run/keys/key.pem}]\n",
	.bad = EXAMPLE_POD "    env: [{name: AWS_ACCESS_KEY_ID, value: AKIAIOSFODNN7EXAMPLE}]\n",
	.maps = { CIS_SECRETS_AS_FILES, NSA_SECRETS, MITRE_CREDENTIALS },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
