/* SPDX-License-Identifier: Apache-2.0 */
/* config_map.c - view of a ConfigMap. */
#include "k8s/config_map.h"

#include "k8s/decode.h"

/* The maps as they are in the document. */
struct config_maps {
	struct config_map view;
	struct map data, binary_data;
};

static const struct field config_map_fields[] = {
	F_SELF(struct config_maps, view.node),
	F_OPT_BOOL("immutable", struct config_maps, view.immutable),
	F_MAP("data", struct config_maps, data),
	F_MAP("binaryData", struct config_maps, binary_data),
};
static const struct shape config_map_shape =
	SHAPE_AT(struct config_maps, view.at, config_map_fields);

struct config_map *config_map_view(struct arena *a, const cJSON *object, struct err *err)
{
	struct config_maps *maps = decode_new(a, &config_map_shape, object, "", err);

	if (!maps)
		return NULL;
	/* The API server refuses a key that is in both. */
	return data_merge(a, &maps->view.at,
			  &(struct data_source){ &maps->binary_data, "binaryData", true },
			  &(struct data_source){ &maps->data, "data", false }, &maps->view.data,
			  err) < 0
		       ? NULL
		       : &maps->view;
}
