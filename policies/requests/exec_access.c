/* SPDX-License-Identifier: Apache-2.0 */
/* exec_access.c - who connects into running pods, where, and to do what.
 * Reads:   kind of the options (exec, attach, port-forward, proxy), user, groups and namespace of
 * the request; container, command and tty of the options
 * Accepts: kinds that are not judged; users and groups that are allowed
 *
 * Of a command only the first word is shown: the others may be secret. An absent container is
 * whichever one there is, so it counts as one that is forbidden. */
#include <string.h>

#include "policy/policy.h"
#include "policy/requester.h"
#include "policy/says.h"

enum {
	CONNECTIONS,
	USERS,
	GROUPS,
	NAMESPACES,
	CONTAINERS,
	ALLOWED_COMMANDS,
	FORBIDDEN_COMMANDS,
	TERMINAL,
	NODE_PROXY
};

static const struct param params_declared[] = {
	[CONNECTIONS] = { "connections", PARAM_STRINGS, .choices = "exec attach portforward proxy",
			  .def = "[\"exec\", \"attach\", \"portforward\", \"proxy\"]",
			  .doc = "What is judged; a proxy goes to a pod, a service or a node." },
	[USERS] = { "allowedUsers", PARAM_STRINGS, .def = "[]", .exempts = true,
		    .doc = "Globs of users who may do all of it." },
	[GROUPS] = { "allowedGroups", PARAM_STRINGS, .def = "[\"system:masters\"]", .exempts = true,
		     .doc = "Globs of groups whose members may." },
	[NAMESPACES] = { "forbiddenNamespaces", PARAM_STRINGS, .def = "[\"kube-*\"]",
			 .doc = "Globs of namespaces that no others connect into." },
	[CONTAINERS] = { "forbiddenContainers", PARAM_STRINGS, .def = "[]",
			 .doc = "Globs of names of containers that no others exec into or attach "
				"to; a request must name the container then." },
	[ALLOWED_COMMANDS] = { "allowedCommands", PARAM_STRINGS,
			       .doc = "The only commands of exec, as globs of all words with a "
				      "space between; when absent, any." },
	[FORBIDDEN_COMMANDS] = { "forbiddenCommands", PARAM_STRINGS, .def = "[]",
				 .doc = "Globs of the first word of a command, with and without "
					"its folder. It stops habits, not intent: a shell can be "
					"started by other programs." },
	[TERMINAL] = { "terminal", PARAM_BOOL, .def = "false",
		       .doc = "Whether exec and attach may have a terminal." },
	[NODE_PROXY] = { "nodeProxy", PARAM_BOOL, .def = "false",
			 .doc = "Whether others may go through the proxy of nodes: the kubelet "
				"behind it runs commands in every pod and asks no webhook." },
};

static const char *connection_of(const struct request *request)
{
	static const struct {
		const char *kind, *connection;
	} known[] = {
		{ "PodExecOptions", "exec" },
		{ "PodAttachOptions", "attach" },
		{ "PodPortForwardOptions", "portforward" },
	};

	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (strcmp(request->kind.kind, known[i].kind) == 0)
			return known[i].connection;
	return "proxy";
}

static const char *without_folder(const char *word)
{
	const char *slash = strrchr(word, '/');

	return slash ? slash + 1 : word;
}

static const char *joined(const struct strings *words, struct findings *out)
{
	struct names names = { 0 };

	for_each_string (word, *words)
		names_add(out, &names, word);
	return names_join(out, &names, " ");
}

static void check_command(const struct connect *c, const struct params *params,
			  struct findings *out)
{
	const struct strings *allowed = param_strings(params, ALLOWED_COMMANDS);
	const struct strings *forbidden = param_strings(params, FORBIDDEN_COMMANDS);
	const char *first = c->command.count ? c->command.v[0] : "";

	if (globs_match(forbidden, first) || globs_match(forbidden, without_folder(first)))
		finding(out, &c->at, "command[0]", .value = first,
			.want = says_none_of(out, forbidden));
	else if (allowed->set && !globs_match(allowed, joined(&c->command, out)))
		finding(out, &c->at, "command[0]", .value = first,
			.want = says_one_of(out, allowed));
}

/* What exec and attach have in common. */
static void check_session(const struct connect *c, const struct params *params,
			  struct findings *out)
{
	const struct strings *forbidden = param_strings(params, CONTAINERS);

	if (c->tty && !param_bool(params, TERMINAL))
		finding(out, &c->at, "tty", .value = "true", .want = "absent or false");
	if (*c->container ? globs_match(forbidden, c->container) : forbidden->count)
		finding(out, &c->at, "container", .value = *c->container ? c->container : NULL,
			.want = says_none_of(out, forbidden));
}

static void check(const struct connect *c, const struct params *params, struct findings *out)
{
	const struct request *request = c->request;
	const char *connection = connection_of(request);
	const struct strings *namespaces = param_strings(params, NAMESPACES);

	if (request->offline || !strings_have(param_strings(params, CONNECTIONS), connection) ||
	    requester_is_any(request, param_strings(params, USERS), param_strings(params, GROUPS)))
		return;
	if (*request->ns && globs_match(namespaces, request->ns))
		request_finding(out, "namespace",
				&(struct says){ .value = request->ns,
						.want = says_none_of(out, namespaces) });
	if (strcmp(request->kind.kind, "NodeProxyOptions") == 0 && !param_bool(params, NODE_PROXY))
		request_finding(out, "kind.kind",
				&(struct says){ .value = request->kind.kind,
						.want = "no proxy of a node" });
	if (strcmp(connection, "exec") == 0)
		check_command(c, params, out);
	if (strcmp(connection, "exec") == 0 || strcmp(connection, "attach") == 0)
		check_session(c, params, out);
}

const struct policy policy_requests_exec_access = {
	.id = "exec-access",
	.title = "Only those who may connect into running pods",
	.why = "Who has a shell in a container has its secrets and its account, and what he does "
	       "there stands in no manifest and hardly in a log.",
	.remedy = "Change the workload and roll it out; where that does not do, ask somebody who "
		  "may.",
	.severity = SEVERITY_HIGH,
	.good = "container: app\ncommand: [cat, /etc/hosts]\n",
	.bad = "container: app\ncommand: [sh]\nstdin: true\ntty: true\n",
	.maps = { NSA_HARDENING, MITRE_ADMINISTRATION },
	POLICY_PARAMS(params_declared),
	.check_connect = check,
	.needs = NEEDS_USER | NEEDS_VALUES,
	.operations = ON(CONNECT),
};
