/* SPDX-License-Identifier: Apache-2.0 */
/* defaults.h - what the API server fills in before it asks a webhook, as far as policies look at
 * it. */
#ifndef KUBEVET_SOURCE_DEFAULTS_H
#define KUBEVET_SOURCE_DEFAULTS_H

#include "k8s/kinds.h"

/* How often each was assumed. */
struct assumed {
	size_t empty_dirs; /* a volume without a source is an emptyDir */
	size_t host_ports; /* ports of a Pod in the node's network are the node's */
};

/**
 * defaults_apply() - add what is absent to the tree
 * @a:	    owns what is added
 * @object: an object of that kind, of any shape: what is of a wrong type stays as it is
 * @out:    counts are added to
 *
 * Return: 0, or -1 when memory ran out.
 */
MUST_CHECK int defaults_apply(struct arena *a, const struct kind *kind, const cJSON *object,
			      struct assumed *out, struct err *err);

#endif
