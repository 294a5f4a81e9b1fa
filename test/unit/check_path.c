/* SPDX-License-Identifier: Apache-2.0 */
/* check_path.c - normal form and containment of paths. */
#include "policy/path.h"

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

int main(void)
{
	return run_tables("path",
			  (const struct table[]){ { "normal", each_normal, ARRAY_LEN(normal) },
						  { "within", each_within, ARRAY_LEN(within) },
						  { 0 } });
}
