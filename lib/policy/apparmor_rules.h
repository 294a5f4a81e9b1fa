/* SPDX-License-Identifier: Apache-2.0 */
/* apparmor_rules.h - what policies on AppArmor profiles share: which rules count, and what a path
 * stands for. */
#ifndef KUBEVET_POLICY_APPARMOR_RULES_H
#define KUBEVET_POLICY_APPARMOR_RULES_H

#include "k8s/apparmor.h"
#include "policy/findings.h"
#include "policy/params.h"

/* A rule in its profile. */
struct apparmor_case {
	const struct apparmor_text *text;
	const struct apparmor_profile *profile;
	const struct apparmor_rule *rule;
	const struct params *params;
	struct findings *out;
};

typedef void apparmor_judge(const struct apparmor_case *c);

/* A bit of the set of kinds below. */
#define APPARMOR_BIT(kind) (1u << APPARMOR_##kind)

/**
 * apparmor_check() - call @judge for each rule of these kinds that allows something
 * @kinds: APPARMOR_BIT(FILE) | ...
 *
 * Left out are rules that deny, and all of a kind that the profile denies as a whole ("deny
 * mount,"): a denial counts whatever else there is.
 */
void apparmor_check(const struct apparmor *view, unsigned kinds, const struct params *params,
		    struct findings *out, apparmor_judge *judge);

/** apparmor_finding() - finding_add() on the rule, with its text as the value. */
void apparmor_finding(const struct apparmor_case *c, const char *want, const char *fix);

/** apparmor_condition() - what stands behind "key=", as peer=x; NULL without one. */
const char *apparmor_condition(const struct apparmor_rule *rule, const char *key);

/** apparmor_has_access() - whether a list of accesses, in brackets or not, has @word; no list
 * is all of them. */
bool apparmor_has_access(const struct apparmor_rule *rule, const char *word);

#define APPARMOR_PATHS_MAX 64

/* The paths that a path stands for, with patterns but without alternatives and variables. */
struct apparmor_paths {
	const char *v[APPARMOR_PATHS_MAX];
	size_t count;
	bool too_many; /* they are not all there, or it is too long */
};

/** apparmor_expand() - variables are the text's own, and @{PROC} and @{sys}; others stay. Running
 * out of memory spoils the sink. */
void apparmor_expand(const struct apparmor_case *c, const char *path, struct apparmor_paths *out);

/** apparmor_path_is_any() - whether a pattern matches every path below the root. */
bool apparmor_path_is_any(const char *path);

#endif
