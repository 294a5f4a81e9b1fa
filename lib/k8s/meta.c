/* SPDX-License-Identifier: Apache-2.0 */
/* meta.c - view of an ObjectMeta. */
#include "k8s/meta.h"

#include "k8s/decode.h"

static const struct field owner_fields[] = {
	F_STRING("apiVersion", struct owner, api_version),
	F_STRING("kind", struct owner, kind),
	F_STRING("name", struct owner, name),
	F_STRING("uid", struct owner, uid),
	F_OPT_BOOL("controller", struct owner, controller),
};
/* Owners of different kinds may have one name. */
static const struct shape owner_shape = SHAPE_INDEXED(struct owner, owner_fields);

static const struct field meta_fields[] = {
	F_STRING("name", struct meta, name),
	F_STRING("generateName", struct meta, generate_name),
	F_STRING("namespace", struct meta, ns),
	F_STRING("uid", struct meta, uid),
	F_OPT_STRING("deletionTimestamp", struct meta, deletion_timestamp),
	F_MAP("labels", struct meta, labels),
	F_MAP("annotations", struct meta, annotations),
	F_STRINGS("finalizers", struct meta, finalizers),
	F_LIST("ownerReferences", struct meta, owners, struct owner, owner_shape),
};
static const struct shape meta_shape = SHAPE_AT(struct meta, at, meta_fields);

const struct meta *meta_view(struct arena *a, const cJSON *node, const char *path, struct err *err)
{
	return decode_new(a, &meta_shape, node, path, err);
}
