/* SPDX-License-Identifier: Apache-2.0 */
/* examples.c - what a policy's examples leave out: apiVersion and kind. */
#include "examples.h"

#include <string.h>

#include "support.h"
#include "yaml/yaml.h"

const struct kind *example_kind(const struct policy *policy)
{
	const struct kind *kind = kinds_all();

	while (kind->kind && (!policy_reads(policy, kind) ||
			      (policy->kind && strcmp(kind->kind, policy->kind) != 0)))
		kind++;
	ck_assert_msg(kind->kind != NULL, "%s reads nothing", policy->id);
	return kind;
}

cJSON *example_object(const struct kind *kind, const char *text)
{
	SCOPED(scoped_yaml) struct yaml *y = NULL;
	const char *whole =
		arena_printf(test_arena(), "apiVersion: %s%s%.*s\nkind: %s\n%s", kind->group,
			     *kind->group ? "/" : "", (int)strcspn(kind->versions, " "),
			     kind->versions, kind->kind, text);
	cJSON *doc = NULL;
	struct err err = { 0 };

	y = yaml_open(whole, strlen(whole), NULL, &err);
	ck_assert_msg(y && yaml_next(y, test_arena(), &doc, &err) == 1, "%s\n%s", err.text, whole);
	ck_assert_msg(cJSON_IsObject(doc), "no object\n%s", whole);
	return doc;
}
