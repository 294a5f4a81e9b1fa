/* SPDX-License-Identifier: Apache-2.0 */
/* ingress_characters.c - nothing in an Ingress breaks out of the configuration that its controller
 * writes from it.
 *
 * Paths and annotation values end as words of a configuration file. What ends a word there, or a
 * directive, lets the rest of the value be directives of its own: so it was in CVE-2021-25745 and
 * -25746, CVE-2022-4886, CVE-2023-5044, CVE-2024-7646, CVE-2025-1097, -1098 and -24514, and
 * CVE-2026-1580, -4342 and -24512.
 *
 * Reads:   path and pathType, annotations with a prefix of ingress-nginx
 * Accepts: letters, digits and what URLs and regular expressions are made of; snippets, which are
 * configuration and ingress-snippets looks at, unless they hold a forbidden word */
#include <ctype.h>
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"

#define ALNUM "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

enum { PREFIXES, EXEMPT, WORDS, REGEX_PATHS };

static const struct param params_declared[] = {
	[PREFIXES] = { "prefixes", PARAM_STRINGS, .def = "[\"nginx.ingress.kubernetes.io/\"]",
		       .doc = "What the annotations begin with whose values are looked at." },
	[EXEMPT] = { "exemptAnnotations", PARAM_STRINGS, .def = "[]",
		     .doc = "Globs of annotations that are not looked at." },
	[WORDS] = { "forbiddenWords", PARAM_STRINGS,
		    .def = "[\"_by_lua\", \"load_module\", \"lua_package\", \"ssl_engine\", "
			   "\"proxy_pass\", \"serviceaccount\", \"/run/secrets/\", "
			   "\"/etc/passwd\", \"/etc/shadow\", \"/etc/group\", \"/etc/nginx\", "
			   "\"/etc/ingress-controller\", \"/proc/self\"]",
		    .doc = "Texts that neither a path nor a value may hold, in any case." },
	[REGEX_PATHS] = { "allowRegexPaths", PARAM_BOOL, .def = "true",
			  .doc = "Whether paths of type ImplementationSpecific may be regular "
				 "expressions; else they are held to the same characters as "
				 "others." },
};

/* "${name}", or the "{2,3}" of a regular expression. Return: its length, or 0. */
static size_t braces_length(const char *s, bool is_variable)
{
	size_t len = strspn(s + 1, is_variable ? ALNUM "_" : "0123456789,");

	return len > 0 && s[1 + len] == '}' ? len + 2 : 0;
}

/* A backslash takes what follows, which at the end is the quote behind the value. */
static bool ends_in_backslash(const char *s)
{
	size_t len = strlen(s), n = 0;

	while (n < len && s[len - 1 - n] == '\\')
		n++;
	return n % 2 == 1;
}

/* Of what both may not hold; @before is 0 at the beginning. */
static const char *character_fault(const char *s, char before)
{
	if (strchr("\"'`", *s))
		return "no quote";
	if (*s == ';')
		return "no semicolon";
	if (*s == '}' || (*s == '{' && !braces_length(s, before == '$')))
		return "no brace but in {2,3} or ${name}";
	if (iscntrl((unsigned char)*s))
		return "no control character";
	return NULL;
}

static size_t skip(const char *s, char before)
{
	return *s == '{' ? braces_length(s, before == '$') : 1;
}

/* Line breaks are common where YAML folds a list of addresses, and at the end. */
static bool is_harmless_break(const char *s, char before)
{
	return *s == '\n' && (before == ',' || s[1] == '\0');
}

static const char *value_fault(const char *value)
{
	char before = '\0';

	for (const char *s = value; *s;) {
		const char *fault =
			is_harmless_break(s, before) ? NULL : character_fault(s, before);
		size_t len = skip(s, before);

		if (fault)
			return fault;
		if (*s == '#' && (before == '\0' || isspace((unsigned char)before)))
			return "no comment";
		before = s[len - 1];
		s += len;
	}
	return ends_in_backslash(value) ? "no backslash at the end" : NULL;
}

