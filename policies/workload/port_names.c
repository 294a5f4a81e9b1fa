/* SPDX-License-Identifier: Apache-2.0 */
/* port_names.c - names of ports are valid, and each is one port.
 * Reads:   names of ports of all containers
 * Accepts: no name; up to 15 small letters, digits and single hyphens with a letter among them */
#include <string.h>

#include "policy/policy.h"
#include "policy/repeated.h"

#define NAME_BYTES 15
#define LETTERS	   "abcdefghijklmnopqrstuvwxyz"
#define CHARACTERS LETTERS "0123456789-"

enum { REQUIRED };

static const struct param params_declared[] = {
	[REQUIRED] = { "required", PARAM_BOOL, .def = "false",
		       .doc = "Whether each port must have a name, for Services to go by." },
};

static bool is_name(const char *name)
{
	size_t len = strlen(name);

	return len <= NAME_BYTES && strspn(name, CHARACTERS) == len && strpbrk(name, LETTERS) &&
	       name[0] != '-' && name[len - 1] != '-' && !strstr(name, "--");
}

static void check_port(const struct port *p, const struct params *params, struct findings *out)
{
	if (!*p->name && param_bool(params, REQUIRED))
		finding(out, &p->at, "name", .want = "a name");
	else if (*p->name && !is_name(p->name))
		finding(out, &p->at, "name", .value = p->name,
			.want = "at most 15 of a-z, 0-9 and single hyphens, with a letter");
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	struct names names = { 0 };
	const char *name;
	size_t i = 0;

	for_each_container (c, pod)
		for_each_port (p, c) {
			check_port(p, params, out);
			if (*p->name)
				names_add(out, &names, p->name);
		}
	names_sort(&names);
	while ((name = names_repeated(&names, &i)))
		finding(out, &pod->at, NULL, .value = name,
			.want = "each name of a port once in a pod");
}

const struct policy policy_workload_port_names = {
	.id = "port-names",
	.title = "Names of ports are valid, and each is one port",
	.why = "A Service that goes by a name takes the first port of it, whichever was meant.",
	.remedy = "Give each port of the pod a name of its own.",
	.severity = SEVERITY_LOW,
	.good = EXAMPLE_POD "    ports: [{name: http, containerPort: 80}]\n",
	.bad = EXAMPLE_POD "    ports: [{name: HTTP, containerPort: 80}]\n",
	.maps = { NSA_RESOURCES },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
