/* SPDX-License-Identifier: Apache-2.0 */
/* pod_template.h - the pod templates of an object: the one of a Deployment, the many of a JobSet.
 */
#ifndef KUBEVET_K8S_POD_TEMPLATE_H
#define KUBEVET_K8S_POD_TEMPLATE_H

#include "base/arena.h"
#include "k8s/kinds.h"

#define POD_TEMPLATES_MAX 256 /* of one object */

struct pod_template {
	const struct pod_template *next;
	const cJSON *node; /* has metadata and spec; NULL: absent where one is required */
	/* How the places of its metadata and spec print:
	 * spec.replicatedJobs[name="worker"].template.spec.template.spec */
	const char *meta_path, *spec_path;
};

/**
 * pod_templates() - all of an object whose kind has VIEW_POD, in the order of the kind's paths and
 * of the document
 * @a:	    owns the list
 * @object: the whole object, borrowed
 * @out:    NULL when there are none and none is required
 *
 * Return: 0, or -1: ERR_INPUT when something on the way has the wrong type, ERR_LIMIT when there
 * are more than POD_TEMPLATES_MAX or the arena is full, ERR_MEMORY.
 */
MUST_CHECK int pod_templates(struct arena *a, const struct kind *kind, const cJSON *object,
			     const struct pod_template **out, struct err *err);

#endif
