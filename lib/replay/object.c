/* SPDX-License-Identifier: Apache-2.0 */
/* object.c - an object as it is in a cluster, as if it were created now. */
#include <ctype.h>
#include <string.h>

#include "k8s/kinds.h"
#include "replay/compose.h"
#include "source/source.h"

#define GROUP_MAX 256

/* The plural: known, or guessed, which only shows in texts. */
static const char *resource_of(struct arena *a, const char *group, const char *kind)
{
	const struct kind *known = kind_find(group, kind);
	char *guess = known ? NULL : arena_printf(a, "%ss", kind);

	for (char *c = guess; c && *c; c++)
		*c = (char)tolower((unsigned char)*c);
	return known ? known->resource : guess;
}

int object_question(struct arena *a, const cJSON *object, const char *api_version, const char *kind,
		    struct buf *body, struct question *out, struct err *err)
{
	const cJSON *metadata = json_get(object, "metadata");
	char group[GROUP_MAX];
	const char *version = api_version_split(api_version, group, sizeof(group));
	const char *resource;
	struct parts parts;

	if (!version)
		return err_set(err, ERR_INPUT, "apiVersion: want VERSION or GROUP/VERSION");
	resource = resource_of(a, group, kind);
	if (!resource)
		return arena_error(a, err);
	out->uid = text_of(metadata, "uid");
	out->operation = "CREATE";
	out->kind = kind;
	out->name = name_of(a, object);
	out->ns = kind_is_of_cluster(group, kind) ? "" : text_of(metadata, "namespace");
	out->controller = controller_of(a, object);
	out->unknown = "user";
	parts = (struct parts){
		.uid = *out->uid ? out->uid : "replay",
		.operation = out->operation,
		.group = group,
		.version = version,
		.kind = kind,
		.resource_group = group,
		.resource_version = version,
		.resource = resource,
		.subresource = "",
		.name = text_of(metadata, "name"),
		.ns = out->ns,
		.object = object,
	};
	/* A request for a Namespace is in that namespace. */
	if (strcmp(kind, "Namespace") == 0 && !*group)
		parts.ns = parts.name;
	return compose(&parts, body, out, err);
}
