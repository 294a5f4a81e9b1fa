/* SPDX-License-Identifier: Apache-2.0 */
/* apparmor_mount.c - an AppArmor profile lets a container mount nothing anywhere.
 * Reads:   mount, remount, umount and pivot_root rules of AppArmor profiles
 * Accepts: mounts of a named thing to a named place, away from /proc and /sys; umount when allowed
 */
#include <string.h>

#include "policy/apparmor_rules.h"
#include "policy/policy.h"

enum { UMOUNT };

static const struct param params_declared[] = {
	[UMOUNT] = { "allowUmount", PARAM_BOOL, .def = "true",
		     .doc = "Whether \"umount,\" without a place may be allowed, as runtimes' own "
			    "profiles do; it uncovers what the runtime hid." },
};

/* Source and target of "mount options=(rw) /a -> /b"; NULL for what is left open. */
struct mount {
	const char *source, *target;
};

static struct mount mount_of(const struct apparmor_rule *rule)
{
	struct mount m = { 0 };

	for (size_t i = 0; i < rule->words.count; i++) {
		const char *word = rule->words.v[i];

		if (strcmp(word, "->") == 0 && i + 1 < rule->words.count)
			m.target = rule->words.v[++i];
		else if (strcmp(word, "in") != 0 && strcmp(word, "options") != 0 &&
			 strcmp(word, "fstype") != 0 && *word != '(' && !strchr(word, '='))
			m.source = m.source ? m.source : word;
	}
	return m;
}

static bool is_anywhere(const struct apparmor_case *c, const char *path)
{
	struct apparmor_paths paths;

	if (!path)
		return true;
	apparmor_expand(c, path, &paths);
	for (size_t i = 0; i < paths.count; i++) {
		const char *p = paths.v[i];

		p += strspn(p, "/");
		if (apparmor_path_is_any(paths.v[i]) || !*p || strncmp(p, "proc/", 5) == 0 ||
		    strncmp(p, "sys/", 4) == 0 || strcmp(p, "proc") == 0 || strcmp(p, "sys") == 0)
			return true;
	}
	return paths.too_many;
}

static void judge(const struct apparmor_case *c)
{
	struct mount m = mount_of(c->rule);
	const char *fix = "leave the rule out, or write mount SOURCE -> TARGET";

	switch (c->rule->kind) {
	case APPARMOR_PIVOT_ROOT:
		apparmor_finding(c, "no change of the root directory", "leave the rule out");
		break;
	case APPARMOR_UMOUNT:
	case APPARMOR_REMOUNT:
		/* These have but one path, which is the target. */
		if (is_anywhere(c, m.source))
			apparmor_finding(c, "the place that it is for, away from /proc and /sys",
					 "leave the rule out, or name the place");
		break;
	default:
		if (!m.source)
			apparmor_finding(c, "what is mounted, and where", fix);
		else if (is_anywhere(c, m.target))
			apparmor_finding(c, "the place that it is for, away from /proc and /sys",
					 fix);
	}
}

static void check(const struct apparmor *view, const struct params *params, struct findings *out)
{
	unsigned kinds = APPARMOR_BIT(MOUNT) | APPARMOR_BIT(REMOUNT) | APPARMOR_BIT(PIVOT_ROOT);

	if (!param_bool(params, UMOUNT))
		kinds |= APPARMOR_BIT(UMOUNT);
	apparmor_check(view, kinds, params, out, judge);
}

const struct policy policy_profiles_apparmor_mount = {
	.id = "apparmor-mount",
	.title = "AppArmor profiles let nothing be mounted anywhere",
	.why = "AppArmor knows files by their paths: who may mount gives a file the path that is "
	       "allowed.",
	.remedy = "Leave mount, remount and pivot_root out, or name what is mounted where.",
	.severity = SEVERITY_HIGH,
	.good = "spec:\n  policy: |\n    profile app {\n      mount fstype=tmpfs tmpfs -> /data/,\n"
		"    }\n",
	.bad = "spec:\n  policy: |\n    profile app {\n      mount,\n    }\n",
	.maps = { PSS_APPARMOR, CIS_SECURITY_CONTEXT, NSA_HARDENING, MITRE_ESCAPE },
	POLICY_PARAMS(params_declared),
	.check_apparmor = check,
};
