/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_head.c - a head that passed is one that leaves no room for a second reading, however its
 * bytes came. */
#include <string.h>

#include "fuzz.h"
#include "server/head.h"

/* Between the lines of a passed head stand only CRLFs, and in them nothing that could end one. */
static void holds_no_surprise(const char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		MUST_HOLD(bytes[i] != '\0');
		MUST_HOLD(bytes[i] != '\n' || (i > 0 && bytes[i - 1] == '\r'));
		MUST_HOLD(bytes[i] != '\r' || (i + 1 < size && bytes[i + 1] == '\n'));
	}
	MUST_HOLD(memcmp(bytes + size - 4, "\r\n\r\n", 4) == 0);
	MUST_HOLD(memmem(bytes, size, "\r\n\r\n", 4) == bytes + size - 4);
}

static void same_when_cut(const char *bytes, size_t len, long whole, const struct head *head)
{
	struct head part;

	for (size_t cut = 0; cut < len; cut += 1 + len / 16) {
		long got = head_read(bytes, cut, &part);

		MUST_HOLD(got == 0 || got == whole);
		MUST_HOLD(got >= 0 || part.status == head->status);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	struct head head;
	long got = head_read(bytes, size, &head);

	MUST_HOLD(got >= -1 && got <= (long)size && got <= (long)HEAD_BYTES_MAX);
	if (got < 0)
		MUST_HOLD(head.status >= 400 && head.status < 600 && head.why);
	if (got > 0) {
		MUST_HOLD(head.method.len > 0 && head.target.len > 0 && head.target.at[0] == '/');
		holds_no_surprise(bytes, (size_t)got);
	}
	same_when_cut(bytes, size, got, &head);
	return 0;
}
