/* SPDX-License-Identifier: Apache-2.0 */
/* object_ref.h - what a Gateway or a route refers to: a Secret, a Service, a Gateway. */
#ifndef KUBEVET_K8S_OBJECT_REF_H
#define KUBEVET_K8S_OBJECT_REF_H

#include "k8s/field.h"

struct object_ref {
	struct at at;
	const struct object_ref *next;
	const char *group, *kind; /* NULL when absent: what is usual there */
	const char *name;	  /* "" when absent */
	const char *ns;		  /* NULL when absent: the namespace of what refers */
};

#define for_each_object_ref(r, list) \
	for (const struct object_ref *r = (list); r && budget_step(); r = r->next)

#endif
