/* SPDX-License-Identifier: Apache-2.0 */
/* scalar.h - what a YAML scalar stands for. */
#ifndef KUBEVET_YAML_SCALAR_H
#define KUBEVET_YAML_SCALAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define TAG_CORE "tag:yaml.org,2002:"

enum scalar_kind {
	SCALAR_NULL,
	SCALAR_BOOL,
	SCALAR_INT,
	SCALAR_UINT, /* an integer that only fits without a sign */
	SCALAR_FLOAT,
	SCALAR_STRING
};

struct scalar {
	enum scalar_kind kind;
	bool flag;
	int64_t number;
	uint64_t large; /* of SCALAR_UINT */
	double real;
};

/**
 * scalar_resolve() - text to a value
 * @tag:   the tag as libyaml expands it, or NULL
 * @plain: without quotes, so that it may be more than a string
 * @err:   ERR_INPUT: a value that JSON does not have, or a tag that does not fit
 *
 * Return: 0, or -1.
 */
MUST_CHECK int scalar_resolve(const char *tag, bool plain, const char *text, struct scalar *out,
			      struct err *err);

#endif
