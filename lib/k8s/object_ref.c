/* SPDX-License-Identifier: Apache-2.0 */
/* object_ref.c - table of references to other objects. */
#include "k8s/object_ref.h"

#include "k8s/shapes.h"

static const struct field object_ref_fields[] = {
	F_OPT_STRING("group", struct object_ref, group),
	F_OPT_STRING("kind", struct object_ref, kind),
	F_STRING("name", struct object_ref, name),
	F_OPT_STRING("namespace", struct object_ref, ns),
};
/* Two may have one name, in two namespaces. */
const struct shape object_ref_shape = SHAPE_INDEXED(struct object_ref, object_ref_fields);
