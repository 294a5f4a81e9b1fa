/* SPDX-License-Identifier: Apache-2.0 */
/* at.h - where a node sits in its document.
 *
 * A chain from the node up to the root, kept while views are made and rendered only when something
 * is wrong there. Elements of named lists print by name, as people know them:
 * spec.containers[name="app"].ports[0].hostPort.
 */
#ifndef KUBEVET_K8S_AT_H
#define KUBEVET_K8S_AT_H

#include "base/arena.h"
#include "base/buf.h"

struct at {
	const struct at *up; /* NULL at the root, whose key prints as it is; that may be "" */
	const char *key;     /* member name, or NULL for an element of a list */
	const char *name;    /* element: its name, or NULL */
	int index;	     /* element: its place, from 0 */
};

/**
 * at_write() - append the path of @at, then of @field below it
 * @field: a path as it shall print ("securityContext.privileged", "add[0]"), or NULL
 *
 * Keys that are no plain identifiers print as ["key"] with quotes, backslashes and control
 * characters escaped; names likewise. Both are cut at 80 bytes.
 */
void at_write(struct buf *out, const struct at *at, const char *field);

/** at_print() - the same as a string of @a's, cut at 400 bytes; NULL when memory ran out. */
const char *at_print(struct arena *a, const struct at *at, const char *field);

#endif
