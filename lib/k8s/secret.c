/* SPDX-License-Identifier: Apache-2.0 */
/* secret.c - view of a Secret. */
#include "k8s/secret.h"

#include "k8s/decode.h"

/* The maps as they are in the document. */
struct secret_maps {
	struct secret view;
	struct map data, string_data;
};

static const struct field secret_fields[] = {
	F_SELF(struct secret_maps, view.node),
	F_STRING("type", struct secret_maps, view.type),
	F_OPT_BOOL("immutable", struct secret_maps, view.immutable),
	F_MAP("data", struct secret_maps, data),
	F_MAP("stringData", struct secret_maps, string_data),
};
static const struct shape secret_shape = SHAPE_AT(struct secret_maps, view.at, secret_fields);

struct secret *secret_view(struct arena *a, const cJSON *object, struct err *err)
{
	struct secret_maps *maps = decode_new(a, &secret_shape, object, "", err);
	struct secret *secret;

	if (!maps)
		return NULL;
	secret = &maps->view;
	if (!*secret->type)
		secret->type = "Opaque";
	return data_merge(a, &secret->at, &(struct data_source){ &maps->data, "data", true },
			  &(struct data_source){ &maps->string_data, "stringData", false },
			  &secret->data, err) < 0
		       ? NULL
		       : secret;
}
