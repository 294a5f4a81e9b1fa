/* SPDX-License-Identifier: Apache-2.0 */
/* service_account.c - view of a ServiceAccount. */
#include "k8s/service_account.h"

#include "k8s/decode.h"

static const struct field secret_fields[] = {
	F_STRING("name", struct account_secret, name),
	F_STRING("namespace", struct account_secret, ns),
};
static const struct shape secret_shape = SHAPE_NAMED(struct account_secret, secret_fields);

static const struct field service_account_fields[] = {
	F_OPT_BOOL("automountServiceAccountToken", struct service_account, automount_token),
	F_LIST("secrets", struct service_account, secrets, struct account_secret, secret_shape),
	F_LIST("imagePullSecrets", struct service_account, image_pull_secrets,
	       struct account_secret, secret_shape),
};
static const struct shape service_account_shape =
	SHAPE_AT(struct service_account, at, service_account_fields);

struct service_account *service_account_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &service_account_shape, object, "", err);
}
