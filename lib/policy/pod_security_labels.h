/* SPDX-License-Identifier: Apache-2.0 */
/* pod_security_labels.h - the labels of a namespace that say how strictly its pods are judged. */
#ifndef KUBEVET_POLICY_POD_SECURITY_LABELS_H
#define KUBEVET_POLICY_POD_SECURITY_LABELS_H

#include "policy/policy.h"

#define POD_SECURITY_VERSION_LATEST INT64_MAX

/* What the labels of one mode say. A level that there is not reads as -1: Kubernetes refuses it. */
struct pod_security_label {
	const char *level_key, *version_key; /* the labels */
	const char *level, *version;	     /* their values; NULL when absent */
	int rank;			     /* enum level; LEVEL_PRIVILEGED when absent; or -1 */
	int64_t minor;			     /* of the version; latest when absent; or -1 */
};

/** pod_security_label() - @mode is enforce, audit or warn. */
struct pod_security_label pod_security_label(const struct map *labels, const char *mode);

/** pod_security_rank() - enum level of "baseline"; -1 for what is none. */
int pod_security_rank(const char *level);

#endif
