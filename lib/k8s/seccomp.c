/* SPDX-License-Identifier: Apache-2.0 */
/* seccomp.c - view of a SeccompProfile. */
#include "k8s/seccomp.h"

#include "k8s/decode.h"

static const struct field seccomp_fields[] = {
	F_SELF(struct seccomp, node),
};
static const struct shape seccomp_shape = SHAPE_AT(struct seccomp, at, seccomp_fields);

struct seccomp *seccomp_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &seccomp_shape, object, "", err);
}
