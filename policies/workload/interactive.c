/* SPDX-License-Identifier: Apache-2.0 */
/* interactive.c - containers keep no terminal and no input open.
 * Reads:   tty and stdin of each container
 * Accepts: absent, null, false; containers whose name is allowed; ephemeral containers, which are
 * there to look inside, unless a parameter says so */
#include "policy/debugging.h"
#include "policy/policy.h"

enum { ALLOWED, EPHEMERAL };

static const struct param params_declared[] = {
	[ALLOWED] = { "allowedContainers", PARAM_STRINGS, .def = "[]",
		      .doc = "Globs of the names of containers that may have them." },
	[EPHEMERAL] = { "includeEphemeralContainers", PARAM_BOOL, .def = "false",
			.doc = "Whether ephemeral containers may not have them either; then "
			       "kubectl debug -it is refused." },
};

/* The remedy of all others is what a debugger is. */
static void judge(const struct container *c, const char *field, bool open, struct findings *out)
{
	bool debugs = c->list == CONTAINER_EPHEMERAL;

	if (open)
		finding(out, &c->at, field, .value = "true", .want = "absent or false",
			.fix = debugs ? "debug without -i and -t" : NULL);
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	for_each_container (c, pod) {
		if (is_left_to_debug(c->list, params, EPHEMERAL) ||
		    globs_match(param_strings(params, ALLOWED), c->name))
			continue;
		judge(c, "tty", c->tty, out);
		judge(c, "stdin", c->stdin_open, out);
	}
}

const struct policy policy_workload_interactive = {
	.id = "interactive",
	.title = "Containers keep no terminal and no input open",
	.why = "A terminal in a long-running container invites work by hand that nothing records.",
	.remedy = "Remove tty and stdin; use kubectl debug for a look inside.",
	.severity = SEVERITY_LOW,
	.good = EXAMPLE_POD "    tty: false\n",
	.bad = EXAMPLE_POD "    stdin: true\n    tty: true\n",
	.maps = { NSA_HARDENING },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
