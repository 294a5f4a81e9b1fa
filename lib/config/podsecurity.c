/* SPDX-License-Identifier: Apache-2.0 */
/* podsecurity.c - the part that upstream's PodSecurityConfiguration also has, under the same names.
 *
 * Source: k8s.io/pod-security-admission admission/api. A null counts as absent there, so here too.
 */
#include "config/reader.h"

#include <stddef.h>
#include <string.h>

#define UPSTREAM_GROUP "pod-security.admission.config.k8s.io/"
#define UPSTREAM_KIND  "PodSecurityConfiguration"

/* Upstream's default for what stands in "defaults" without a value. */
static const struct standard_set open_to_all = {
	.enforce = { LEVEL_PRIVILEGED, VERSION_LATEST },
	.audit = { LEVEL_PRIVILEGED, VERSION_LATEST },
	.warn = { LEVEL_PRIVILEGED, VERSION_LATEST },
};

static void read_level(struct reader *r, const struct spot *spot, void *out)
{
	const char *text = json_string(spot->node);

	if (text && !*text)
		return;
	text = read_text(r, spot);
	if (text && !level_parse(text, out))
		reader_fault(r, spot,
			     "must be one of privileged, baseline, restricted, got \"%.100s\"",
			     text);
}

static void read_version(struct reader *r, const struct spot *spot, void *out)
{
	const char *text = json_string(spot->node);

	if (text && !*text)
		return;
	text = read_text(r, spot);
	if (text && !version_parse(text, out))
		reader_fault(r, spot, "must be \"latest\" or \"v1.x\", got \"%.100s\"", text);
}

static void read_defaults(struct reader *r, const struct spot *spot, void *out)
{
#define FIELD(name, read, member)                                              \
	{                                                                      \
		name, read, offsetof(struct standard_set, member), true, false \
	}
	static const struct field fields[] = {
		FIELD("enforce", read_level, enforce.level),
		FIELD("enforce-version", read_version, enforce.minor),
		FIELD("audit", read_level, audit.level),
		FIELD("audit-version", read_version, audit.minor),
		FIELD("warn", read_level, warn.level),
		FIELD("warn-version", read_version, warn.minor),
	};
#undef FIELD

	*(struct standard_set *)out = open_to_all;
	read_object(r, spot, fields, ARRAY_LEN(fields), out);
}

static void read_usernames(struct reader *r, const struct spot *spot, void *out)
{
	read_list(r, spot, NULL, out);
}

static void read_runtime_classes(struct reader *r, const struct spot *spot, void *out)
{
	read_list(r, spot, check_subdomain, out);
}

static void read_namespaces(struct reader *r, const struct spot *spot, void *out)
{
	read_list(r, spot, check_label, out);
}

static void clear_exemptions(struct pod_security *ps)
{
	ps->exempt_usernames = (struct strings){ 0 };
	ps->exempt_runtime_classes = (struct strings){ 0 };
	ps->exempt_namespaces = (struct strings){ 0 };
}

static void read_exemptions(struct reader *r, const struct spot *spot, void *out)
{
#define FIELD(name, read, member)                                              \
	{                                                                      \
		name, read, offsetof(struct pod_security, member), true, false \
	}
	static const struct field fields[] = {
		FIELD("usernames", read_usernames, exempt_usernames),
		FIELD("runtimeClasses", read_runtime_classes, exempt_runtime_classes),
		FIELD("namespaces", read_namespaces, exempt_namespaces),
	};
#undef FIELD

	clear_exemptions(out);
	read_object(r, spot, fields, ARRAY_LEN(fields), out);
}

static void read_controllers(struct reader *r, const struct spot *spot, void *out)
{
	static const char *const choices[] = { "warn", "deny" };
	struct pod_security *ps = out;

	ps->deny_controllers = read_choice(r, spot, choices, ARRAY_LEN(choices)) == 1;
}

static void read_upstream_version(struct reader *r, const struct spot *spot, void *out)
{
	static const char *const choices[] = { UPSTREAM_GROUP "v1", UPSTREAM_GROUP "v1beta1",
					       UPSTREAM_GROUP "v1alpha1" };

	(void)out;
	(void)read_choice(r, spot, choices, ARRAY_LEN(choices));
}

static void read_upstream_kind(struct reader *r, const struct spot *spot, void *out)
{
	static const char *const choices[] = { UPSTREAM_KIND };

	(void)out;
	(void)read_choice(r, spot, choices, ARRAY_LEN(choices));
}

void read_pod_security(struct reader *r, const struct spot *spot, void *out)
{
	static const struct field fields[] = {
		{ "apiVersion", read_upstream_version, 0, true, false },
		{ "kind", read_upstream_kind, 0, true, false },
		{ "defaults", read_defaults, offsetof(struct pod_security, defaults), true, false },
		{ "exemptions", read_exemptions, 0, true, false },
		{ "controllers", read_controllers, 0, false, false },
	};

	read_object(r, spot, fields, ARRAY_LEN(fields), out);
}

bool is_upstream(const cJSON *doc)
{
	const char *version = json_string(json_get(doc, "apiVersion"));
	const char *kind = json_string(json_get(doc, "kind"));

	return (kind && strcmp(kind, UPSTREAM_KIND) == 0) ||
	       (version && strncmp(version, UPSTREAM_GROUP, strlen(UPSTREAM_GROUP)) == 0);
}

void read_upstream(struct reader *r, const struct spot *spot, struct pod_security *out)
{
	static const struct field fields[] = {
		{ "apiVersion", read_upstream_version, 0, false, true },
		{ "kind", read_upstream_kind, 0, false, true },
		{ "defaults", read_defaults, offsetof(struct pod_security, defaults), true, false },
		{ "exemptions", read_exemptions, 0, true, false },
	};

	*out = (struct pod_security){ .defaults = open_to_all };
	read_object(r, spot, fields, ARRAY_LEN(fields), out);
}
