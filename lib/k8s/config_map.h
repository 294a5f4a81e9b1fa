/* SPDX-License-Identifier: Apache-2.0 */
/* config_map.h - typed, read-only view of a ConfigMap. */
#ifndef KUBEVET_K8S_CONFIG_MAP_H
#define KUBEVET_K8S_CONFIG_MAP_H

#include "k8s/data.h"
#include "k8s/view.h"

struct config_map {
	VIEW_HEAD(config_map); /* at: the object */
	struct opt_bool immutable;
	struct data data; /* of data and binaryData, as bytes */
	const cJSON *node;
};

/**
 * config_map_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct config_map *config_map_view(struct arena *a, const cJSON *object,
					      struct err *err);

#endif
