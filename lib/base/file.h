/* SPDX-License-Identifier: Apache-2.0 */
/* file.h - a whole file, up to a limit. */
#ifndef KUBEVET_BASE_FILE_H
#define KUBEVET_BASE_FILE_H

#include "base/buf.h"

/**
 * file_read() - append the content of @path, a regular file or a link to one, to @out
 * @out: its limit is the largest file that is read
 * @err: ERR_SYSTEM (it can't be read, or is a folder, a pipe or a device), ERR_LIMIT, ERR_MEMORY;
 * without the path
 *
 * Return: 0, or -1.
 */
MUST_CHECK int file_read(const char *path, struct buf *out, struct err *err);

/** file_read_input() - the same of standard input. */
MUST_CHECK int file_read_input(struct buf *out, struct err *err);

#endif
