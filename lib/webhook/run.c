/* SPDX-License-Identifier: Apache-2.0 */
/* run.c - findings with their place, and lenient looks into what may be of any shape. */
#include "webhook/run.h"

#include <stdarg.h>
#include <string.h>

#include "yaml/yaml.h"

void run_found(struct run *run, const cJSON *at, const char *fmt, ...)
{
	const cJSON *node = at ? at : run->hook ? run->hook : run->doc;
	const char *text, *whole;
	va_list args;

	va_start(args, fmt);
	text = arena_vprintf(run->a, fmt, args);
	va_end(args);
	whole = text && run->hook ? arena_printf(run->a, "webhooks[%d]: %s", run->index, text)
				  : text;
	if (whole)
		run->check->found(run->check->ctx, yaml_key_line(node), whole);
	else
		run->failed = true;
}

const char *member_text(const cJSON *object, const char *key)
{
	const char *text = json_string(json_get(object, key));

	return text ? text : "";
}

bool list_has(const cJSON *list, const char *text)
{
	const cJSON *item;

	cJSON_ArrayForEach (item, list)
		if (json_string(item) && strcmp(json_string(item), text) == 0)
			return true;
	return false;
}
