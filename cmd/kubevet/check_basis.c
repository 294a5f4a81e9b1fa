/* SPDX-License-Identifier: Apache-2.0 */
/* check_basis.c - the configuration that check judges by.
 *
 * It is the server's with two differences. Nothing is left to "mode: audit", since people ask what
 * would be refused. And pod templates are held to the enforced level, since that is what their pods
 * will meet: findings say so.
 */
#include <string.h>

#include "catalog.h"
#include "check.h"
#include "cli.h"
#include "config.h"
#include "policies.h"
#include "policy/nearest.h"

static int out_of_memory(void)
{
	cli_complain("out of memory");
	return -1;
}

static void on_fault(void *ctx, const cJSON *node, const char *text)
{
	(void)ctx;
	(void)node;
	cli_complain("%s", text);
}

static int unknown_policy(const char *id)
{
	const char *nearest = NULL;

	for (const struct policy *const *p = policies_all; *p; p++)
		nearest = nearest_keep(id, nearest, (*p)->id);
	if (nearest)
		cli_complain("there is no policy %s; did you mean %s?", id, nearest);
	else
		cli_complain("there is no policy %s; kubevet policies lists them", id);
	return -1;
}

static int make_rule(struct arena *a, const char *id, struct rule *out)
{
	const struct policy *policy = policy_find(id);

	if (!policy)
		return unknown_policy(id);
	*out = (struct rule){ .name = policy->id,
			      .policy = policy,
			      .mode = RULE_DENY,
			      .standard_minor = VERSION_LATEST };
	out->params = params_parse(a, policy->params, policy->param_count, NULL, on_fault, NULL);
	return out->params ? 0 : out_of_memory();
}

/* --policy: these alone. */
static int use_policies(struct arena *a, const struct strings *ids, struct config *config)
{
	const struct level_version open = { LEVEL_PRIVILEGED, VERSION_LATEST };
	struct rule *rules = arena_zalloc(a, ids->count * sizeof(*rules));

	if (!rules)
		return out_of_memory();
	for (size_t i = 0; i < ids->count; i++)
		if (make_rule(a, ids->v[i], &rules[i]) < 0)
			return -1;
	config->rules = rules;
	config->rule_count = ids->count;
	config->pod_security.defaults = (struct standard_set){ open, open, open };
	return 0;
}

/* --level and --version, for all namespaces. */
static int use_level(const struct check_options *o, struct config *config)
{
	struct level_version lv = { .minor = VERSION_LATEST };

	if (!level_parse(o->level, &lv.level)) {
		cli_complain("--level: want privileged, baseline or restricted, got %s", o->level);
		return -1;
	}
	if (o->version && !version_parse(o->version, &lv.minor)) {
		cli_complain("--version: want latest or v1.x, got %s", o->version);
		return -1;
	}
	config->pod_security.defaults = (struct standard_set){ lv, lv, lv };
	return 0;
}

static int add_rule(struct report_rule *rules, size_t *count, const char *name,
		    const struct policy *policy)
{
	for (size_t i = 0; i < *count; i++)
		if (strcmp(rules[i].name, name) == 0)
			return 0;
	rules[(*count)++] = (struct report_rule){ name, policy };
	return 0;
}

static int list_rules(struct arena *a, struct check_basis *basis)
{
	const struct config *config = basis->config;
	size_t room = config->rule_count + 2, count = 0;
	struct report_rule *rules;

	for (const struct policy *const *p = policies_all; *p; p++)
		room++;
	rules = arena_zalloc(a, room * sizeof(*rules));
	if (!rules)
		return out_of_memory();
	for (const struct policy *const *p = policies_all; *p; p++)
		if ((*p)->standard)
			add_rule(rules, &count, (*p)->id, *p);
	add_rule(rules, &count, RULE_LABELS, NULL);
	for (size_t i = 0; i < config->rule_count; i++)
		if (config->rules[i].mode != RULE_OFF)
			add_rule(rules, &count, config->rules[i].name, config->rules[i].policy);
	basis->rules = rules;
	return 0;
}

/* --only and --skip: a name that nothing has would change nothing without a word. */
static int check_names(const struct check_basis *basis, const struct strings *names,
		       const char *option)
{
	for (size_t i = 0; i < names->count; i++) {
		const struct report_rule *rule = basis->rules;
		const char *nearest = NULL;

		for (; rule->name; rule++) {
			if (strcmp(rule->name, names->v[i]) == 0 ||
			    (rule->policy && strcmp(rule->policy->id, names->v[i]) == 0))
				break;
			nearest = nearest_keep(names->v[i], nearest, rule->name);
		}
		if (rule->name)
			continue;
		cli_complain("%s: no rule or policy here is called %s%s%s%s", option, names->v[i],
			     nearest ? "; did you mean " : "", nearest ? nearest : "",
			     nearest ? "?" : "");
		return -1;
	}
	return 0;
}

static int add_remark(struct arena *a, struct check_basis *basis, const char *text)
{
	struct report_remark *remark = arena_alloc(a, sizeof(*remark));

	if (!remark)
		return out_of_memory();
	*remark = (struct report_remark){ basis->remarks, text };
	basis->remarks = remark;
	return 0;
}

static int add_remarks(struct arena *a, struct check_basis *basis, const struct config *given)
{
	if (given->audit_only &&
	    add_remark(a, basis,
		       "The configuration says mode: audit, where the server denies nothing") < 0)
		return -1;
	if (given->pod_security.exempt_usernames.count)
		return add_remark(a, basis,
				  "Not evaluated: podSecurity.exemptions.usernames, as nobody "
				  "knows who will ask");
	return 0;
}

static int load_facts(const struct check_options *o, struct check_basis *basis)
{
	const char *path = basis->config->namespace_labels;
	struct err err = { 0 };

	if (!path || o->level || o->policies.count)
		return 0;
	basis->facts = namespaces_load(path, &err);
	if (basis->facts)
		return 0;
	cli_complain("%s: %s", path, err.text);
	return -1;
}

static int fill(struct check_basis *basis, struct arena *a, const struct check_options *o)
{
	const struct config *given =
		o->presets.count ? cli_preset_config(a, &o->presets) : cli_config(a, o->config);
	struct config *config = given ? arena_alloc(a, sizeof(*config)) : NULL;
	struct err err = { 0 };

	if (!config)
		return given ? out_of_memory() : -1;
	*config = *given;
	config->audit_only = false;
	config->pod_security.deny_controllers = true;
	basis->config = config;
	if ((o->policies.count && use_policies(a, &o->policies, config) < 0) ||
	    (o->level && use_level(o, config) < 0))
		return -1;
	if (list_rules(a, basis) < 0 || check_names(basis, &o->only, "--only") < 0 ||
	    check_names(basis, &o->skip, "--skip") < 0 || load_facts(o, basis) < 0 ||
	    add_remarks(a, basis, given) < 0)
		return -1;
	basis->engine = engine_new(policies_all, config, &err);
	if (!basis->engine) {
		cli_complain("%s", err.text);
		return -1;
	}
	basis->collector = (struct collector){
		.engine = basis->engine,
		.templates_denied = given->pod_security.deny_controllers,
		.rules_alone = o->policies.count && !o->level,
		.only = o->only,
		.skip = o->skip,
	};
	return 0;
}

int check_basis_init(struct check_basis *out, struct arena *a, const struct check_options *options)
{
	*out = (struct check_basis){ 0 };
	if (fill(out, a, options) == 0)
		return 0;
	check_basis_fini(out);
	return -1;
}

void check_basis_fini(struct check_basis *basis)
{
	namespaces_free(basis->facts);
	engine_free(basis->engine);
}
