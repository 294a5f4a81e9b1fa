/* SPDX-License-Identifier: Apache-2.0 */
/* meta.h - ObjectMeta, as far as policies read it. */
#ifndef KUBEVET_K8S_META_H
#define KUBEVET_K8S_META_H

#include "k8s/field.h"

struct owner {
	struct at at;
	const struct owner *next;
	const char *api_version, *kind, *name, *uid;
	struct opt_bool controller;
};

struct meta {
	struct at at;				     /* "metadata", "spec.template.metadata" ... */
	const char *name, *generate_name, *ns, *uid; /* "" when absent */
	const char *deletion_timestamp;		     /* NULL when absent */
	struct map labels, annotations;
	struct strings finalizers;
	const struct owner *owners;
};

/**
 * meta_view() - view of an ObjectMeta
 * @node: the metadata object, borrowed; NULL or null gives an empty view
 * @path: how its place prints, borrowed ("metadata")
 *
 * Return: the view, owned by @a, or NULL (ERR_INPUT wrong type somewhere, with the place;
 * ERR_LIMIT, ERR_MEMORY).
 */
MUST_CHECK const struct meta *meta_view(struct arena *a, const cJSON *node, const char *path,
					struct err *err);

#endif
