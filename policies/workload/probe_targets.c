/* SPDX-License-Identifier: Apache-2.0 */
/* probe_targets.c - probes ask a port that is there, and are not all the same.
 * Reads:   httpGet and tcpSocket of probes; ports of the same container; livenessProbe beside
 * readinessProbe
 * Accepts: names of declared ports; numbers, declared or not unless parameters say so */
#include <stdlib.h>
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"

enum { DECLARED, DIFFERENT };

static const struct param params_declared[] = {
	[DECLARED] = { "declaredPorts", PARAM_BOOL, .def = "false",
		       .doc = "Whether a port that is given by number must be declared, too." },
	[DIFFERENT] = { "different", PARAM_BOOL, .def = "false",
			.doc = "Whether livenessProbe and readinessProbe must ask different "
			       "things: what is only busy should not be killed." },
};

static bool has_name(const struct container *c, const char *name)
{
	for_each_port (p, c)
		if (strcmp(p->name, name) == 0)
			return true;
	return false;
}

static bool has_number(const struct container *c, int64_t number)
{
	for_each_port (p, c)
		if (p->container_port == number)
			return true;
	return false;
}

/* "8080" is a name as well; the kubelet takes it for the number when no port is called so. 0: it is
 * none. */
static int64_t number_of(const char *text)
{
	size_t len = strspn(text, "0123456789");

	return len && len < 6 && text[len] == '\0' ? strtol(text, NULL, 10) : 0;
}

static const char *want_port(const struct container *c, const struct int_or_string *port,
			     const struct params *params)
{
	int64_t number = port->is_string ? number_of(port->s) : port->i;

	if (port->is_string && has_name(c, port->s))
		return NULL;
	if (port->is_string && !number)
		return "the name of a port of this container";
	if (number < 1 || number > 65535)
		return "a port between 1 and 65535";
	if (param_bool(params, DECLARED) && !has_number(c, number))
		return "a port that this container declares";
	return NULL;
}

static void check_port(const struct container *c, const struct handler *h, const char *field,
		       const struct host_action *action, const struct params *params,
		       struct findings *out)
{
	const char *want = action ? want_port(c, &action->port, params) : NULL;

	if (want)
		finding(out, &h->at, field,
			.value = !action->port.set	  ? NULL
				 : action->port.is_string ? action->port.s
							  : says_int(out, action->port.i),
			.want = want);
}

static bool same_action(const struct host_action *a, const struct host_action *b)
{
	if (!a || !b)
		return a == b;
	return a->port.is_string == b->port.is_string && a->port.i == b->port.i &&
	       strcmp(a->port.s, b->port.s) == 0 && strcmp(a->path, b->path) == 0 &&
	       strcmp(a->scheme, b->scheme) == 0 && strcmp(a->host, b->host) == 0;
}

static bool same_command(const struct strings *a, const struct strings *b)
{
	if (!a || !b)
		return a == b;
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (strcmp(a->v[i], b->v[i]) != 0)
			return false;
	return true;
}

/* What gRPC asks is not read: two of them are not called the same. */
static bool same_probe(const struct handler *a, const struct handler *b)
{
	return a && b && !a->has_grpc && !b->has_grpc &&
	       (a->http_get || a->tcp_socket || a->exec_command) &&
	       same_action(a->http_get, b->http_get) && same_action(a->tcp_socket, b->tcp_socket) &&
	       same_command(a->exec_command, b->exec_command);
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	for_each_container (c, pod) {
		const struct handler *const probes[] = { c->liveness, c->readiness, c->startup };

		for (size_t i = 0; i < ARRAY_LEN(probes); i++) {
			if (!probes[i])
				continue;
			check_port(c, probes[i], "httpGet.port", probes[i]->http_get, params, out);
			check_port(c, probes[i], "tcpSocket.port", probes[i]->tcp_socket, params,
				   out);
		}
		if (param_bool(params, DIFFERENT) && same_probe(c->liveness, c->readiness))
			finding(out, &c->readiness->at, NULL, .value = "the same as livenessProbe",
				.want = "another question");
	}
}

const struct policy policy_workload_probe_targets = {
	.id = "probe-targets",
	.title = "Probes ask a port that is there",
	.why = "A probe of a port that nobody has always fails: the container is killed over and "
	       "over, or never gets a request.",
	.remedy = "Declare the port with that name, or give its number.",
	.severity = SEVERITY_LOW,
	.good = EXAMPLE_POD "    ports: [{name: http, containerPort: 8080}]\n"
			    "    livenessProbe: {tcpSocket: {port: http}}\n",
	.bad = EXAMPLE_POD "    ports: [{name: web, containerPort: 8080}]\n"
			   "    livenessProbe: {tcpSocket: {port: http}}\n",
	.maps = { NSA_RESOURCES },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
