/* SPDX-License-Identifier: Apache-2.0 */
/* amounts.c - the walk over resources, and their quantities. */
#include "policy/amounts.h"

#include <string.h>

void amounts_check(const struct pod *pod, const struct params *params, struct findings *out,
		   amounts_judge *judge)
{
	if (pod->resources)
		judge(pod->resources, params, out);
	for_each_container (c, pod)
		if (c->resources)
			judge(c->resources, params, out);
}

const char *amount_text(const struct resources *resources, const char *kind, const char *name)
{
	bool limits = strcmp(kind, "limits") == 0;

	return map_get(limits ? &resources->limits : &resources->requests, name);
}

static bool is_of_bytes(const char *name)
{
	return strcmp(name, "memory") == 0 || strcmp(name, "storage") == 0 ||
	       strcmp(name, "ephemeral-storage") == 0 || strncmp(name, "hugepages-", 10) == 0;
}

/* A suffix of parts is no slip where somebody computed with it: 128974848000m. */
#define LEAST_OF_PARTS "1Mi"

const char *amount_bytes_want(const char *name, const char *text, struct findings *out)
{
	size_t digits = strspn(text, "+-.0123456789");
	struct quantity q, least;
	bool in_parts;

	if (!is_of_bytes(name) || !quantity_parse(text, &q) ||
	    !quantity_parse(LEAST_OF_PARTS, &least))
		return NULL;
	in_parts = text[digits] && strchr("mun", text[digits]);
	if (quantity_is_whole(&q) && !(in_parts && quantity_compare(&q, &least) < 0))
		return NULL;
	return finding_text(out, "a whole number of bytes, perhaps %.*sMi",
			    (int)(digits > 40 ? 40 : digits), text);
}

bool amount_get(const struct resources *resources, const char *kind, const char *name,
		struct findings *out, struct quantity *q)
{
	const char *text = amount_text(resources, kind, name), *want;

	if (!text)
		return false;
	want = amount_bytes_want(name, text, out);
	if (!want && quantity_parse(text, q))
		return true;
	finding(out, &resources->at, finding_text(out, "%s.%s", kind, name), .value = text,
		.want = want ? want : "a quantity like 500m or 1Gi");
	return false;
}
