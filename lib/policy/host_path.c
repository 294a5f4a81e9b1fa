/* SPDX-License-Identifier: Apache-2.0 */
/* host_path.c - one name for each place of the node. */
#include "policy/host_path.h"

#include <string.h>

const char *host_path_canonical(struct findings *out, const char *path)
{
	const char *normal = path_normalise(findings_arena(out), path);

	if (!normal) {
		findings_spoil(out);
		return "/";
	}
	return path_within(normal, "/var/run") ? normal + strlen("/var") : normal;
}

bool host_path_overlaps(const char *a, const char *b)
{
	return path_within(a, b) || path_within(b, a);
}
