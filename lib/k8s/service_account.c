/* SPDX-License-Identifier: Apache-2.0 */
/* service_account.c - view of a ServiceAccount. */
#include "k8s/service_account.h"

#include "k8s/decode.h"

static const struct field service_account_fields[] = {
	F_SELF(struct service_account, node),
};
static const struct shape service_account_shape =
	SHAPE_AT(struct service_account, at, service_account_fields);

struct service_account *service_account_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &service_account_shape, object, "", err);
}
