/* SPDX-License-Identifier: Apache-2.0 */
/* keys.h - every key of the configuration in words: the source of its reference and its schema.
 *
 * What a key does is decided where it is read; a test holds both to the same names.
 */
#ifndef KUBEVET_CONFIG_KEYS_H
#define KUBEVET_CONFIG_KEYS_H

#include <stdbool.h>

enum key_form {
	FORM_OBJECT,	 /* the keys below it follow in the table */
	FORM_OBJECTS,	 /* a list of objects; the keys of one follow */
	FORM_CHOICE,	 /* one of ->choices */
	FORM_TEXT,	 /* any string that is not empty */
	FORM_TEXTS,	 /* a list of such strings */
	FORM_LABEL,	 /* RFC 1123 label */
	FORM_LABELS,	 /* a list of labels */
	FORM_SUBDOMAINS, /* a list of RFC 1123 subdomains */
	FORM_VERSION,	 /* "latest" or "v1.x" */
	FORM_MAP,	 /* an object of strings */
	FORM_POLICY,	 /* id of a policy */
	FORM_PRESETS,	 /* name of a preset, or a list of them */
	FORM_PARAMS	 /* the parameters of that policy */
};

struct config_key {
	const char *path; /* "podSecurity.defaults.enforce", "rules[].mode" */
	enum key_form form;
	const char *choices; /* FORM_CHOICE: separated by spaces */
	const char *def;     /* what holds without it, in words; NULL: nothing */
	const char *doc;     /* one or more sentences */
	bool required;	     /* within the object that it is in */
	bool null_is_absent;
};

/** config_keys() - the table, parents before their children, ended by one without a path. */
const struct config_key *config_keys(void);

/** key_form_name() - "one of", "string", "list of strings" ..., for a reference. */
const char *key_form_name(enum key_form form);

#endif
