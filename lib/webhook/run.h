/* SPDX-License-Identifier: Apache-2.0 */
/* run.h - one webhook of a configuration while it is judged. For lib/webhook alone. */
#ifndef KUBEVET_WEBHOOK_RUN_H
#define KUBEVET_WEBHOOK_RUN_H

#include "webhook/check.h"

#define GROUP "admissionregistration.k8s.io/"

struct run {
	const struct webhook_check *check;
	struct arena *a;
	const cJSON *doc, *hook; /* no hook: the configuration as a whole */
	int index;
	bool failed; /* memory ran out */
};

/** run_found() - a finding at @at; NULL, as for what is absent, means the webhook as a whole. */
void run_found(struct run *run, const cJSON *at, const char *fmt, ...) PRINTF_LIKE(3, 4);

/** member_text() - a member that is a string; "" for anything else. */
const char *member_text(const cJSON *object, const char *key);

/** list_has() - whether one of the list's strings is @text. */
bool list_has(const cJSON *list, const char *text);

/* The larger parts, in files of their own. */
void check_client(struct run *run);   /* where the server is, and by which CA it is trusted */
void check_rules(struct run *run);    /* what is asked about */
void check_coverage(struct run *run); /* all webhooks together must get what kubevet reads */

/** hook_is_spared() - whether it is one that is printed with a condition, for kind_is_vital() or
 * for statuses: about such resources alone, and sparing the cluster's own components. */
bool hook_is_spared(const struct run *run);

#endif
