/* SPDX-License-Identifier: Apache-2.0 */
/* place.h - from a place in an object to line and column of its text. */
#ifndef KUBEVET_SOURCE_PLACE_H
#define KUBEVET_SOURCE_PLACE_H

#include "k8s/at.h"
#include "yaml/yaml.h"

/**
 * place_find() - where a place is written, or, when it is absent, what it is absent from
 * @root:  the object, of yaml_next() or yaml_from_json()
 * @at:	   as at_write(), and so is @field
 *
 * Return: of a member where its key begins; line 0 when the object has no places.
 */
struct text_place place_find(const cJSON *root, const struct at *at, const char *field);

/** place_find_path() - the same for a path alone: "metadata.labels". */
struct text_place place_find_path(const cJSON *root, const char *path);

#endif
