/* SPDX-License-Identifier: Apache-2.0 */
/* check.h - judges how kubevet is registered: what would let objects past it, and what would let it
 * harm the cluster.
 *
 * Every finding is a way around the webhook, or out of service, that admission controllers had.
 */
#ifndef KUBEVET_WEBHOOK_CHECK_H
#define KUBEVET_WEBHOOK_CHECK_H

#include "config/config.h"

/* Called for each finding; @line is of the file, @text a sentence with its place in front. */
typedef void webhook_found(void *ctx, unsigned line, const char *text);

struct webhook_check {
	const struct config *config; /* what kubevet will judge by */
	const char *serving_pem;     /* the server's certificate and chain, or NULL */
	int days;		     /* certificates must hold for so long */
	webhook_found *found;
	void *ctx;
};

/** is_webhook_configuration() - whether the document is one that validates. */
bool is_webhook_configuration(const cJSON *doc);

/** webhook_is_ours() - whether a configuration says that it calls kubevet: by its name, the name of
 * one of its webhooks (NAME.kubevet.dev) or of the Service that one asks. */
bool webhook_is_ours(const cJSON *doc);

/**
 * webhook_check() - judge one ValidatingWebhookConfiguration
 * @a:	 for texts
 * @doc: from yaml_next(), so that findings have lines
 *
 * Return: 0, or -1 when memory ran out and findings may be missing.
 */
MUST_CHECK int webhook_check(const struct webhook_check *check, struct arena *a, const cJSON *doc,
			     struct err *err);

#endif
