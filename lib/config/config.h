/* SPDX-License-Identifier: Apache-2.0 */
/* config.h - the YAML configuration, checked in full before anything uses it. */
#ifndef KUBEVET_CONFIG_CONFIG_H
#define KUBEVET_CONFIG_CONFIG_H

#include "config/standard.h"
#include "k8s/kinds.h"
#include "policy/policy.h"

#define CONFIG_RULES_MAX  1000
#define CONFIG_LIST_MAX	  2000
#define CONFIG_FAULTS_MAX 100

enum rule_mode { RULE_DENY, RULE_WARN, RULE_AUDIT, RULE_OFF };

/* Which objects a rule looks at; an empty list does not restrict. */
struct match {
	struct strings namespaces, exclude_namespaces; /* globs, on the namespace's name */
	struct strings kinds; /* "Service", or with a group "apps/Deployment"; globs */
	struct map labels;    /* all must be on the object, values are globs */
};

struct preset;

struct rule {
	const char *name; /* unique; the policy's id unless given */
	const struct policy *policy;
	enum rule_mode mode;
	const struct params *params;
	uint64_t standard_minor; /* policies of the standard: parameter "version"; else
				   VERSION_LATEST */
	struct match match;
	int line; /* of the file, of the preset's name there; 0 in the built-in configuration */
	/* Names of the presets that it is from, or that it stands in place of; NULL: none. */
	const char *preset, *replaces;
};

/* A preset that is in force, and the line that says so; 0 in the built-in configuration. */
struct preset_use {
	const struct preset *preset;
	int line;
};

struct pod_security {
	struct standard_set defaults;
	struct strings exempt_usernames, exempt_runtime_classes, exempt_namespaces; /* exact */
	bool deny_controllers; /* podSecurity.controllers: deny - templates are enforced, not only
				  warned about */
};

struct config {
	bool audit_only; /* mode: audit - nothing is denied */
	struct pod_security pod_security;
	const char *namespace_labels; /* path of the facts file, or NULL */
	const struct rule *rules;     /* those of the file, then those of presets */
	size_t rule_count;
	const struct preset_use *presets;
	size_t preset_count;
	const struct preset_use *raised_by; /* the preset that podSecurity.defaults.enforce is from;
					       NULL: none */
	const char *origin;		    /* file name, or "built-in" */
};

struct config_fault {
	struct config_fault *next;
	unsigned line;	  /* 0: the file as a whole */
	const char *text; /* kubevet.yaml:12: rules[0].params.allowed: want a list of strings, got a
			     string */
};

/**
 * config_parse() - YAML (or JSON) text to a checked configuration
 * @a:	      arena that owns it; long-lived
 * @table:    the policies there are, ended by NULL
 * @name:     the file's name, for messages
 * @text:     the bytes, borrowed for the call
 * @faults:   all that is wrong, in the order of the lines; the caller prints them
 *
 * Unknown keys, unknown policies, bad types and bad values are faults; so is a key that stands
 * twice. apiVersion and kind must be there, and something beside them: an emptied file is none.
 * What else is absent has the built-in default. A PodSecurityConfiguration of upstream's is taken
 * whole or below podSecurity.
 *
 * Limits: 1 MiB, CONFIG_RULES_MAX rules, CONFIG_LIST_MAX entries of a list; CONFIG_FAULTS_MAX
 * faults are kept.
 *
 * Return: the configuration, or NULL with at least one fault.
 */
MUST_CHECK const struct config *config_parse(struct arena *a, const struct policy *const *table,
					     const char *name, const char *text, size_t len,
					     const struct config_fault **faults);

/** policy_has_check() - whether a rule of @policy looks at that view. */
bool policy_has_check(const struct policy *policy, enum view view);

/** policy_reads() - whether it looks at objects of that kind; NULL is a kind of no table. */
bool policy_reads(const struct policy *policy, const struct kind *kind);

/** rule_reads_metadata() - whether an object's own labels or annotations decide what the rule makes
 * of it. */
bool rule_reads_metadata(const struct rule *rule);

/** policy_operations() - of which requests: ON(CREATE) | ... */
unsigned policy_operations(const struct policy *policy);

/** kind_operations() - the requests that can be made of a kind: to connect is no write, and nothing
 * else connects; NULL is a kind of no table. */
unsigned kind_operations(const struct kind *kind);

/** standard_params() - the parameters that every policy of the standard has. */
const struct param *standard_params(size_t *count);

/** match_kind() - whether one entry of match.kinds names the kind: "Pod" in any group, "/Pod" in
 * the core, "apps/Daemon*". */
bool match_kind(const char *pattern, const char *group, const char *kind);

/** match_names() - whether one entry of match.kinds is about this kind of the table: a custom one
 * must be named by itself ("JobSet", "serving.knative.dev/Service"), not by a glob or a name that
 * fits one of Kubernetes' own kinds ("*", "Service"). */
bool match_names(const char *pattern, const struct kind *kind);

/** config_load() - config_parse() on a regular file of at most 1 MiB. */
MUST_CHECK const struct config *config_load(struct arena *a, const struct policy *const *table,
					    const char *path, const struct config_fault **faults);

/** config_builtin() - the default configuration; @text is its YAML (the same for --print-config).
 */
MUST_CHECK const struct config *config_builtin(struct arena *a, const struct policy *const *table,
					       const struct config_fault **faults);
const char *config_builtin_text(void);

#endif
