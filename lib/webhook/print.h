/* SPDX-License-Identifier: Apache-2.0 */
/* print.h - the ValidatingWebhookConfiguration that fits a configuration. */
#ifndef KUBEVET_WEBHOOK_PRINT_H
#define KUBEVET_WEBHOOK_PRINT_H

#include "config/config.h"

#define WEBHOOK_NAME "validate.kubevet.dev"
#define WEBHOOK_VITAL_NAME                                                     \
	"validate-vital.kubevet.dev" /* for the kinds that are kind_is_vital() \
				      */
/* for statuses, where they write labels and annotations */
#define WEBHOOK_STATUS_NAME "validate-status.kubevet.dev"
#define WEBHOOK_PATH	    "/validate"
#define WEBHOOK_STATIC	    ".static.k8s.io" /* ending of names that are registered by file */
#define WEBHOOK_TIMEOUT_MAX 10		     /* seconds that a write may wait */

/* Who may write vital kinds unseen: the components of the cluster, whom the API server itself keeps
 * within their bounds, and system:masters, who can take the registration away anyway. */
#define WEBHOOK_VITAL_CONDITION                                                 \
	"!(request.userInfo.username in ['system:kube-controller-manager', "    \
	"'system:kube-scheduler']) && !request.userInfo.groups.exists(g, g in " \
	"['system:masters', 'system:nodes', 'system:bootstrappers', "           \
	"'system:serviceaccounts:kube-system'])"

/* Who may write a status unseen: the same but for system:masters, since kubectl of an administrator
 * writes no status, and the API server itself, which writes those of resource definitions. */
#define WEBHOOK_STATUS_CONDITION                                          \
	"!(request.userInfo.username in ['system:apiserver', "            \
	"'system:kube-controller-manager', 'system:kube-scheduler']) && " \
	"!request.userInfo.groups.exists(g, g in ['system:nodes', "       \
	"'system:serviceaccounts:kube-system'])"

struct webhook_options {
	const char *service_ns, *service; /* where the server is, or NULL and a URL */
	const char *url;
	const char *ca_pem; /* the bundle; NULL: somebody else fills it in */
	bool by_file;	    /* for manifest-based admission */
	bool fail_open;	    /* failurePolicy: Ignore */
	int timeout_s;
};

/**
 * url_fault() - what is wrong with a URL that the API server shall call
 * Return: a sentence, or NULL when it is good.
 */
const char *url_fault(const char *url);

/**
 * webhook_print() - YAML: the resources that @config reads, each by name
 * @err: ERR_INPUT when the options don't fit together, or the bundle holds no certificate
 *
 * Return: 0, or -1.
 */
MUST_CHECK int webhook_print(struct buf *out, const struct config *config,
			     const struct webhook_options *options, struct err *err);

#endif
