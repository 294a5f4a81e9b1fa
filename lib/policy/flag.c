/* SPDX-License-Identifier: Apache-2.0 */
/* flag.c - booleans that are written as text. */
#include "policy/flag.h"

#include <string.h>

#include "base/scoped.h"

#define BLANKS " \t\r\n"

bool flag_is(const char *text, bool v)
{
	static const char *const words[2][6] = {
		{ "0", "f", "F", "false", "False", "FALSE" },
		{ "1", "t", "T", "true", "True", "TRUE" },
	};
	size_t len;

	if (!text)
		return false;
	text += strspn(text, BLANKS);
	len = strcspn(text, BLANKS);
	if (text[len + strspn(text + len, BLANKS)])
		return false;
	for (size_t i = 0; i < ARRAY_LEN(words[v]); i++)
		if (strlen(words[v][i]) == len && memcmp(words[v][i], text, len) == 0)
			return true;
	return false;
}
