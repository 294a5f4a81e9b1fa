/* SPDX-License-Identifier: Apache-2.0 */
/* duration.c - durations in seconds. */
#include "policy/duration.h"

#include <string.h>

#include "base/units.h"

bool duration_seconds(const char *text, int64_t *seconds)
{
	int64_t us;

	if (!duration_parse(text, strlen(text), &us))
		return false;
	*seconds = us / SECONDS_US(1);
	return true;
}
