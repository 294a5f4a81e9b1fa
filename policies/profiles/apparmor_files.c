/* SPDX-License-Identifier: Apache-2.0 */
/* apparmor_files.c - an AppArmor profile limits which files may be written and executed.
 * Reads:   rules for files of AppArmor profiles
 * Accepts: reading anything; writing by path, but not to what configures the kernel; executing what
 * can't be written, in a profile
 *
 * Includes are not followed. Alternatives and the variables of the text itself are expanded. */
#include <ctype.h>
#include <string.h>

#include "policy/apparmor_rules.h"
#include "policy/policy.h"
#include "policy/says.h"

enum { ALLOWED_WRITES };

static const struct param params_declared[] = {
	[ALLOWED_WRITES] = { "allowedWrites", PARAM_STRINGS, .def = "[]",
			     .doc = "Globs of paths of rules, below /proc and /sys, that may be "
				    "written." },
};

static bool writes(const struct apparmor_rule *rule)
{
	return strpbrk(rule->perms, "wa") != NULL;
}

static size_t component(const char *path)
{
	return strcspn(path, "/");
}

static bool is_one_of(const char *text, size_t len, const char *const *list)
{
	for (; *list; list++)
		if (strlen(*list) == len && memcmp(text, *list, len) == 0)
			return true;
	return false;
}

/* Below /proc: what belongs to the process, as /proc/@{pid}/attr. "*" also stands for sys; but it
 * has no file of a name that a process has. */
static bool is_of_process(const char *path)
{
	static const char *const own[] = { "self",   "thread-self", "@{pid}", "@{pids}",
					   "@{tid}", "@{tids}",	    NULL };
	size_t len = component(path);

	if (!path[len])
		return false;
	return is_one_of(path, len, own) || isdigit((unsigned char)*path) ||
	       strncmp(path, "[0-9]", 5) == 0 || strncmp(path, "[1-9]", 5) == 0 ||
	       (len == 1 && *path == '*' && !strchr(path + 1, '*'));
}

/* What follows "/proc/" or "/sys/", or NULL. */
static const char *behind(const char *path, const char *dir)
{
	size_t len;

	path += strspn(path, "/");
	len = component(path);
	if (strlen(dir) != len || memcmp(path, dir, len) != 0 || !path[len])
		return NULL;
	path += len;
	return path + strspn(path, "/");
}

static bool configures_kernel(const char *path)
{
	const char *proc = behind(path, "proc");

	return proc ? !is_of_process(proc) : behind(path, "sys") != NULL;
}

static const char *want_of_write(const struct apparmor_case *c, const char *path)
{
	if (apparmor_path_is_any(path))
		return "the paths that are written: this one is every file";
	if (configures_kernel(path) && !globs_match(param_strings(c->params, ALLOWED_WRITES), path))
		return "no writing to what configures the kernel";
	return NULL;
}

static void judge_write(const struct apparmor_case *c)
{
	struct apparmor_paths paths;

	apparmor_expand(c, c->rule->path, &paths);
	for (size_t i = 0; i < paths.count; i++) {
		const char *want = want_of_write(c, paths.v[i]);

		if (want) {
			apparmor_finding(c, want, "name what the workload writes, or take w out");
			return;
		}
	}
	if (paths.too_many)
		apparmor_finding(
			c,
			"a path with fewer alternatives, or a shorter one: this one was not judged",
			"make several rules of it");
}

/* ux and Ux, also as what pux and cux fall back on. */
static bool leaves_profile(const char *perms)
{
	for (const char *x = strchr(perms, 'x'); x; x = strchr(x + 1, 'x'))
		if (x > perms && (x[-1] == 'u' || x[-1] == 'U'))
			return true;
	return false;
}

static void judge(const struct apparmor_case *c)
{
	const struct apparmor_rule *rule = c->rule;

	if (rule->words.count == 0) {
		apparmor_finding(c,
				 "paths: this rule allows every file, to read, write and "
				 "execute",
				 "name the paths, each with what it is for");
		return;
	}
	if (leaves_profile(rule->perms))
		apparmor_finding(c, "a program that stays confined: ux runs it without a profile",
				 "write ix, px or cx");
	if (writes(rule) && strchr(rule->perms, 'x'))
		apparmor_finding(c, "w or x, not both: what was written can be executed",
				 "leave one of them out");
	if (writes(rule))
		judge_write(c);
}

static void check(const struct apparmor *view, const struct params *params, struct findings *out)
{
	apparmor_check(view, APPARMOR_BIT(FILE), params, out, judge);
}

const struct policy policy_profiles_apparmor_files = {
	.id = "apparmor-files",
	.title = "AppArmor profiles limit which files are written and executed",
	.why = "Writing everywhere, or below /proc and /sys, is how a process leaves its container "
	       "or changes the node.",
	.remedy = "Name the paths that the workload writes and executes, each with no more than it "
		  "needs.",
	.severity = SEVERITY_HIGH,
	.good = "spec:\n  policy: |\n    profile app {\n      /usr/bin/app ix,\n      /data/** "
		"rw,\n"
		"    }\n",
	.bad = "spec:\n  policy: |\n    profile app {\n      file,\n    }\n",
	.maps = { PSS_APPARMOR, CIS_SECURITY_CONTEXT, NSA_HARDENING, MITRE_ESCAPE },
	POLICY_PARAMS(params_declared),
	.check_apparmor = check,
};
