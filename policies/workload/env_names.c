/* SPDX-License-Identifier: Apache-2.0 */
/* env_names.c - variables have names that they may have, each once.
 * Reads:   names of env
 * Accepts: what is allowed and not forbidden; a name that comes again only by parameter
 *
 * What envFrom brings in stands in another object, which nothing here sees. */
#include "policy/policy.h"
#include "policy/repeated.h"
#include "policy/says.h"

enum { ALLOWED, FORBIDDEN, DUPLICATES };

static const struct param params_declared[] = {
	[ALLOWED] = { "allowed", PARAM_STRINGS, .def = "[\"*\"]",
		      .doc = "Globs of the names that may be set." },
	[FORBIDDEN] = { "forbidden", PARAM_STRINGS, .def = "[\"LD_AUDIT\", \"BASH_ENV\"]",
			.doc = "Globs of names that may not, even when allowed above; by default "
			       "those that make programs run other code and hardly anything "
			       "else; LD_PRELOAD is one to add where images need no allocator "
			       "of their own." },
	[DUPLICATES] = { "duplicates", PARAM_BOOL, .def = "false",
			 .doc = "Whether a name may be set twice; the last one holds." },
};

static void check_name(const struct env_var *e, const struct params *params, struct findings *out)
{
	const struct strings *allowed = param_strings(params, ALLOWED);
	const struct strings *forbidden = param_strings(params, FORBIDDEN);

	if (globs_match(forbidden, e->name))
		finding(out, &e->at, "name", .value = e->name,
			.want = says_none_of(out, forbidden));
	else if (!globs_match(allowed, e->name))
		finding(out, &e->at, "name", .value = e->name, .want = says_one_of(out, allowed));
}

static void check_duplicates(const struct container *c, struct findings *out)
{
	const struct at env = { .up = &c->at, .key = "env" };
	struct names names = { 0 };
	const char *name;
	size_t i = 0;

	for_each_env (e, c)
		names_add(out, &names, e->name);
	names_sort(&names);
	while ((name = names_repeated(&names, &i)))
		finding(out, &env, NULL, .value = name, .want = "each name once");
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	for_each_container (c, pod) {
		for_each_env (e, c)
			check_name(e, params, out);
		if (!param_bool(params, DUPLICATES))
			check_duplicates(c, out);
	}
}

const struct policy policy_workload_env_names = {
	.id = "env-names",
	.title = "Variables have names that they may have, each once",
	.why = "Some variables make every program load code of others; of two with one name the "
	       "first is a trap for whoever edits it.",
	.remedy = "Remove the variable, or the one of two that does not hold.",
	.severity = SEVERITY_LOW,
	.good = EXAMPLE_POD "    env: [{name: A, value: one}, {name: B, value: one}]\n",
	.bad = EXAMPLE_POD "    env: [{name: A, value: one}, {name: A, value: two}]\n",
	.maps = { NSA_HARDENING },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
