/* SPDX-License-Identifier: Apache-2.0 */
/* views.h - the views of one object, each made at most once and only when somebody asks. */
#ifndef KUBEVET_ENGINE_VIEWS_H
#define KUBEVET_ENGINE_VIEWS_H

#include "engine/engine.h"

/* The metadata, the kind's own view, and those that it shares with others. */
#define VIEWS_AT_ONCE 4

struct views {
	struct arena *a;
	const struct kind *kind; /* NULL: no table row for the object's kind */
	const struct gvk *gvk;
	const cJSON *object;	       /* NULL when absent or null */
	const cJSON *old_object;       /* NULL unless views are to have @old */
	const struct request *request; /* what views say of it */
	struct view_slot {
		bool made;
		enum view view; /* VIEW_NONE: the metadata */
		const void *it;
		bool failed;
	} slots[VIEWS_AT_ONCE];
	bool failed;
	struct err err; /* of the first that failed: it is one object */
};

/** views_init() - nothing is decoded yet; @gvk and @object are borrowed. There is no old object and
 * an empty request until the caller puts them in. */
void views_init(struct views *v, struct arena *a, const struct gvk *gvk, const cJSON *object);

/**
 * views_meta(), views_pod(), ... - the view, made on the first call
 *
 * The object must be there and be of the kind the request names. *@out is NULL (and the result 0)
 * for a kind whose template is optional and absent. views_pod() gives the first of the object's
 * pods, which for_each_pod() goes through.
 *
 * Return: 0, or -1 with @err: ERR_INPUT when the object does not decode (always with a place),
 * ERR_LIMIT or ERR_MEMORY.
 */
MUST_CHECK int views_meta(struct views *v, const struct meta **out, struct err *err);
MUST_CHECK int views_pod(struct views *v, const struct pod **out, struct err *err);

/**
 * views_run() - what a policy finds in an object, by whichever of its views the policy reads
 * @minor: version of the standard, for its policies
 * Return: as views_meta().
 */
MUST_CHECK int views_run(struct views *v, const struct policy *policy, uint64_t minor,
			 const struct params *params, struct findings *findings, struct err *err);

#endif
