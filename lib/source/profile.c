/* SPDX-License-Identifier: Apache-2.0 */
/* profile.c - what tells profiles from objects, and the object that a text becomes.
 *
 * That object has the text, and beside it a skeleton of its profiles and rules that holds their
 * places alone: the view reads the text again and names the same rules by the same numbers.
 */
#include "source/profile.h"

#include <string.h>

#include "k8s/apparmor_text.h"
#include "source/inputs.h"

#define GROUP "security-profiles-operator.x-k8s.io"

const struct profile_kind profile_seccomp = { GROUP "/v1beta1", "SeccompProfile" };
const struct profile_kind profile_apparmor = { GROUP "/v1alpha1", "AppArmorProfile" };

bool profile_is_seccomp(const cJSON *object)
{
	return json_string(json_get(object, "defaultAction")) && !json_get(object, "kind") &&
	       !json_get(object, "apiVersion") && !json_get(object, "spec");
}

bool profile_may_be_apparmor(const char *path)
{
	size_t len = strlen(path);

	for (const char *const *ending = endings_manifests.v; *ending; ending++)
		if (len >= strlen(*ending) && strcmp(path + len - strlen(*ending), *ending) == 0)
			return false;
	return true;
}

static cJSON *rules_of(struct arena *a, const struct apparmor_profile *profile)
{
	cJSON *list = json_new_array(a);

	for_each_apparmor_rule(rule, profile)
	{
		const struct text_place place = { rule->line, rule->column };

		if (!json_append(list, yaml_placed(a, json_new_object(a), place)))
			return NULL;
	}
	return list;
}

static cJSON *profiles_of(struct arena *a, const struct apparmor_text *text)
{
	cJSON *list = json_new_array(a);

	for_each_apparmor_profile(profile, text)
	{
		const struct text_place place = { profile->line, profile->column };
		cJSON *node = yaml_placed(a, json_new_object(a), place);

		if (!json_put(a, node, "rules", rules_of(a, profile)) || !json_append(list, node))
			return NULL;
	}
	return list;
}

cJSON *profile_of_apparmor(struct arena *a, const char *text, size_t len, const char **name,
			   struct err *err)
{
	const struct text_place start = { 1, 1 };
	struct apparmor_text parsed;
	cJSON *root, *copy;

	if (apparmor_parse(a, text, len, NULL, &parsed, err) < 0)
		return NULL;
	copy = json_new_string(a, text);
	root = yaml_placed(a, json_new_object(a), start);
	if (!json_put(a, root, "text", copy) ||
	    !json_put(a, root, "profiles", profiles_of(a, &parsed))) {
		arena_error(a, err);
		return NULL;
	}
	*name = parsed.profiles ? parsed.profiles->name : "";
	return root;
}
