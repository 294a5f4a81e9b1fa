/* SPDX-License-Identifier: Apache-2.0 */
/* encryption.h - typed, read-only view of an EncryptionConfiguration file. */
#ifndef KUBEVET_K8S_ENCRYPTION_H
#define KUBEVET_K8S_ENCRYPTION_H

#include "k8s/view.h"

struct encryption_key {
	struct at at;
	const struct encryption_key *next;
	const char *name, *secret; /* the secret is base64; never print it */
};

/* aesgcm, aescbc and secretbox alike. */
struct encryption_keys {
	const struct encryption_key *keys;
};

struct encryption_kms {
	struct at at;
	const char *api_version, *name, *endpoint; /* "" when absent; the version then is v1 */
};

/* One of these is set; of null there is none. */
struct encryption_provider {
	struct at at;
	const struct encryption_provider *next;
	const struct encryption_keys *aesgcm, *aescbc, *secretbox; /* NULL when absent */
	const struct encryption_kms *kms;			   /* NULL when absent */
	bool identity; /* leaves what it gets as it is */
};

/* What the first provider writes, all of them can read. */
struct encryption_rule {
	struct at at;
	const struct encryption_rule *next;
	struct strings resources; /* "secrets", "deployments.apps", "*.", "*.apps", "*.*" */
	const struct encryption_provider *providers;
};

struct encryption {
	VIEW_HEAD(encryption); /* at: the object */
	const struct encryption_rule *rules;
	const cJSON *node;
};

#define for_each_encryption_rule(r, e) \
	for (const struct encryption_rule *r = (e)->rules; r && budget_step(); r = r->next)

/**
 * encryption_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct encryption *encryption_view(struct arena *a, const cJSON *object,
					      struct err *err);

#endif
