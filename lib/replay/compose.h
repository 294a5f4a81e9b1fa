/* SPDX-License-Identifier: Apache-2.0 */
/* compose.h - a review from what is known of a request. For lib/replay alone. */
#ifndef KUBEVET_REPLAY_COMPOSE_H
#define KUBEVET_REPLAY_COMPOSE_H

#include "replay/question.h"

/* Strings are never NULL, nodes may be. */
struct parts {
	const char *uid, *operation;
	const char *group, *version, *kind; /* of the object */
	const char *resource_group, *resource_version, *resource, *subresource;
	const char *name, *ns;
	const cJSON *user, *object;
	bool dry_run;
};

/** compose() - write the review and fill in what @out says of it. Return: 0, or -1 when it does not
 * fit. */
MUST_CHECK int compose(const struct parts *parts, struct buf *body, struct question *out,
		       struct err *err);

/** audit_question() - of an audit.k8s.io Event. As question_make(). */
MUST_CHECK int audit_question(struct arena *a, const cJSON *event, struct buf *body,
			      struct question *out, struct err *err);

/** object_question() - of an object's creation; @api_version and @kind are what it or its list
 * says. */
MUST_CHECK int object_question(struct arena *a, const cJSON *object, const char *api_version,
			       const char *kind, struct buf *body, struct question *out,
			       struct err *err);

/** text_of() - member that is a string, or "". */
const char *text_of(const cJSON *object, const char *key);

/** name_of() - from metadata: its name, of a generateName that and "*", or "". */
const char *name_of(struct arena *a, const cJSON *object);

/** controller_of() - "ReplicaSet web-7d4b9", the owner that controls the object; NULL: none. */
const char *controller_of(struct arena *a, const cJSON *object);

#endif
