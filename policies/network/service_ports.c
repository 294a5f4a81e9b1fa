/* SPDX-License-Identifier: Apache-2.0 */
/* service_ports.c - the ports of Services are in range, and their targets have names that can be.
 * Reads:   port, targetPort and name of each port
 * Accepts: any port and target by default; names by the rules of the API */
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"

#define PORT_MAX	65535
#define TARGET_NAME_MAX 15
#define NAME_MAX_BYTES	63

enum { PORTS, TARGETS, NEED_NAMES };

static const struct param params_declared[] = {
	[PORTS] = { "ports", PARAM_RANGES, .min = 1, .max = PORT_MAX,
		    .doc = "Ranges of ports that a Service may have; when absent, any." },
	[TARGETS] = { "targetPorts", PARAM_RANGES, .min = 1, .max = PORT_MAX,
		      .doc = "Ranges of ports of the pod that it may lead to by number; when "
			     "absent, "
			     "any." },
	[NEED_NAMES] = { "requireTargetNames", PARAM_BOOL, .def = "false",
			 .doc = "Whether targets must be named, so that the pod says which port it "
				"is." },
};

static const char *want_port(int64_t port, const struct params *params, size_t which,
			     struct findings *out)
{
	size_t count;
	const struct range *ranges = param_ranges(params, which, &count);

	if (port < 1 || port > PORT_MAX)
		return "a port from 1 to 65535";
	if (param_set(params, which) && !ranges_have(ranges, count, port))
		return says_ranges(out, ranges, count);
	return NULL;
}

/* Letters, digits and single hyphens within; of a target at least one letter. */
static bool is_name(const char *s, size_t max, bool is_target)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
	size_t len = strlen(s);

	if (len == 0 || len > max || s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-")])
		return false;
	if (s[0] == '-' || s[len - 1] == '-')
		return false;
	return !is_target || (s[strcspn(s, letters)] && !strstr(s, "--"));
}

static void check_target(const struct service_port *p, const struct params *params,
			 struct findings *out)
{
	const struct int_or_string *target = &p->target_port;
	const char *want;

	if (target->is_string) {
		if (*target->s && !is_name(target->s, TARGET_NAME_MAX, true))
			finding(out, &p->at, "targetPort", .value = target->s,
				.want = "a number, or a name of at most 15 letters, digits and "
					"hyphens");
		return;
	}
	if (param_bool(params, NEED_NAMES)) {
		finding(out, &p->at, "targetPort",
			.value = target->set ? says_int(out, target->i) : NULL,
			.want = "the name of a port");
		return;
	}
	/* Without a target it is the port itself. */
	want = want_port(target->i ? target->i : p->port, params, TARGETS, out);
	if (want)
		finding(out, &p->at, "targetPort",
			.value = target->set ? says_int(out, target->i) : NULL, .want = want);
}

static void check(const struct service *s, const struct params *params, struct findings *out)
{
	if (strcmp(s->type, "ExternalName") == 0)
		return;
	for_each_service_port (p, s) {
		const char *want = want_port(p->port, params, PORTS, out);

		if (want)
			finding(out, &p->at, "port", .value = says_int(out, p->port), .want = want);
		if (*p->name && !is_name(p->name, NAME_MAX_BYTES, false))
			finding(out, &p->at, "name", .value = p->name,
				.want = "letters, digits and hyphens");
		check_target(p, params, out);
	}
}

const struct policy policy_network_service_ports = {
	.id = "service-ports",
	.title = "Services have ports that they may, and can, have",
	.why = "A Service that leads to a port nobody meant opens a debugger or an admin "
	       "interface; "
	       "one to a name that can't be leads nowhere.",
	.remedy = "Use a port of the ranges, and for the target the name that the pod gives it.",
	.severity = SEVERITY_LOW,
	.good = "spec:\n  ports: [{port: 443, targetPort: https}]\n",
	.bad = "spec:\n  ports: [{port: 443, targetPort: \"8443\"}]\n",
	.maps = { MITRE_PUBLIC_SERVICE },
	POLICY_PARAMS(params_declared),
	.check_service = check,
};