static const char *regex_fault(const char *path)
{
	char before = '\0';

	for (const char *s = path; *s;) {
		const char *fault = character_fault(s, before);
		size_t len = skip(s, before);

		if (fault)
			return fault;
		if (*s == ' ')
			return "no blank";
		if (*s == '#')
			return "no comment";
		if (*s == '$' && s[1] && strchr(ALNUM "_{", s[1]))
			return "no variable";
		before = s[len - 1];
		s += len;
	}
	return ends_in_backslash(path) ? "no backslash at the end" : NULL;
}

static const char *word_in(const char *text, const struct strings *words)
{
	for_each_string (word, *words)
		if (*word && strcasestr(text, word))
			return word;
	return NULL;
}

static bool is_literal(const struct ingress_path *path)
{
	return strcmp(path->type, "Exact") == 0 || strcmp(path->type, "Prefix") == 0;
}

static const char *path_fault(const struct ingress_path *path, const struct params *params,
			      struct findings *out)
{
	const char *word = word_in(path->path, param_strings(params, WORDS));

	if (word)
		return finding_text(out, "a path without %s", word);
	if (!is_literal(path) && param_bool(params, REGEX_PATHS))
		return regex_fault(path->path);
	if (*path->path && *path->path != '/')
		return "a path that begins with a slash";
	return path->path[strspn(path->path, ALNUM "/-._~%:@!&+,=")]
		       ? "a path of letters, digits and /-._~%:@!&+,="
		       : NULL;
}

/* What helps beside the policy's remedy: another type, if the path would do with it. */
static const char *path_fix(const struct ingress_path *path, const struct params *params)
{
	if (word_in(path->path, param_strings(params, WORDS)))
		return NULL;
	if (!is_literal(path))
		return "take out quotes, semicolons, braces and line breaks, or use pathType Exact "
		       "or Prefix";
	if (param_bool(params, REGEX_PATHS) && !regex_fault(path->path))
		return "a regular expression takes pathType ImplementationSpecific";
	return NULL;
}

static bool has_prefix(const char *key, const struct strings *prefixes)
{
	for_each_string (prefix, *prefixes)
		if (strncmp(key, prefix, strlen(prefix)) == 0)
			return true;
	return false;
}

/* A snippet is configuration: of it the word alone is shown. */
static void judge_value(const struct ingress *ingress, const struct map_entry *e,
			const struct strings *words, struct findings *out)
{
	bool is_snippet = glob_match("*-snippet", e->key) || glob_match("*-snippets", e->key);
	const char *word = word_in(e->value, words);
	const char *want = word ? finding_text(out, "no %s", word) : NULL;

	if (!want && !is_snippet)
		want = value_fault(e->value);
	if (want)
		says_annotation(
			out, ingress->meta, e->key,
			&(struct says){ .value = is_snippet ? word : e->value, .want = want });
}

static void check(const struct ingress *ingress, const struct params *params, struct findings *out)
{
	for_each_ingress_rule (rule, ingress)
		for_each_ingress_path (path, rule) {
			const char *want = path_fault(path, params, out);

			if (want)
				finding(out, &path->at, "path", .value = path->path, .want = want,
					.fix = path_fix(path, params));
		}
	for_each_entry (e, ingress->meta->annotations)
		if (has_prefix(e->key, param_strings(params, PREFIXES)) &&
		    !globs_match(param_strings(params, EXEMPT), e->key))
			judge_value(ingress, e, param_strings(params, WORDS), out);
}

const struct policy policy_network_ingress_characters = {
	.id = "ingress-characters",
	.title = "Ingresses hold nothing that breaks out of their controller's configuration",
	.why = "A path or an annotation that ends the directive it is written into can add "
	       "directives of its own, run code in the controller and read all Secrets.",
	.remedy = "Take out quotes, semicolons, braces and line breaks.",
	.severity = SEVERITY_CRITICAL,
	.good = "spec:\n  rules: [{http: {paths: [{path: /shop, pathType: Prefix}]}}]\n",
	.bad = "spec:\n  rules: [{http: {paths: [{path: \"/shop;}\", pathType: Prefix}]}}]\n",
	.maps = { MITRE_TOKENS, MITRE_CREDENTIALS, MITRE_EXPLOITATION },
	POLICY_PARAMS(params_declared),
	.reads_metadata = true,
	.check_ingress = check,
	.needs = NEEDS_VALUES,
};
