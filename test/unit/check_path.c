/* SPDX-License-Identifier: Apache-2.0 */
/* check_path.c - normal form and containment of paths, and the places of a node that they name. */
#include "policy/host_path.h"

#include "support.h"

static const struct {
	const char *path, *want;
} normal[] = {
	{ "", "." },
	{ ".", "." },
	{ "./", "." },
	{ "/", "/" },
	{ "//", "/" },
	{ "/.", "/" },
	{ "/..", "/" },
	{ "/../..", "/" },
	{ "/../etc", "/etc" },
	{ "/a", "/a" },
	{ "/a/", "/a" },
	{ "//a///b//", "/a/b" },
	{ "/a/./b/.", "/a/b" },
	{ "/a/b/..", "/a" },
	{ "/a/b/../..", "/" },
	{ "/a/b/../../..", "/" },
	{ "/a/b/../../../c", "/c" },
	{ "/var//run/../run/docker.sock", "/var/run/docker.sock" },
	{ "/a/...", "/a/..." },
	{ "/a/..b", "/a/..b" },
	{ "/a/.b", "/a/.b" },
	{ "a/b", "a/b" },
	{ "a/..", "." },
	{ "a/../b", "b" },
	{ "..", ".." },
	{ "../..", "../.." },
	{ "../a/..", ".." },
	{ "../a/../..", "../.." },
	{ "a/../..", ".." },
	{ "a/../../b", "../b" },
	{ "../../a/b/../c", "../../a/c" },
	{ "ab/../..", ".." },
};

START_TEST(each_normal)
{
	const char *got = path_normalise(test_arena(), normal[_i].path);

	ck_assert_msg(same(got, normal[_i].want), "%s: got %s", normal[_i].path, got);
	ck_assert_msg(same(path_normalise(test_arena(), got), got), "%s: again", got);
}
END_TEST

static const struct {
	const char *path, *prefix;
	bool want;
} within[] = {
	{ "/", "/", true },	 { "/a", "/", true },	 { "a", "/", false },
	{ "/a", "/a", true },	 { "/a/b", "/a", true }, { "/ab", "/a", false },
	{ "/a", "/a/b", false }, { "/", "/a", false },	 { "../x", "..", true },
	{ "..x", "..", false },
};

START_TEST(each_within)
{
	ck_assert_msg(path_within(within[_i].path, within[_i].prefix) == within[_i].want,
		      "%s in %s", within[_i].path, within[_i].prefix);
}
END_TEST

/* What a path is to Linux and to Windows. */
static const struct {
	const char *path, *posix, *windows;
} places[] = {
	{ "/", "/", "c:" },
	{ "", "/", "c:" },
	{ ".", "/", "c:" },
	{ "data", "/data", "c:/data" },
	{ "/Data/", "/Data", "c:/data" },
	{ "/var/run/docker.sock", "/run/docker.sock", "c:/var/run/docker.sock" },
	{ "/var/runs", "/var/runs", "c:/var/runs" },
	{ "/var/lock/a", "/run/lock/a", "c:/var/lock/a" },
	{ "/var/roothome", "/root", "c:/var/roothome" },
	{ "/.bottlerocket/rootfs", "/", "c:/.bottlerocket/rootfs" },
	{ "/.bottlerocket/rootfs/var/run/x", "/run/x", "c:/.bottlerocket/rootfs/var/run/x" },
	{ "/sysroot/ostree", "/", "c:/sysroot/ostree" },
	{ "/sysroots", "/sysroots", "c:/sysroots" },
	/* Links that the kernel follows to wherever a process has them. */
	{ "/proc/1/root", "/", "c:/proc/1/root" },
	{ "//proc/./4711/root/etc", "/", NULL },
	{ "/proc/self/root", "/", NULL },
	{ "/proc/self/cwd/a/b", "/", NULL },
	{ "/proc/thread-self/root", "/", NULL },
	{ "/proc/1/task/1/root", "/", NULL },
	{ "/proc/self/task/12/cwd", "/", NULL },
	{ "/proc/1/fd/3", "/", NULL },
	{ "/proc/1/task/1/fd/3/x", "/", NULL },
	{ "/proc/1/map_files/400000-452000", "/", NULL },
	{ "/dev/fd/3", "/", NULL },
	{ "proc/1/root", "/", NULL },
	/* What only looks like one. */
	{ "/proc", "/proc", NULL },
	{ "/proc/1", "/proc/1", NULL },
	{ "/proc/1/fd", "/proc/1/fd", NULL },
	{ "/proc/1/roots", "/proc/1/roots", NULL },
	{ "/proc/sys/root", "/proc/sys/root", NULL },
	{ "/proc/1/task/root", "/proc/1/task/root", NULL },
	{ "/proc/1/task/x/root", "/proc/1/task/x/root", NULL },
	{ "/procs/1/root", "/procs/1/root", NULL },
	{ "/data/proc/1/root", "/data/proc/1/root", NULL },
	{ "/dev/fd", "/dev/fd", NULL },
	/* Windows: drives. */
	{ "C:\\Data\\foo", NULL, "c:/data/foo" },
	{ "c:/Data//foo/", NULL, "c:/data/foo" },
	{ "C:\\", NULL, "c:" },
	{ "C:", NULL, "c:" },
	{ "d:\\x", NULL, "d:/x" },
	{ "\\Data", NULL, "c:/data" },
	{ "C:\\a\\..\\Windows", NULL, "c:/windows" },
	{ "C:\\..\\..\\a", NULL, "c:/a" },
	{ "C:\\Windows. . \\x.", NULL, "c:/windows/x" },
	{ "C:\\Windows::$INDEX_ALLOCATION", NULL, "c:/windows" },
	{ "C:\\PROGRA~1\\x", NULL, "c:" },
	{ "C:\\a\\b~1", NULL, "c:/a" },
	{ "C:\\a~b", NULL, "c:/a~b" },
	/* Devices, pipes and shares. */
	{ "\\\\.\\pipe\\docker_engine", NULL, "./pipe/docker_engine" },
	{ "\\\\.\\PIPE\\Docker_Engine", NULL, "./pipe/docker_engine" },
	{ "//./pipe/docker_engine", "/pipe/docker_engine", "./pipe/docker_engine" },
	{ "\\\\?\\pipe\\x", NULL, "./pipe/x" },
	{ "\\\\localhost\\pipe\\x", NULL, "./pipe/x" },
	{ "\\\\?\\C:\\Data", NULL, "c:/data" },
	{ "\\\\.\\c:\\Data", NULL, "c:/data" },
	{ "\\??\\C:\\Data", NULL, "c:/data" },
	{ "\\\\?\\Volume{0}\\Data", NULL, "c:" },
	{ "\\\\.\\PhysicalDrive0", NULL, "c:" },
	{ "\\\\?\\GLOBALROOT\\Device\\x", NULL, "c:" },
	{ "\\\\.", NULL, "c:" },
	{ "\\\\localhost\\C$\\Windows", NULL, "c:/windows" },
	{ "\\\\Server\\Share\\a", NULL, "unc/server/share/a" },
	{ "\\\\?\\UNC\\server\\share", NULL, "unc/server/share" },
};

