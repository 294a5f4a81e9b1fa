/* SPDX-License-Identifier: Apache-2.0 */
/* isolate.h - what the process gives up before it listens. */
#ifndef KUBEVET_SERVER_ISOLATE_H
#define KUBEVET_SERVER_ISOLATE_H

#include "base/err.h"

/**
 * isolate() - no new privileges, no core file, no attaching by others of the same user: keys are in
 * memory
 *
 * Must come after all that opens files of /proc/self. Return: 0, or -1 with ERR_SYSTEM.
 */
MUST_CHECK int isolate(struct err *err);

/** isolate_descriptors() - raise the limit of open descriptors as far as needed and allowed.
 * Return: the limit now. */
unsigned long isolate_descriptors(unsigned long need);

#endif
