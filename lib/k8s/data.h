/* SPDX-License-Identifier: Apache-2.0 */
/* data.h - what a Secret or a ConfigMap holds: keys and bytes. */
#ifndef KUBEVET_K8S_DATA_H
#define KUBEVET_K8S_DATA_H

#include "k8s/field.h"

struct datum {
	struct at at; /* data["key"] */
	const char *key;
	const char *bytes; /* NUL-terminated behind @len; there may be NULs in it */
	size_t len;
};

/* In document order; no key is there twice. */
struct data {
	size_t count;
	const struct datum *v;
};

#define for_each_datum(d, data)                                                                   \
	for (const struct datum *d = (data).v; d && d < (data).v + (data).count && budget_step(); \
	     d++)

/** data_get() - the entry of @key, or NULL. */
const struct datum *data_get(const struct data *data, const char *key);

/* A map as it is in the document: of base64 or of plain text. */
struct data_source {
	const struct map *map;
	const char *field; /* "stringData" */
	bool is_base64;
};

/**
 * data_merge() - both maps as one, entries of @over in place of those of @under
 * @root: place of the object, to outlive the result
 *
 * Return: 0, or -1 (ERR_INPUT no base64, with the place; ERR_LIMIT, ERR_MEMORY).
 */
MUST_CHECK int data_merge(struct arena *a, const struct at *root, const struct data_source *under,
			  const struct data_source *over, struct data *out, struct err *err);

/**
 * data_decode() - the bytes of a base64 text, as Go's decoder has them
 * @at: its place, for the error
 *
 * Return: NUL-terminated, or NULL with @err as above.
 */
MUST_CHECK const char *data_decode(struct arena *a, const struct at *at, const char *base64,
				   size_t *len, struct err *err);

#endif
