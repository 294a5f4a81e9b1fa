/* SPDX-License-Identifier: Apache-2.0 */
/* config_map.c - view of a ConfigMap. */
#include "k8s/config_map.h"

#include "k8s/decode.h"

static const struct field config_map_fields[] = {
	F_SELF(struct config_map, node),
};
static const struct shape config_map_shape = SHAPE_AT(struct config_map, at, config_map_fields);

struct config_map *config_map_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &config_map_shape, object, "", err);
}
