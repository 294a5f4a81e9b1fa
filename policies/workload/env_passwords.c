/* SPDX-License-Identifier: Apache-2.0 */
/* env_passwords.c - no password stands in the environment, on a command line, in a probe or a hook.
 * Reads:   names and values of env; command, args and exec commands: --password=x, --password x,
 * PASSWORD=x, options of known clients, scripts of shells; headers and paths of httpGet; JSON, YAML
 * and options within values; URLs in all of them
 * Accepts: valueFrom; values that refer to another; names of files; what is exempt
 *
 * What gives itself away by its form is found by env-credentials; here the name does. Values are
 * never shown. */
#include <string.h>

#include "policy/password.h"
#include "policy/policy.h"
#include "policy/says.h"

enum { NAMES, RANDOM, URLS, EXEMPT };

static const struct param params_declared[] = {
	[NAMES] = { "names", PARAM_STRINGS, .def = PASSWORD_NAMES,
		    .doc = "Globs, in capitals, of names whose value is a password; of an option "
			   "its name in capitals with underscores." },
	[RANDOM] = { "namesOfRandom", PARAM_STRINGS, .def = PASSWORD_NAMES_OF_RANDOM,
		     .doc = "Globs of names whose value is often a mere name: found when it looks "
			    "generated." },
	[URLS] = { "urls", PARAM_BOOL, .def = "true",
		   .doc = "Whether passwords in URLs are found." },
	[EXEMPT] = { "exempt", PARAM_STRINGS, .def = "[]",
		     .doc = "Globs of names, in capitals, that are not judged." },
};

static void found(const struct at *at, const char *field, const struct password *password,
		  struct findings *out)
{
	finding(out, at, field, .value = password_kind_text(password->kind),
		.want = "a reference to a Secret");
}

static bool in_word(const struct password_names *names, const char *text, struct password *out)
{
	struct password_text t = password_text(text, strlen(text));

	t.word = true;
	return password_next(names, &t, out);
}

static void check_env(const struct container *c, const struct password_names *names,
		      struct findings *out)
{
	for_each_env (e, c) {
		struct password password;

		if (password_of(names, e->name, strlen(e->name), e->value, strlen(e->value),
				&password) ||
		    (!password_exempt(names, e->name, strlen(e->name)) &&
		     password_in_text(names, e->value, &password)))
			found(&e->at, "value", &password, out);
	}
}

/* A list of words, and where it stands. */
struct words {
	const struct strings *list;
	const struct at *at;
	const char *field;
};

/* Two lists that are one command line; one finding a word. */
static void check_line(const struct words parts[2], const struct password_names *names,
		       struct findings *out)
{
	struct password_line line = { .words = { parts[0].list, parts[1].list } };
	struct password of_line, password;
	bool more = password_line_next(names, &line, &of_line);
	size_t index = 0;

	for (int part = 0; part < 2 && parts[part].list; part++) {
		for (size_t i = 0; i < parts[part].list->count; i++, index++) {
			bool is = in_word(names, parts[part].list->v[i], &password);

			while (more && line.index < index)
				more = password_line_next(names, &line, &of_line);
			if (!is && more && line.index == index) {
				password = of_line;
				is = true;
			}
			if (is)
				found(parts[part].at,
				      finding_text(out, "%s[%zu]", parts[part].field, i), &password,
				      out);
		}
	}
}

static void check_http(const struct handler *h, const struct password_names *names,
		       struct findings *out)
{
	struct password password;

	if (password_in_text(names, h->http_get->path, &password))
		found(&h->at, "httpGet.path", &password, out);
	for (const struct http_header *header = h->http_get->headers; header && budget_step();
	     header = header->next)
		if (password_header(names, header->name, strlen(header->name), header->value,
				    strlen(header->value), &password))
			found(&header->at, "value", &password, out);
}

static void check_handler(const struct handler *h, const struct password_names *names,
			  struct findings *out)
{
	if (h->exec_command)
		check_line((const struct words[2]){ { h->exec_command, &h->at, "exec.command" } },
			   names, out);
	if (h->http_get)
		check_http(h, names, out);
}

static void check_container(const struct container *c, const struct password_names *names,
			    struct findings *out)
{
	const struct handler *handlers[5];
	size_t count = container_handlers(c, handlers);

	check_env(c, names, out);
	check_line((const struct words[2]){ { &c->command, &c->at, "command" },
					    { &c->args, &c->at, "args" } },
		   names, out);
	for (size_t i = 0; i < count; i++)
		check_handler(handlers[i], names, out);
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	const struct password_names names = { param_strings(params, NAMES),
					      param_strings(params, RANDOM),
					      param_strings(params, EXEMPT),
					      param_bool(params, URLS) };

	for_each_container (c, pod)
		check_container(c, &names, out);
}

const struct policy policy_workload_env_passwords = {
	.id = "env-passwords",
	.title = "No password stands in the environment or on a command line",
	.why = "Whoever may read pods reads their environment; command lines show in the process "
	       "list of the node, too.",
	.remedy = "Put it into a Secret, refer to that with valueFrom or mount it as a file, and "
		  "change the password: it is known now.",
	.severity = SEVERITY_HIGH,
	.good = EXAMPLE_POD "    env:\n    - name: DB_PASSWORD\n"
			    "      valueFrom: {secretKeyRef: {name: db, key: password}}\n",
	.bad = EXAMPLE_POD "    env: [{name: DB_PASSWORD, value: correct-horse}]\n",
	.maps = { CIS_SECRETS_AS_FILES, NSA_SECRETS, MITRE_CREDENTIALS },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
