/* SPDX-License-Identifier: Apache-2.0 */
/* notice.h - log lines of what an attacker can make happen at will: one a second, with a count. */
#ifndef KUBEVET_SERVER_NOTICE_H
#define KUBEVET_SERVER_NOTICE_H

#include <stdbool.h>
#include <stdint.h>

#define NOTICE_US ((int64_t)1000000)

/* Of one thread and one kind of line; zeros at first. */
struct notice {
	int64_t next_us;
	int64_t count; /* of events since the last line */
};

/**
 * notice_due() - count an event
 * @count: how many the line stands for, this one included
 *
 * Return: whether to write the line; at most once in NOTICE_US.
 */
static inline bool notice_due(struct notice *n, int64_t now_us, int64_t *count)
{
	n->count++;
	if (now_us < n->next_us)
		return false;
	*count = n->count;
	n->count = 0;
	n->next_us = now_us + NOTICE_US;
	return true;
}

#endif
