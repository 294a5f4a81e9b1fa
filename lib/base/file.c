/* SPDX-License-Identifier: Apache-2.0 */
/* file.c - a whole file, up to a limit. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int read_all(int fd, struct buf *out, struct err *err)
{
	char piece[16384];
	ssize_t n;

	for (;;) {
		n = read(fd, piece, sizeof(piece));
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_set(err, ERR_SYSTEM, "cannot read: %s", strerror(errno));
		if (n == 0)
			return 0;
		buf_add(out, piece, (size_t)n);
		if (out->failed == ERR_LIMIT)
			return err_set(err, ERR_LIMIT, "larger than %zu bytes", out->max);
		if (buf_ok(out, err) < 0)
			return -1;
	}
}

/* A pipe that nobody writes to, and a device, read as empty: what is not there must not pass for
 * what is. */
static int check_regular(int fd, struct err *err)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return err_set(err, ERR_SYSTEM, "cannot stat: %s", strerror(errno));
	if (S_ISDIR(st.st_mode))
		return err_set(err, ERR_SYSTEM, "cannot read: %s", strerror(EISDIR));
	return S_ISREG(st.st_mode) ? 0
				   : err_set(err, ERR_SYSTEM, "cannot read: not a regular file");
}

int file_read(const char *path, struct buf *out, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	int result;

	if (fd < 0)
		return err_set(err, ERR_SYSTEM, "cannot open: %s", strerror(errno));
	result = check_regular(fd, err) < 0 ? -1 : read_all(fd, out, err);
	close(fd);
	return result;
}

int file_read_input(struct buf *out, struct err *err)
{
	return read_all(STDIN_FILENO, out, err);
}
