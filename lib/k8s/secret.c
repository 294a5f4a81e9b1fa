/* SPDX-License-Identifier: Apache-2.0 */
/* secret.c - view of a Secret. */
#include "k8s/secret.h"

#include "k8s/decode.h"

static const struct field secret_fields[] = {
	F_SELF(struct secret, node),
};
static const struct shape secret_shape = SHAPE_AT(struct secret, at, secret_fields);

struct secret *secret_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &secret_shape, object, "", err);
}
