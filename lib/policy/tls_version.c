/* SPDX-License-Identifier: Apache-2.0 */
/* tls_version.c - what all spellings share is their digits. */
#include "policy/tls_version.h"

#include <ctype.h>
#include <strings.h>

#define OF_SSL 1

int tls_version(const char *text)
{
	int digits = 0, n = 0;

	for (; *text; text++) {
		if (strncasecmp(text, "ssl", 3) == 0)
			return OF_SSL;
		if (!isdigit((unsigned char)*text))
			continue;
		if (++digits > 2)
			return 0;
		n = n * 10 + (*text - '0');
	}
	return digits == 1 ? n * 10 : n;
}
