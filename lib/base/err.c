/* SPDX-License-Identifier: Apache-2.0 */
/* err.c - writing and wrapping of struct err. */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Marks a text that did not fit, so that nobody takes half a sentence for a whole one; half a
 * character goes. */
static void mark_cut(struct err *err, int wanted)
{
	size_t at = sizeof(err->text) - 4;

	if (wanted < (int)sizeof(err->text))
		return;
	while (at > 0 && (err->text[at] & 0xc0) == 0x80)
		at--;
	memcpy(err->text + at, "...", 4);
}

/* One line whatever was formatted in: names in a message are the sender's text. */
static void one_line(struct err *err)
{
	for (char *c = err->text; *c; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			*c = ' ';
}

int err_set(struct err *err, enum err_code code, const char *fmt, ...)
{
	va_list args;

	err->code = code;
	va_start(args, fmt);
	mark_cut(err, vsnprintf(err->text, sizeof(err->text), fmt, args));
	va_end(args);
	one_line(err);
	return -1;
}

int err_wrap(struct err *err, const char *fmt, ...)
{
	char context[sizeof(err->text)];
	char inner[sizeof(err->text)];
	va_list args;

	va_start(args, fmt);
	vsnprintf(context, sizeof(context), fmt, args);
	va_end(args);
	memcpy(inner, err->text, sizeof(inner));
	mark_cut(err, snprintf(err->text, sizeof(err->text), "%s: %s", context, inner));
	one_line(err);
	return -1;
}

int err_memory(struct err *err)
{
	return err_set(err, ERR_MEMORY, "out of memory");
}
