/* SPDX-License-Identifier: Apache-2.0 */
/* host_path.h - paths of the node, each place under one name; nothing looks at a file system.
 *
 * A path means one place to a Linux node and another to a Windows node, and which of them a pod
 * gets to is often not said. So "/data" is /data and C:\data, while what is only good for Windows
 * ("C:\data", "\\.\pipe\x") has no name on Linux.
 */
#ifndef KUBEVET_POLICY_HOST_PATH_H
#define KUBEVET_POLICY_HOST_PATH_H

#include "policy/findings.h"
#include "policy/params.h"
#include "policy/path.h"

struct host_place {
	const char *text; /* as it was written, borrowed */
	/* Normal forms; NULL where it has none. That of Windows is in lower case, with slashes:
	 * "c:/data", "./pipe/docker_engine", "unc/server/share". */
	const char *posix, *windows;
};

struct host_places {
	size_t count;
	const struct host_place *v;
};

/**
 * host_place() - the names of the place that @path leads to
 *
 * Other names of a place become the one: /var/run is /run, as on every distribution; what leads
 * through /proc/<pid>/root, cwd or fd is "/", whatever follows, since nobody can say where it ends;
 * \\?\, \\.\, drive letters, admin shares, dots and blanks at the end and 8.3 names of Windows. A
 * relative path begins at the root, where a kubelet runs.
 *
 * Return: names owned by the sink's arena. When memory runs out the sink is spoiled and the place
 * is the root.
 */
struct host_place host_place(struct findings *out, const char *path);

/** host_places() - the same for the paths of a parameter, each as it is written alone: of "/data"
 * only what Linux makes of it. "*" in one stands for any run of bytes within a component. */
struct host_places host_places(struct findings *out, const struct strings *paths);

/** host_places_hold() - the first that @place is at or below, as it was written; or NULL. On
 * Windows names alone only a place without a name on Linux is judged. */
const char *host_places_hold(const struct host_places *list, const struct host_place *place);

/** host_places_touch() - the first that @place is at, above or below by any of its names, as it was
 * written; or NULL. */
const char *host_places_touch(const struct host_places *list, const struct host_place *place);

/** host_path_is_absolute() - to Linux or to Windows. */
bool host_path_is_absolute(const char *path);

/** host_path_check() - for a declared parameter. */
int host_path_check(const char *text, struct err *err);

#endif
