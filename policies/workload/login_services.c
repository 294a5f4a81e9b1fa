/* SPDX-License-Identifier: Apache-2.0 */
/* login_services.c - containers take no logins and change no users.
 * Reads:   command and args, word by word; containerPort; exec of probes and lifecycle handlers
 * Accepts: programs and ports that are not named; shells in probes unless forbidden */
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"

enum { PROGRAMS, PORTS, SHELL_PROBES };

static const struct param params_declared[] = {
	[PROGRAMS] = { "programs", PARAM_STRINGS,
		       .def = "[\"sudo\", \"sshd\", \"dropbear\", \"telnetd\", \"in.telnetd\"]",
		       .doc = "Globs of programs, without their folder, that containers do not "
			      "run." },
	[PORTS] = { "ports", PARAM_RANGES, .def = "[\"22\"]", .min = 0, .max = 65535,
		    .doc = "Ports that containers do not declare." },
	[SHELL_PROBES] = { "shellsInProbes", PARAM_BOOL, .def = "true",
			   .doc = "Whether probes and lifecycle handlers may run a shell." },
};

#define WORD_ENDS     " \t\r\n;|&()<>\"'`"
#define PROGRAM_BYTES 64 /* a longer one is none of them */

static const char *const shells[] = { "sh", "bash", "ash", "dash", "zsh", "ksh" };

/* The next word of a command line, without its folder; false at the end. */
static bool next_program(const char **text, char out[PROGRAM_BYTES])
{
	const char *start = *text + strspn(*text, WORD_ENDS);
	size_t len = strcspn(start, WORD_ENDS);
	const char *slash;

	*text = start + len;
	if (!len)
		return false;
	slash = memrchr(start, '/', len);
	if (slash) {
		len -= (size_t)(slash + 1 - start);
		start = slash + 1;
	}
	if (len >= PROGRAM_BYTES)
		len = 0;
	memcpy(out, start, len);
	out[len] = '\0';
	return true;
}

static void check_words(const struct at *at, const char *field, const struct strings *words,
			const struct params *params, struct findings *out)
{
	const struct strings *programs = param_strings(params, PROGRAMS);
	char program[PROGRAM_BYTES];

	for (size_t i = 0; i < words->count; i++) {
		const char *text = words->v[i];

		while (next_program(&text, program))
			if (*program && globs_match(programs, program)) {
				finding(out, at, finding_text(out, "%s[%zu]", field, i),
					.value = finding_text(out, "%s", program),
					.want = says_none_of(out, programs));
				break;
			}
	}
}

static bool is_shell(const char *word)
{
	char program[PROGRAM_BYTES];

	if (!next_program(&word, program))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(shells); i++)
		if (strcmp(program, shells[i]) == 0)
			return true;
	return false;
}

static void check_handlers(const struct container *c, const struct params *params,
			   struct findings *out)
{
	const struct handler *handlers[5];
	size_t count = container_handlers(c, handlers);

	for (size_t i = 0; i < count; i++) {
		const struct strings *command = handlers[i]->exec_command;

		if (!command)
			continue;
		check_words(&handlers[i]->at, "exec.command", command, params, out);
		if (command->count && is_shell(command->v[0]) && !param_bool(params, SHELL_PROBES))
			finding(out, &handlers[i]->at, "exec.command[0]", .value = command->v[0],
				.want = "no shell");
	}
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	size_t count;
	const struct range *ports = param_ranges(params, PORTS, &count);

	for_each_container (c, pod) {
		check_words(&c->at, "command", &c->command, params, out);
		check_words(&c->at, "args", &c->args, params, out);
		check_handlers(c, params, out);
		for_each_port (p, c)
			if (ranges_have(ports, count, p->container_port))
				finding(out, &p->at, "containerPort",
					.value = says_int(out, p->container_port),
					.want = "no port for logins");
	}
}

const struct policy policy_workload_login_services = {
	.id = "login-services",
	.title = "Containers take no logins and change no users",
	.why = "A login service in a container is a second way in, with keys and users that the "
	       "cluster knows nothing of.",
	.remedy = "Use kubectl exec, which the API server controls and logs; start as the user "
		  "that is needed.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD "    command: [nginx]\n    ports: [{containerPort: 8080}]\n",
	.bad = EXAMPLE_POD "    command: [/usr/sbin/sshd, -D]\n    ports: [{containerPort: 22}]\n",
	.maps = { NSA_HARDENING, MITRE_REMOTE_SERVICES },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
