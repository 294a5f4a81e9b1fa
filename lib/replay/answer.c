/* SPDX-License-Identifier: Apache-2.0 */
/* answer.c - reading answers, and comparing what a user would notice. */
#include "replay/answer.h"

#include <stdint.h>
#include <string.h>

static const struct json_limits limits = { .bytes = (size_t)64 * 1024 * 1024,
					   .depth = JSON_DEPTH_MAX,
					   .values = SIZE_MAX };

static bool all_strings(const cJSON *list)
{
	const cJSON *item;

	cJSON_ArrayForEach (item, list)
		if (!json_string(item))
			return false;
	return true;
}

int answer_read(const cJSON *tree, struct answer *out, struct err *err)
{
	const cJSON *response = json_get(tree, "response");
	const cJSON *allowed = json_get(response, "allowed");
	const cJSON *status = json_get(response, "status");
	const char *message = json_string(json_get(status, "message"));
	const char *reason = json_string(json_get(status, "reason"));

	if (!cJSON_IsBool(allowed))
		return err_set(err, ERR_INPUT, "no answer: response.allowed is %s",
			       allowed ? json_type_name(allowed) : "missing");
	*out = (struct answer){ .allowed = cJSON_IsTrue(allowed),
				.message = message ? message : "",
				.reason = reason ? reason : "",
				.warnings = json_present(response, "warnings") };
	if (out->warnings && (!cJSON_IsArray(out->warnings) || !all_strings(out->warnings)))
		return err_set(err, ERR_INPUT,
			       "no answer: response.warnings is no list of strings");
	return 0;
}

const cJSON *answer_parse(struct arena *a, const char *text, size_t len, struct answer *out,
			  struct err *err)
{
	const cJSON *tree = json_parse(a, text, len, &limits, err);

	return tree && answer_read(tree, out, err) == 0 ? tree : NULL;
}

bool answer_warns(const struct answer *answer)
{
	return answer->warnings && answer->warnings->child;
}

static bool same_warnings(const struct answer *a, const struct answer *b)
{
	const cJSON *x = a->warnings ? a->warnings->child : NULL;
	const cJSON *y = b->warnings ? b->warnings->child : NULL;

	while (x && y && strcmp(x->valuestring, y->valuestring) == 0) {
		x = x->next;
		y = y->next;
	}
	return !x && !y;
}

enum change answer_change(const struct answer *from, const struct answer *to)
{
	if (from->allowed != to->allowed)
		return to->allowed ? CHANGE_ALLOWED : CHANGE_DENIED;
	if (!to->allowed && strcmp(from->message, to->message) != 0)
		return CHANGE_TEXT;
	return same_warnings(from, to) ? CHANGE_NONE : CHANGE_WARNINGS;
}

const char *change_name(enum change change)
{
	static const char *const names[CHANGES] = { "none", "newlyDenied", "newlyAllowed",
						    "changedWarnings", "changedMessage" };

	return names[change];
}
