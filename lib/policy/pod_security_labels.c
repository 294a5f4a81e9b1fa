/* SPDX-License-Identifier: Apache-2.0 */
/* pod_security_labels.c - levels and versions of a namespace's labels, as Kubernetes reads them. */
#include "policy/pod_security_labels.h"

#include <string.h>

static const struct {
	const char *mode, *level, *version;
} keys[] = {
	{ "enforce", "pod-security.kubernetes.io/enforce",
	  "pod-security.kubernetes.io/enforce-version" },
	{ "audit", "pod-security.kubernetes.io/audit", "pod-security.kubernetes.io/audit-version" },
	{ "warn", "pod-security.kubernetes.io/warn", "pod-security.kubernetes.io/warn-version" },
};

int pod_security_rank(const char *level)
{
	static const char *const names[] = { [LEVEL_PRIVILEGED] = "privileged",
					     [LEVEL_BASELINE] = "baseline",
					     [LEVEL_RESTRICTED] = "restricted" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strcmp(level, names[i]) == 0)
			return (int)i;
	return -1;
}

/* "latest", or "v1." and a number without leading zeros. */
static int64_t minor_of(const char *version)
{
	int64_t minor = 0;
	const char *digits = version + 3;

	if (strcmp(version, "latest") == 0)
		return POD_SECURITY_VERSION_LATEST;
	if (strncmp(version, "v1.", 3) != 0 || !*digits || strlen(digits) > 9 ||
	    digits[strspn(digits, "0123456789")] || (*digits == '0' && digits[1]))
		return -1;
	for (; *digits; digits++)
		minor = minor * 10 + (*digits - '0');
	return minor;
}

struct pod_security_label pod_security_label(const struct map *labels, const char *mode)
{
	struct pod_security_label label = { .rank = LEVEL_PRIVILEGED,
					    .minor = POD_SECURITY_VERSION_LATEST };

	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (strcmp(keys[i].mode, mode) == 0) {
			label.level_key = keys[i].level;
			label.version_key = keys[i].version;
		}
	label.level = map_get(labels, label.level_key);
	label.version = map_get(labels, label.version_key);
	if (label.level)
		label.rank = pod_security_rank(label.level);
	if (label.version)
		label.minor = minor_of(label.version);
	return label;
}
