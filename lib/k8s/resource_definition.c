/* SPDX-License-Identifier: Apache-2.0 */
/* resource_definition.c - view of a CustomResourceDefinition. */
#include "k8s/resource_definition.h"

#include "k8s/decode.h"

static const struct field resource_definition_fields[] = {
	F_SELF(struct resource_definition, node),
};
static const struct shape resource_definition_shape =
	SHAPE_AT(struct resource_definition, at, resource_definition_fields);

struct resource_definition *resource_definition_view(struct arena *a, const cJSON *object,
						     struct err *err)
{
	return decode_new(a, &resource_definition_shape, object, "", err);
}
