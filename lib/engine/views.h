/* SPDX-License-Identifier: Apache-2.0 */
/* views.h - the views of one object, each made at most once and only when somebody asks. */
#ifndef KUBEVET_ENGINE_VIEWS_H
#define KUBEVET_ENGINE_VIEWS_H

#include "engine/engine.h"

struct views {
	struct arena *a;
	const struct kind *kind; /* NULL: no table row for the object's kind */
	const struct gvk *gvk;
	const cJSON *object; /* NULL when absent or null */
	struct {
		bool made;
		int status; /* what making it returned */
		struct err err;
	} meta_state, pod_state, service_state;
	const struct meta *meta;
	const struct pod *pod;
	const struct service *service;
};

/** views_init() - nothing is decoded yet; @gvk and @object are borrowed. */
void views_init(struct views *v, struct arena *a, const struct gvk *gvk, const cJSON *object);

/**
 * views_meta(), views_pod(), views_service() - the view, made on the first call
 *
 * The object must be there and be of the kind the request names. *@out is NULL (and the result 0)
 * for a kind whose template is optional and absent.
 *
 * Return: 0, or -1 with @err: ERR_INPUT when the object does not decode (always with a place),
 * ERR_LIMIT or ERR_MEMORY.
 */
MUST_CHECK int views_meta(struct views *v, const struct meta **out, struct err *err);
MUST_CHECK int views_pod(struct views *v, const struct pod **out, struct err *err);
MUST_CHECK int views_service(struct views *v, const struct service **out, struct err *err);

#endif
