/* SPDX-License-Identifier: Apache-2.0 */
/* gate.h - the pass over all bytes that comes before cJSON. For lib/json alone. */
#ifndef KUBEVET_JSON_GATE_H
#define KUBEVET_JSON_GATE_H

#include "json.h"

struct gate_span {
	size_t from, to;
};

/* A number that cJSON may not read, or read in part: an integer that a double may round, or any of
 * many bytes. */
struct gate_wide {
	uint32_t node;	  /* place in document order, from 1; an elided value counts as one node */
	uint32_t at, len; /* its text, with sign */
	bool integer;
};

/* What the tree needs beyond the bytes. */
struct gate_report {
	struct gate_span elided[JSON_ELIDE_MAX]; /* in the order of the text */
	size_t elided_count;
	struct gate_wide *wide; /* in document order; the arena's */
	size_t wide_count;
	size_t nodes;	 /* of the tree */
	size_t fault_at; /* offset of what was refused */
};

/**
 * gate_check() - refuse what json_parse() says it refuses
 * @a: for bookkeeping, about 8 bytes a key at the deepest place
 *
 * Return: 0 with @report filled, or -1 with @err.
 */
MUST_CHECK int gate_check(struct arena *a, const char *text, size_t len,
			  const struct json_limits *limits, struct gate_report *report,
			  struct err *err);

#endif
