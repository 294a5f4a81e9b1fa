/* SPDX-License-Identifier: Apache-2.0 */
/* files.c - inotify on folders says when to look, stat(2) says what changed. */
#include "server/files.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

#define WATCHED                                                                              \
	(IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_ATTRIB | IN_DELETE_SELF | \
	 IN_MOVE_SELF)

/* What tells one state of a file from another; all zero when it is not there. */
struct mark {
	uint64_t device, inode;
	int64_t size, modified_ns, changed_ns;
};

struct files {
	int inotify;
	const char *path[FILES_MAX];
	struct mark mark[FILES_MAX];
};

static struct mark mark_of(const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return (struct mark){ 0 };
	return (struct mark){
		.device = st.st_dev,
		.inode = st.st_ino,
		.size = st.st_size,
		.modified_ns = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec,
		.changed_ns = (int64_t)st.st_ctim.tv_sec * 1000000000 + st.st_ctim.tv_nsec,
	};
}

struct files *files_new(struct err *err)
{
	struct files *f = mem_alloc(sizeof(*f));

	if (!f) {
		err_memory(err);
		return NULL;
	}
	*f = (struct files){ .inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC) };
	return f;
}

void files_free(struct files *f)
{
	if (!f)
		return;
	if (f->inotify >= 0)
		close(f->inotify);
	mem_free(f);
}

int files_fd(const struct files *f)
{
	return f->inotify;
}

/* Watching one folder twice is one watch; one that can't be watched is still looked at by stat. */
static void watch_folder(const struct files *f, const char *path)
{
	char folder[PATH_MAX];
	char *slash;

	snprintf(folder, sizeof(folder), "%s", path);
	slash = strrchr(folder, '/');
	if (slash)
		slash[slash == folder] = '\0';
	if (f->inotify >= 0 && inotify_add_watch(f->inotify, slash ? folder : ".", WATCHED) < 0)
		return;
}

void files_watch(struct files *f, unsigned i, const char *path)
{
	f->path[i] = path;
	if (!path)
		return;
	f->mark[i] = mark_of(path);
	watch_folder(f, path);
}

unsigned files_changed(struct files *f)
{
	_Alignas(struct inotify_event) char events[4096];
	unsigned changed = 0;

	while (f->inotify >= 0 && read(f->inotify, events, sizeof(events)) > 0)
		;
	for (unsigned i = 0; i < FILES_MAX; i++) {
		struct mark now;

		if (!f->path[i])
			continue;
		now = mark_of(f->path[i]);
		if (memcmp(&now, &f->mark[i], sizeof(now)) == 0)
			continue;
		f->mark[i] = now;
		changed |= 1U << i;
	}
	return changed;
}
