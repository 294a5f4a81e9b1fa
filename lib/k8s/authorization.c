/* SPDX-License-Identifier: Apache-2.0 */
/* authorization.c - view of an AuthorizationConfiguration file. */
#include "k8s/authorization.h"

#include "k8s/decode.h"

static const struct field webhook_fields[] = {
	F_STRING("failurePolicy", struct authorizer, failure_policy),
};
static const struct shape webhook_shape = SHAPE(struct authorizer, webhook_fields);

static const struct field authorizer_fields[] = {
	F_STRING("type", struct authorizer, type),
	F_STRING("name", struct authorizer, name),
	F_STRING(NULL, struct authorizer, failure_policy),
	F_HAS("webhook", struct authorizer, has_webhook),
	F_INLINE("webhook", webhook_shape),
};
static const struct shape authorizer_shape = SHAPE_INDEXED(struct authorizer, authorizer_fields);

static const struct field authorization_fields[] = {
	F_LIST("authorizers", struct authorization, authorizers, struct authorizer,
	       authorizer_shape),
};
static const struct shape authorization_shape =
	SHAPE_AT(struct authorization, at, authorization_fields);

struct authorization *authorization_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &authorization_shape, object, "", err);
}
