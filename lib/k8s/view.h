/* SPDX-License-Identifier: Apache-2.0 */
/* view.h - what all views begin with, and what a request says beside its objects. */
#ifndef KUBEVET_K8S_VIEW_H
#define KUBEVET_K8S_VIEW_H

#include "k8s/meta.h"

enum operation { OPERATION_CREATE, OPERATION_UPDATE, OPERATION_DELETE, OPERATION_CONNECT };

struct gvk {
	const char *group, *version, *kind;
};

/* Strings are never NULL. */
struct request {
	enum operation operation;
	struct gvk kind;	    /* of the object */
	struct gvk asked_kind;	    /* as the user sent it; all "" when the request does not say */
	const char *subresource;    /* "exec"; "" */
	const char *name, *ns;	    /* may be "" */
	const char *username, *uid; /* "" when unknown */
	struct strings groups;	    /* of the user */
	/* The moment of judging, in seconds since 1970: policies have no clock of their own. It is
	 * the present for a review that was recorded, too. */
	int64_t now_s;
	/* It was made up for an object of a file: nobody asked, nothing was there before. Policies
	 * then find nothing that depends on the user. */
	bool offline;
	bool redacted; /* it is from a record: secret values are placeholders */
};

/* The engine fills all of it but @at. @old is what an update replaces, and only there for policies
 * that say NEEDS_OLD; of a deletion the view itself is what goes. */
#define VIEW_HEAD(name)                \
	struct at at;                  \
	const struct meta *meta;       \
	const struct request *request; \
	const struct name *old

#endif
