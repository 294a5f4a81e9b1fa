/* SPDX-License-Identifier: Apache-2.0 */
/* ingress.c - view of an Ingress. */
#include "k8s/ingress.h"

#include "k8s/decode.h"

static const struct field ingress_fields[] = {
	F_SELF(struct ingress, node),
};
static const struct shape ingress_shape = SHAPE_AT(struct ingress, at, ingress_fields);

struct ingress *ingress_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &ingress_shape, object, "", err);
}
