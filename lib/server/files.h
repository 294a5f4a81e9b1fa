/* SPDX-License-Identifier: Apache-2.0 */
/* files.h - noticing when files that others replace change.
 *
 * A mounted Secret or ConfigMap changes by a rename of the symlink ..data beside it, a plain file
 * by a write or a rename. Both show as an event in the folder and as another stat(2) of the path;
 * where inotify is missing the stat alone, every few seconds, is enough.
 */
#ifndef KUBEVET_SERVER_FILES_H
#define KUBEVET_SERVER_FILES_H

#include "base/err.h"

#define FILES_MAX 8

struct files;

/** files_new() - an empty set. Return: for files_free(), or NULL with @err. */
MUST_CHECK struct files *files_new(struct err *err);
void files_free(struct files *f);

/** files_fd() - readable when a folder changed; -1 when there is no inotify. For one epoll. */
int files_fd(const struct files *f);

/**
 * files_watch() - file @i is @path from now on, as it is now; NULL: none
 * @path: borrowed until the next call for @i
 */
void files_watch(struct files *f, unsigned i, const char *path);

/** files_changed() - takes the pending events. Return: a bit for each file that is not what it was
 * at the last call. */
unsigned files_changed(struct files *f);

#endif
