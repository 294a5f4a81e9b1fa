/* SPDX-License-Identifier: Apache-2.0 */
/* admit.h - reviews through admission_handle() in tests, and the answer as text that a table can
 * hold. */
#ifndef KUBEVET_TEST_ADMIT_H
#define KUBEVET_TEST_ADMIT_H

#include "admission/handle.h"
#include "policies.h"

struct admit {
	const struct config *config;
	struct engine *engine;
	struct namespaces *facts;
};

/** admit_new() - an engine with all policies; @config is YAML, @facts JSON with ' for ", or NULL.
 * Fails the test on faults. */
struct admit admit_new(const char *config, const char *facts);

/** admit_free() - releases the engine and the facts. */
void admit_free(struct admit *admit);

/**
 * admit_text() - judge the bytes and render answer and record, one item a line
 *
 *	allowed | 403 Forbidden: message | error input: text
 *	cause reason field: message
 *	warning: text
 *	key=value		(audit annotations)
 *	evaluation deny enforce baseline:latest pod, exemption pod, error fatal controller
 *
 * Lives in test_arena(). Checks on the way that the answer parses, echoes the uid, and is one the
 *API server accepts.
 */
const char *admit_text(const struct admit *admit, const char *body, size_t len);

/** admit_review() - text of a v1 review. @kind is "apps/v1 Deployment", @resource "apps
 * deployments" or "pods". Objects are JSON with ' for ", or NULL; "" leaves the name out. */
struct admit_request {
	const char *operation, *kind, *resource, *subresource, *name, *ns, *user, *object,
		*old_object;
};
const char *admit_review(const struct admit_request *request, size_t *len);

/** admit_answer() - only the answer's tree; NULL with the text of the error in *error. */
const cJSON *admit_answer(const struct admit *admit, const char *body, size_t len,
			  const char **error);

#endif
