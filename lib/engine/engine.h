/* SPDX-License-Identifier: Apache-2.0 */
/* engine.h - which policies apply to an object, and what they add up to.
 *
 * Input is a subject: one object with what is known of the request. Webhook, check, replay and
 * audit make subjects; the judgement is the same. All rules that apply run over one set of views,
 * in the order of the configuration, and none stops at the first finding.
 */
#ifndef KUBEVET_ENGINE_ENGINE_H
#define KUBEVET_ENGINE_ENGINE_H

#include "config/config.h"
#include "config/namespaces.h"
#include "k8s/kinds.h"
#include "k8s/view.h"

struct subject {
	enum operation operation;
	struct gvk kind;
	struct gvk asked_kind; /* requestKind: as the user sent it; NULLs when it is not said */
	const char *resource_group, *resource; /* "" and "pods" */
	const char *subresource;	       /* as requested: requestSubResource; "" */
	const char *name, *ns;		       /* as requested; may be "" */
	const char *username, *uid;	       /* of the user; may be NULL */
	struct strings groups;
	bool offline;			  /* of a file: nobody asked, nothing was there before */
	const cJSON *object, *old_object; /* NULL when absent or null */
	/* Labels of the namespace, and whether it is known at all. Without any facts every
	 * namespace is known and bare. */
	const struct map *ns_labels;
	bool ns_known;
};

enum verdict { VERDICT_ALLOW, VERDICT_WARN, VERDICT_DENY, VERDICT_ERROR };

/* A string in a list that keeps its order. */
struct line {
	const struct line *next;
	const char *text;
};

struct annotation {
	const struct annotation *next;
	const char *key, *value;
};

/* metav1.StatusCause */
struct cause {
	const struct cause *next;
	const char *reason, *message, *field;
};

enum standard_mode { MODE_ENFORCE, MODE_AUDIT, MODE_WARN };

/* One count for upstream's pod_security_* counters. */
struct standard_event {
	const struct standard_event *next;
	enum { STANDARD_EVALUATION, STANDARD_EXEMPTION, STANDARD_ERROR } type;
	bool deny, fatal;
	struct level_version lv;
	enum standard_mode mode;
	const char *resource; /* "pod", "namespace", "controller" */
};

/* What one rule found. */
struct rule_hit {
	const struct rule_hit *next;
	const struct rule *rule;
	enum rule_mode mode; /* what it came to: audit mode turns deny into audit */
	size_t count;
};

/* A rule that applies and could not look at all that it judges by. */
struct rule_gap {
	const struct rule_gap *next;
	const struct rule *rule;
	unsigned needs; /* enum need, or'ed: what was not there */
};

/* What podSecurity found against the level of one mode. */
struct standard_hit {
	const struct standard_hit *next;
	enum standard_mode mode;
	struct level_version lv;
	const struct findings *findings; /* finding.rule is for engine_standard() */
};

/* All of it lives in the arena that was given. */
struct judgement {
	enum verdict verdict;
	/* For VERDICT_DENY and VERDICT_ERROR: the status */
	int code;
	const char *reason, *message;
	const char *details_name, *details_group, *details_kind;
	const struct cause *causes;
	const struct line *warnings;
	const struct annotation *annotations;
	const struct standard_event *events;
	const struct rule_hit *hits;
	const struct rule_gap *gaps;
	const struct findings
		*findings; /* of the rules: finding.rule is an index into config->rules */
	const struct standard_hit *standard_hits;
	bool known_kind; /* Pod Security or some rule looks at objects of that kind */
	bool judged;	 /* some rule or podSecurity looked at the object */
	bool own;	 /* of a file: some rule took it to be Kubernetes' own, and left it alone */
	bool pod_security_denies; /* podSecurity refuses it, or would in audit mode */
};

struct engine;

/**
 * engine_new() - make a configuration ready to judge
 * @table:  the policies there are, ended by NULL; ids must be unique, standards complete
 * @config: borrowed; must outlive the engine
 * Return: the engine, for engine_free(), read-only and shared by all threads; NULL with @err.
 */
MUST_CHECK struct engine *engine_new(const struct policy *const *table, const struct config *config,
				     struct err *err);
void engine_free(struct engine *engine);

/** engine_redacted() - whether what follows is from records, in which secret values are
 * placeholders: rules that read them then don't look, and are gaps of the judgement. For one
 * thread. */
void engine_redacted(struct engine *engine, bool redacted);

/** engine_steps() - another bound of a judgement's work than BUDGET_STEPS (base/budget.h). For one
 * thread. */
void engine_steps(struct engine *engine, int64_t steps);

const struct config *engine_config(const struct engine *engine);

/** engine_standard() - the policy behind a finding of a standard_hit. */
const struct policy *engine_standard(const struct engine *engine, size_t rule);

/**
 * engine_judge() - judge one subject
 * @a: arena for views, findings and texts
 *
 * Return: 0 with @out filled, or -1 when it could not be judged (ERR_LIMIT, ERR_TIME, ERR_MEMORY):
 * then @out must not be used. An object that does not decode is a judgement (VERDICT_ERROR), not a
 * failure.
 */
MUST_CHECK int engine_judge(const struct engine *engine, struct arena *a,
			    const struct subject *subject, struct judgement *out, struct err *err);

#endif
