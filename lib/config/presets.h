/* SPDX-License-Identifier: Apache-2.0 */
/* presets.h - groups of rules that a configuration turns on by one word.
 *
 * They are one table: a row is a rule, a column a preset, and where they meet is the mode. So a
 * name stands for the same check in all of them, and of two presets the stricter mode holds.
 */
#ifndef KUBEVET_CONFIG_PRESETS_H
#define KUBEVET_CONFIG_PRESETS_H

#include "config/config.h"

#define PRESETS_MAX 8

struct preset {
	const char *name;
	const char *about;  /* a line: who it is for */
	enum level enforce; /* Pod Security is enforced at this level at least, unless the file has
			       podSecurity.defaults */
};

struct preset_rule {
	const char *policy;
	const char *name;		   /* NULL: the policy's id */
	const char *title;		   /* what holds where it passes; NULL: the policy's */
	const char *params;		   /* JSON; NULL: the policy's defaults */
	bool of_pods;			   /* not in namespaces that are exempt from Pod Security */
	enum rule_mode modes[PRESETS_MAX]; /* by preset; RULE_OFF: not in it */
};

/** presets_all() - ended by one without a name; @modes of a rule go by its index. */
const struct preset *presets_all(void);

/** preset_rules() - ended by one without a policy. */
const struct preset_rule *preset_rules(void);

/** preset_find() - by name; NULL when there is none. */
const struct preset *preset_find(const char *name);

/** preset_nearest() - the name that comes next to a mistyped one, or NULL. */
const char *preset_nearest(const char *name);

/** preset_mode() - of a rule in a preset; RULE_OFF when it is not in it. */
enum rule_mode preset_mode(const struct preset *preset, const struct preset_rule *rule);

/** preset_rule_name() - its name in configuration, messages and metrics. */
const char *preset_rule_name(const struct preset_rule *rule);

/** preset_default() - the one of the built-in configuration. */
const struct preset *preset_default(void);

#endif
