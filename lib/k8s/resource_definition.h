/* SPDX-License-Identifier: Apache-2.0 */
/* resource_definition.h - typed, read-only view of a CustomResourceDefinition. */
#ifndef KUBEVET_K8S_RESOURCE_DEFINITION_H
#define KUBEVET_K8S_RESOURCE_DEFINITION_H

#include "k8s/view.h"

/* How the API server reaches a conversion webhook. */
struct conversion_client {
	struct at at;
	const char *url;       /* NULL when absent */
	bool service;	       /* a Service is named */
	const char *ca_bundle; /* "" when absent */
};

/* v1 has webhook.clientConfig, v1beta1 webhookClientConfig. */
struct conversion {
	struct at at;
	const char *strategy;			/* "" when absent: None */
	const struct conversion_client *client; /* NULL when absent */
};

struct definition_version {
	struct at at;
	const struct definition_version *next;
	const char *name;
	bool served, storage;
	bool has_schema;	       /* schema.openAPIV3Schema is there */
	bool schema_preserves_unknown; /* x-kubernetes-preserve-unknown-fields at its root */
};

struct resource_definition {
	VIEW_HEAD(resource_definition); /* at: "spec" */
	const char *group, *scope;	/* "" when absent */
	struct opt_bool preserve_unknown_fields;
	const struct conversion *conversion; /* NULL when absent */
	const struct definition_version *versions;
};

#define for_each_definition_version(v, d) \
	for (const struct definition_version *v = (d)->versions; v && budget_step(); v = v->next)

/**
 * resource_definition_view() - view of a CustomResourceDefinition's spec, schemas left out
 * @object: the whole object, borrowed; no spec gives an empty one
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct resource_definition *resource_definition_view(struct arena *a,
								const cJSON *object,
								struct err *err);

#endif
