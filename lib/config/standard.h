/* SPDX-License-Identifier: Apache-2.0 */
/* standard.h - levels and versions of the Pod Security Standards, and the labels that name them.
 *
 * Source: k8s.io/pod-security-admission api/helpers.go (Kubernetes 1.37).
 */
#ifndef KUBEVET_CONFIG_STANDARD_H
#define KUBEVET_CONFIG_STANDARD_H

#include <stdint.h>

#include "policy/policy.h"

#define VERSION_LATEST UINT64_MAX /* "latest"; no number in a label is that great */
#define VERSION_KNOWN  37 /* newest minor that any check changed in; newer ones evaluate as this */

struct level_version {
	enum level level;
	uint64_t minor; /* at most INT64_MAX, or VERSION_LATEST */
};

struct standard_set {
	struct level_version enforce, audit, warn;
};

/* One bad label. */
struct label_error {
	const char *field; /* metadata.labels[pod-security.kubernetes.io/enforce] */
	const char *body;  /* Invalid value: "x": must be one of privileged, baseline, restricted */
};

#define LABEL_ERRORS_MAX 6

struct label_errors {
	size_t count;
	struct label_error v[LABEL_ERRORS_MAX];
};

/** level_parse(), version_parse() - exactly as upstream; on false the value is restricted, or
 * latest. */
bool level_parse(const char *text, enum level *level);
bool version_parse(const char *text, uint64_t *minor);

const char *level_name(enum level level);

/** level_version_print() - "baseline:latest", "restricted:v1.25" into @text. Return: @text. */
#define LEVEL_VERSION_MAX 48
const char *level_version_print(struct level_version lv, char text[LEVEL_VERSION_MAX]);

/** level_version_equal(), level_version_equivalent() - equal in both parts; or both privileged. */
bool level_version_equal(struct level_version a, struct level_version b);
bool level_version_equivalent(struct level_version a, struct level_version b);

/**
 * standard_from_labels() - the policy of a namespace
 * @a:	      for the texts of errors
 * @labels:   of the namespace; NULL or empty gives @defaults
 * @out:      always usable
 * @errors:   0 to 6, in upstream's order
 *
 * Return: 0, or -1 when memory ran out.
 */
MUST_CHECK int standard_from_labels(struct arena *a, const struct map *labels,
				    const struct standard_set *defaults, struct standard_set *out,
				    struct label_errors *errors);

/** label_errors_print() - aggregate text: one error, its text; more, [a, b]. NULL when memory ran
 * out. */
const char *label_errors_print(struct arena *a, const struct label_errors *errors);

/* Label keys, in upstream's order. */
#define LABEL_ENFORCE	      "pod-security.kubernetes.io/enforce"
#define LABEL_ENFORCE_VERSION "pod-security.kubernetes.io/enforce-version"
#define LABEL_AUDIT	      "pod-security.kubernetes.io/audit"
#define LABEL_AUDIT_VERSION   "pod-security.kubernetes.io/audit-version"
#define LABEL_WARN	      "pod-security.kubernetes.io/warn"
#define LABEL_WARN_VERSION    "pod-security.kubernetes.io/warn-version"

#endif
