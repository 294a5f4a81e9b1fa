/* SPDX-License-Identifier: Apache-2.0 */
/* env_passwords.c - no password stands in the environment or on a command line.
 * Reads:   names and values of env; command and args: --password=x, --password x, PASSWORD=x; URLs
 * in all of them
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
	[NAMES] = { "names", PARAM_STRINGS,
		    .def = "[\"*PASSWORD\", \"*PASSWD\", \"*PASSPHRASE\", \"*REQUIREPASS\"]",
		    .doc = "Globs, in capitals, of names whose value is a password; of an option "
			   "its name in capitals with underscores." },
	[RANDOM] = { "namesOfRandom", PARAM_STRINGS,
		     .def = "[\"*SECRET\", \"*SECRET_KEY\", \"*TOKEN\", \"*API_KEY\", \"*APIKEY\", "
			    "\"*ACCESS_KEY\", \"*PRIVATE_KEY\"]",
		     .doc = "Globs of names whose value is often a mere name: found when it looks "
			    "generated." },
	[URLS] = { "urls", PARAM_BOOL, .def = "true",
		   .doc = "Whether passwords in URLs are found." },
	[EXEMPT] = { "exempt", PARAM_STRINGS, .def = "[]",
		     .doc = "Globs of names, in capitals, that are not judged." },
};

#define NAME_MAX_BYTES 128 /* a longer one is nobody's */
#define WANT	       "a reference to a Secret"

/* "--db-password=x" as DB_PASSWORD, up to the =. false: it is no name. */
static bool name_of(const char *word, char out[NAME_MAX_BYTES])
{
	size_t len;

	word += strspn(word, "-");
	len = strcspn(word, "=");
	if (!len || len >= NAME_MAX_BYTES)
		return false;
	for (size_t i = 0; i < len; i++) {
		char c = word[i];

		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		out[i] = (char)(c == '-' || c == '.' ? '_' : c);
	}
	out[len] = '\0';
	return true;
}

/* What @value is that goes under @name, or NULL. */
static const char *kind_of(const char *name, const char *value, const struct params *params)
{
	if (globs_match(param_strings(params, EXEMPT), name))
		return NULL;
	if (globs_match(param_strings(params, NAMES), name) && password_is_literal(value))
		return "a password";
	if (globs_match(param_strings(params, RANDOM), name) && password_is_random(value))
		return "a secret";
	if (param_bool(params, URLS) && password_in_url(value))
		return "a URL with a password";
	return NULL;
}

static void check_env(const struct container *c, const struct params *params, struct findings *out)
{
	for_each_env (e, c) {
		char name[NAME_MAX_BYTES];
		const char *kind = kind_of(name_of(e->name, name) ? name : "", e->value, params);

		if (kind)
			finding(out, &e->at, "value", .value = kind, .want = WANT);
	}
}

static void check_words(const struct container *c, const char *field, const struct strings *words,
			const struct params *params, struct findings *out)
{
	for (size_t i = 0; i < words->count; i++) {
		const char *word = words->v[i], *equals = strchr(word, '=');
		const char *value = equals ? equals + 1 : "", *kind;
		char name[NAME_MAX_BYTES];
		bool follows =
			!equals && *word == '-' && i + 1 < words->count && *words->v[i + 1] != '-';

		kind = kind_of(name_of(word, name) ? name : "", follows ? words->v[i + 1] : value,
			       params);
		if (!kind && !equals)
			kind = kind_of("", word, params);
		if (kind)
			finding(out, &c->at, finding_text(out, "%s[%zu]", field, i), .value = kind,
				.want = WANT);
		i += follows && kind;
	}
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	for_each_container (c, pod) {
		check_env(c, params, out);
		check_words(c, "command", &c->command, params, out);
		check_words(c, "args", &c->args, params, out);
	}
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
