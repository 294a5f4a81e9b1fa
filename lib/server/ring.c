/* SPDX-License-Identifier: Apache-2.0 */
/* ring.c - segments, their names and their sum. */
#include "server/ring.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

#define SEGMENTS	  8
#define SEGMENT_BYTES_MAX ((int64_t)32 * 1024 * 1024)
#define NAME_SIZE	  48

struct ring {
	int dir;
	int64_t max_bytes, segment_bytes;
	uint64_t number; /* of the newest segment */
	int fd;		 /* of the open one, or -1 */
	int64_t size;	 /* of the open one */
};

/* What is in the folder. */
struct census {
	uint64_t oldest, newest; /* 0: none */
	int64_t bytes;
};

static const char *name_of(uint64_t number, bool complete, char name[NAME_SIZE])
{
	snprintf(name, NAME_SIZE, "records-%010" PRIu64 ".jsonl%s", number,
		 complete ? "" : ".part");
	return name;
}

/* The number in a segment's name; 0 when it is none of ours. */
static uint64_t number_of(const char *name, bool *complete)
{
	static const char head[] = "records-";
	char again[NAME_SIZE];
	uint64_t number;

	if (strncmp(name, head, sizeof(head) - 1) != 0)
		return 0;
	number = strtoull(name + sizeof(head) - 1, NULL, 10);
	*complete = strcmp(name_of(number, true, again), name) == 0;
	return *complete || strcmp(name_of(number, false, again), name) == 0 ? number : 0;
}

