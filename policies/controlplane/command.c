/* SPDX-License-Identifier: Apache-2.0 */
/* command.c - programs of the control plane are run without a shell.
 * Reads:   command and args of each container
 * Accepts: a program that is named itself; a script that runs none of them
 *
 * What a shell makes of its script is not known, so the other policies say nothing of flags in one.
 * This one says that.
 */
#include <string.h>

#include "policy/etcd.h"

enum { NAMESPACES };

static const struct param params_declared[] = {
	[NAMESPACES] = PARAM_ETCD_NAMESPACES,
};

static bool is_one_of(const char *text, size_t len, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(names[i]) == len && memcmp(text, names[i], len) == 0)
			return true;
	return false;
}

static bool is_shell(const char *path)
{
	static const char *const shells[] = { "sh", "bash", "ash", "dash" };
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;

	return is_one_of(base, strlen(base), shells, ARRAY_LEN(shells));
}

/* Words in front of a command. */
static bool leads_on(const char *word, size_t len)
{
	static const char *const words[] = { "exec", "then", "do",   "else",
					     "!",    "time", "nice", "nohup" };

	return is_one_of(word, len, words, ARRAY_LEN(words)) || memchr(word, '=', len);
}

/* Flags or variables behind the program: a script that runs it, not one that asks how it is. */
static bool has_flags(const char *behind)
{
	for (;;) {
		behind += strspn(behind, " \t");
		if (strncmp(behind, "\\\n", 2) != 0)
			return *behind == '-' || *behind == '$' || *behind == '"';
		behind += 2;
	}
}

/* The first program of ours that stands where a command does. One walk over the script. */
static bool find_in_script(const char *script, enum program *out)
{
	static const char separators[] = " \t\n;&|(){}`", *const breaks = separators + 2;
	bool is_command = true;

	while (*script) {
		size_t len = strcspn(script, separators);

		if (len && is_command && program_find(script, len, out) && has_flags(script + len))
			return true;
		if (len)
			is_command = is_command && leads_on(script, len);
		script += len;
		for (; *script && strchr(separators, *script); script++)
			is_command = is_command || strchr(breaks, *script);
	}
	return false;
}

static void check_list(const struct container *c, const char *list, const struct strings *strings,
		       bool with_etcd, struct findings *out)
{
	for (size_t i = 0; i < strings->count; i++) {
		enum program program;

		if (!find_in_script(strings->v[i], &program) ||
		    (program == PROGRAM_ETCD && !with_etcd))
			continue;
		finding(out, &c->at, finding_text(out, "%s[%zu]", list, i),
			.value = finding_text(out, "a script that runs %s", program_name(program)),
			.want = finding_text(out, "%s itself, so that its flags can be checked",
					     program_name(program)));
	}
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	bool with_etcd = etcd_is_of_cluster(pod, param_strings(params, NAMESPACES));

	for_each_container (c, pod) {
		const struct strings *first = c->command.count ? &c->command : &c->args;

		if (!first->count || !is_shell(first->v[0]))
			continue;
		check_list(c, "command", &c->command, with_etcd, out);
		check_list(c, "args", &c->args, with_etcd, out);
	}
}

const struct policy policy_controlplane_command = {
	.id = "control-plane-command",
	.title = "Programs of the control plane are run without a shell",
	.why = "What flags a script ends up with can't be told from its text, so nothing is "
	       "checked of them.",
	.remedy = "Name the program in command, with its flags in command or args.",
	.severity = SEVERITY_LOW,
	.good = EXAMPLE_POD "    command: [kube-scheduler, --bind-address=127.0.0.1]\n",
	.bad = EXAMPLE_POD "    command: [sh, -c, exec kube-scheduler --bind-address=127.0.0.1]\n",
	.maps = { NSA_CONTROL_PLANE },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