START_TEST(each_place)
{
	struct findings *out = findings_new(test_arena());
	struct host_place got = host_place(out, places[_i].path);

	ck_assert_msg(same(got.posix, places[_i].posix), "%s: Linux has %s", places[_i].path,
		      got.posix ? got.posix : "none");
	if (places[_i].windows)
		ck_assert_msg(same(got.windows, places[_i].windows), "%s: Windows has %s",
			      places[_i].path, got.windows);
	ck_assert(!findings_spoiled(out));
}
END_TEST

static const struct {
	const char *path, *entry;
	bool holds, touches; /* whether the entry holds the path; whether they touch */
} relations[] = {
	{ "/", "/", true, true },
	{ "/etc", "/", true, true },
	{ "/", "/etc", false, true },
	{ "/etc", "/etc/", true, true },
	{ "/etc/ssl", "/etc", true, true },
	{ "/etcd", "/etc", false, false },
	{ "/run/docker.sock", "/var/run", true, true },
	{ "/home/a/.ssh/id", "/home/*/.ssh", true, true },
	{ "/home/a/.ssh", "/home/*/.ssh", true, true },
	{ "/home/a", "/home/*/.ssh", false, true },
	{ "/home/a/data", "/home/*/.ssh", false, false },
	{ "/home/a/b/.ssh", "/home/*/.ssh", false, false },
	{ "/dev/sda1", "/dev/sd*", true, true },
	{ "/dev/sd", "/dev/sd*", true, true },
	{ "/dev/s", "/dev/sd*", false, false },
	{ "/dev", "/dev/sd*", false, true },
	{ "/dev/*", "/dev/sda", false, false },
	/* One system's names are not the other's, but of a path that both have. */
	{ "C:\\etc\\x", "/etc", false, false },
	{ "/etc/x", "C:\\etc", false, true },
	{ "/", "C:\\Windows", false, true },
	{ "/", "\\\\.\\pipe\\x", false, false },
	{ "C:\\Data\\foo", "c:/data", true, true },
	{ "C:\\Database", "C:\\Data", false, false },
	{ "C:\\", "C:\\Data", false, true },
	{ "D:\\Data", "C:\\Data", false, false },
	{ "\\\\.\\pipe\\csi-proxy-disk-v1", "\\\\.\\pipe\\csi-proxy-*", true, true },
	{ "\\\\.\\pipe", "\\\\.\\pipe\\x", false, true },
};

START_TEST(each_relation)
{
	struct findings *out = findings_new(test_arena());
	struct host_place place = host_place(out, relations[_i].path);
	struct strings texts = { true, 1, &relations[_i].entry };
	struct host_places list = host_places(out, &texts);
	const char *holds = host_places_hold(&list, &place);
	const char *touches = host_places_touch(&list, &place);

	ck_assert_msg((holds != NULL) == relations[_i].holds, "%s holds %s", relations[_i].entry,
		      relations[_i].path);
	ck_assert_msg((touches != NULL) == relations[_i].touches, "%s touches %s",
		      relations[_i].entry, relations[_i].path);
	ck_assert(!touches || touches == relations[_i].entry);
}
END_TEST

static const struct {
	const char *path;
	bool want;
} absolute[] = {
	{ "/", true },	 { "/a", true },    { "a", false },	{ "", false },
	{ ".", false },	 { "C:\\a", true }, { "C:/a", true },	{ "C:a", false },
	{ "C:", false }, { "\\a", true },   { "1:\\a", false }, { "\\\\.\\pipe\\a", true },
};

START_TEST(each_absolute)
{
	struct err err;

	ck_assert_msg(host_path_is_absolute(absolute[_i].path) == absolute[_i].want, "%s",
		      absolute[_i].path);
	ck_assert((host_path_check(absolute[_i].path, &err) == 0) == absolute[_i].want);
}
END_TEST

int main(void)
{
	return run_tables(
		"path", (const struct table[]){ { "normal", each_normal, ARRAY_LEN(normal) },
						{ "within", each_within, ARRAY_LEN(within) },
						{ "place", each_place, ARRAY_LEN(places) },
						{ "relation", each_relation, ARRAY_LEN(relations) },
						{ "absolute", each_absolute, ARRAY_LEN(absolute) },
						{ 0 } });
}
