/* SPDX-License-Identifier: Apache-2.0 */
/* encryption.c - view of an EncryptionConfiguration file. */
#include "k8s/encryption.h"

#include "k8s/decode.h"

static const struct field encryption_fields[] = {
	F_SELF(struct encryption, node),
};
static const struct shape encryption_shape = SHAPE_AT(struct encryption, at, encryption_fields);

struct encryption *encryption_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &encryption_shape, object, "", err);
}
