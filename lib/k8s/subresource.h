/* SPDX-License-Identifier: Apache-2.0 */
/* subresource.h - what of a stored object a write to one of its subresources can change.
 *
 * kubectl patch --subresource=status takes a label off a Namespace as kubectl label does: most
 * built-in kinds keep the metadata of such a write. The table is what a kube-apiserver 1.37 was
 * seen to keep; test/cluster asks one again.
 */
#ifndef KUBEVET_K8S_SUBRESOURCE_H
#define KUBEVET_K8S_SUBRESOURCE_H

#include <stdbool.h>

enum writes {
	WRITES_NOTHING = 0, /* the request carries another object: a Scale, an Eviction */
	WRITES_LABELS = 1,
	WRITES_ANNOTATIONS = 2,
	WRITES_METADATA = WRITES_LABELS | WRITES_ANNOTATIONS,
	WRITES_OBJECT = 4 /* the request carries the object, and it is judged as a whole */
};

struct subresource {
	const char *group, *resource, *name; /* "" is the core group: "", "pods", "resize" */
	unsigned writes;		     /* enum writes, or'ed */
	/* Written every few seconds, by each node of each pod: a webhook is not asked. */
	bool busy;
};

/** subresources_all() - those that carry their parent's object and change more than its status;
 * ended by one without a name. */
const struct subresource *subresources_all(void);

/**
 * subresource_writes() - what a request to it can change: enum writes, or'ed
 * @name: "" for the resource itself
 *
 * One that is not in the table is judged as a whole, unless it is known to carry another object; a
 * status or finalize of a kind that is not in the table is WRITES_METADATA: where the API server
 * keeps none of it nothing has changed, and nothing is judged.
 */
unsigned subresource_writes(const char *group, const char *resource, const char *name);

#endif
