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

bool amount_get(const struct resources *resources, const char *kind, const char *name,
		struct findings *out, struct quantity *q)
{
	const char *text = amount_text(resources, kind, name);

	if (!text)
		return false;
	if (quantity_parse(text, q))
		return true;
	finding(out, &resources->at, finding_text(out, "%s.%s", kind, name), .value = text,
		.want = "a quantity like 500m or 1Gi");
	return false;
}
