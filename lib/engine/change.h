/* SPDX-License-Identifier: Apache-2.0 */
/* change.h - what of an object a request can have changed, and so must be judged.
 *
 * A write of a status keeps labels and annotations on most kinds, and nothing else: rules that read
 * these look at it, and at what is new in it alone. Controllers write statuses all the time, and no
 * old debt of the object is theirs. An object that is being deleted must get rid of its finalizers
 * whatever rule it breaks; what changes its spec is judged like any other update.
 */
#ifndef KUBEVET_ENGINE_CHANGE_H
#define KUBEVET_ENGINE_CHANGE_H

#include "engine/engine.h"

enum change {
	CHANGE_NOTHING,	 /* of what rules read: there is nothing to judge */
	CHANGE_METADATA, /* labels or annotations of the object itself */
	CHANGE_OBJECT	 /* anything: all of it is judged */
};

/**
 * change_of() - what the request changes
 * @a: for sorted members; when it is full the answer is CHANGE_OBJECT or CHANGE_METADATA, never
 * less
 *
 * Of an object that is being deleted, what is taken away from its metadata is no change. Time is
 * that of sorting, and only subresources and such objects are compared at all.
 */
enum change change_of(struct arena *a, const struct subject *subject);

/** change_after_deletion() - whether it is an update of an object that is being deleted. */
bool change_after_deletion(const struct subject *subject);

#endif