static void count_in(const struct ring *ring, const char *name, uint64_t number, struct census *c)
{
	struct stat st;

	if (fstatat(ring->dir, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return;
	c->bytes += st.st_size;
	c->oldest = c->oldest && c->oldest < number ? c->oldest : number;
	c->newest = c->newest > number ? c->newest : number;
}

/* Looks at all segments; @each, when there is one, is told of those that are not complete. */
static int look(const struct ring *ring, struct census *out,
		void (*each)(const struct ring *, uint64_t), struct err *err)
{
	int fd = openat(ring->dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;

	*out = (struct census){ 0 };
	if (!dir) {
		err_set(err, ERR_SYSTEM, "can't list the folder: %s", strerror(errno));
		if (fd >= 0)
			close(fd);
		return -1;
	}
	while ((entry = readdir(dir))) {
		bool complete;
		uint64_t number = number_of(entry->d_name, &complete);

		if (number && !complete && each)
			each(ring, number);
		if (number)
			count_in(ring, entry->d_name, number, out);
	}
	closedir(dir);
	return 0;
}

static void complete(const struct ring *ring, uint64_t number)
{
	char from[NAME_SIZE], to[NAME_SIZE];

	name_of(number, false, from);
	if (renameat(ring->dir, from, ring->dir, name_of(number, true, to)) < 0)
		unlinkat(ring->dir, from, 0);
}

/* Length up to the last newline. */
static off_t whole_lines(int fd, off_t size)
{
	char piece[4096];

	while (size > 0) {
		size_t want = size < (off_t)sizeof(piece) ? (size_t)size : sizeof(piece);
		ssize_t got = pread(fd, piece, want, size - (off_t)want);
		const char *newline = got > 0 ? memrchr(piece, '\n', (size_t)got) : NULL;

		if (got != (ssize_t)want)
			return 0;
		if (newline)
			return size - (off_t)want + (newline - piece) + 1;
		size -= (off_t)want;
	}
	return 0;
}

/* A process that was killed may have left half a line. */
static void recover(const struct ring *ring, uint64_t number)
{
	char name[NAME_SIZE];
	int fd = openat(ring->dir, name_of(number, false, name), O_RDWR | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;
	off_t keep = 0;

	if (fd >= 0 && fstat(fd, &st) == 0)
		keep = whole_lines(fd, st.st_size);
	if (fd >= 0 && keep > 0 && ftruncate(fd, keep) == 0)
		complete(ring, number);
	else
		unlinkat(ring->dir, name, 0);
	if (fd >= 0)
		close(fd);
}

static int open_dir(struct ring *ring, const char *path, struct err *err)
{
	if (mkdir(path, 0700) < 0 && errno != EEXIST)
		return err_set(err, ERR_SYSTEM, "%s: can't be made: %s", path, strerror(errno));
	ring->dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (ring->dir < 0)
		return err_set(err, ERR_SYSTEM, "%s: %s", path, strerror(errno));
	if (flock(ring->dir, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK)
		return err_set(err, ERR_SYSTEM, "%s: another process records there", path);
	if (faccessat(ring->dir, ".", W_OK | X_OK, AT_EACCESS) < 0)
		return err_set(err, ERR_SYSTEM, "%s: can't be written to: %s", path,
			       strerror(errno));
	return 0;
}

struct ring *ring_open(const char *dir, int64_t max_bytes, struct err *err)
{
	struct ring *ring = mem_alloc(sizeof(*ring));
	struct census census;

	if (!ring) {
		err_memory(err);
		return NULL;
	}
	*ring = (struct ring){ .dir = -1, .fd = -1, .max_bytes = max_bytes };
	ring->segment_bytes =
		max_bytes / SEGMENTS < SEGMENT_BYTES_MAX ? max_bytes / SEGMENTS : SEGMENT_BYTES_MAX;
	if (open_dir(ring, dir, err) < 0 || look(ring, &census, recover, err) < 0) {
		ring_close(ring);
		return NULL;
	}
	ring->number = census.newest;
	return ring;
}

/* The oldest go until another segment fits. */
static int make_room(const struct ring *ring, struct err *err)
{
	for (;;) {
		char name[NAME_SIZE];
		struct census census;

		if (look(ring, &census, NULL, err) < 0)
			return -1;
		if (census.bytes + ring->segment_bytes <= ring->max_bytes)
			return 0;
		if (unlinkat(ring->dir, name_of(census.oldest, true, name), 0) < 0 &&
		    unlinkat(ring->dir, name_of(census.oldest, false, name), 0) < 0)
			return err_set(err, ERR_SYSTEM, "%s can't be removed: %s", name,
				       strerror(errno));
	}
}

static void seal(struct ring *ring)
{
	if (ring->fd < 0)
		return;
	close(ring->fd);
	ring->fd = -1;
	complete(ring, ring->number);
}

static int next_segment(struct ring *ring, struct err *err)
{
	char name[NAME_SIZE];

	seal(ring);
	if (make_room(ring, err) < 0)
		return -1;
	name_of(ring->number + 1, false, name);
	ring->fd = openat(ring->dir, name,
			  O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (ring->fd < 0)
		return err_set(err, ERR_SYSTEM, "%s can't be made: %s", name, strerror(errno));
	ring->number++;
	ring->size = 0;
	return 0;
}

/* What was written of a line that did not fit goes again; a segment that can't be mended ends. */
static int write_failed(struct ring *ring, ssize_t got, struct err *err)
{
	int why = got < 0 ? errno : ENOSPC;

	if (got > 0 && ftruncate(ring->fd, ring->size) < 0) {
		close(ring->fd);
		ring->fd = -1;
		recover(ring, ring->number);
	}
	return err_set(err, ERR_SYSTEM, "can't write: %s", strerror(why));
}

int ring_add(struct ring *ring, const char *line, size_t len, struct err *err)
{
	ssize_t got;

	if (len > (size_t)ring->segment_bytes)
		return err_set(err, ERR_LIMIT, "a record of %zu bytes is larger than a segment",
			       len);
	if ((ring->fd < 0 || ring->size + (int64_t)len > ring->segment_bytes) &&
	    next_segment(ring, err) < 0)
		return -1;
	got = write(ring->fd, line, len);
	if (got != (ssize_t)len)
		return write_failed(ring, got, err);
	ring->size += got;
	return 0;
}

void ring_close(struct ring *ring)
{
	if (!ring)
		return;
	if (ring->size > 0)
		seal(ring);
	else if (ring->fd >= 0)
		recover(ring, ring->number);
	if (ring->fd >= 0)
		close(ring->fd);
	if (ring->dir >= 0)
		close(ring->dir);
	mem_free(ring);
}
