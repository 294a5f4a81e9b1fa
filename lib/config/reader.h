/* SPDX-License-Identifier: Apache-2.0 */
/* reader.h - checked reading of the configuration's tree; what is wrong is noted and reading goes
 * on. For lib/config alone. */
#ifndef KUBEVET_CONFIG_READER_H
#define KUBEVET_CONFIG_READER_H

#include "config/config.h"
#include "k8s/at.h"

struct reader {
	struct arena *a;
	const struct policy *const *table;
	const char *name; /* of the file */
	bool builtin;	  /* reading the built-in text: rules have no line */

	struct config_fault *faults; /* by line */
	size_t fault_count;	     /* those that are not kept, too */
	bool out_of_memory;
};

/* A value and where it stands. */
struct spot {
	const cJSON *node;
	struct at at;
};

/** spot_member(), spot_element() - a child's spot; borrows @up. */
struct spot spot_member(const struct spot *up, const cJSON *member);
struct spot spot_element(const struct spot *up, const cJSON *element, int index);

/* Reads the value at @spot into @out; notes faults. */
typedef void read_field(struct reader *r, const struct spot *spot, void *out);

/* A known key of an object. */
struct field {
	const char *name;
	read_field *read;    /* NULL: known, and read elsewhere */
	size_t offset;	     /* of what it reads into, in the struct that read_object() gets */
	bool null_is_absent; /* as in files of upstream's */
	bool required;
};

/** reader_fault() - note what is wrong with the value at @spot, at the value's line. */
void reader_fault(struct reader *r, const struct spot *spot, const char *fmt, ...)
	PRINTF_LIKE(3, 4);

/** reader_fault_below() - the same for what is at @node, somewhere below @spot: @text goes behind
 * the place with @sep between. */
void reader_fault_below(struct reader *r, const struct spot *spot, const cJSON *node,
			const char *sep, const char *text);

/** reader_fault_text() - a text that is complete. */
void reader_fault_text(struct reader *r, unsigned line, const char *text);

/** reader_faults() - all faults, with a last word on those that were not kept; NULL when there are
 * none. */
const struct config_fault *reader_faults(struct reader *r);

/** reader_want() - the fault of a wrong type. Return: false. */
bool reader_want(struct reader *r, const struct spot *spot, const char *what);

/** read_object() - all members by the table; unknown keys and missing required ones are faults. */
void read_object(struct reader *r, const struct spot *spot, const struct field *fields,
		 size_t count, void *out);

/** read_text() - a string that is not empty, or NULL after a fault. */
const char *read_text(struct reader *r, const struct spot *spot);

/** read_choice() - one of @count texts. Return: its index, or -1 after a fault. */
int read_choice(struct reader *r, const struct spot *spot, const char *const *choices,
		size_t count);

/* Checks one text of a list; notes a fault when it is not good. */
typedef void check_text(struct reader *r, const struct spot *spot, const char *text);

/** read_list() - a list of strings that are not empty, each checked when @check is there. In place
 * of what is none, which is a fault, @out has "". */
void read_list(struct reader *r, const struct spot *spot, check_text *check, struct strings *out);

/** check_label() - RFC 1123 label: the form of namespaces and rules. */
void check_label(struct reader *r, const struct spot *spot, const char *text);

/** check_subdomain() - RFC 1123 subdomain: the form of runtime classes. */
void check_subdomain(struct reader *r, const struct spot *spot, const char *text);

/* The larger parts, in files of their own. */
read_field read_pod_security; /* struct pod_security */
read_field read_rules;	      /* struct config */
read_field read_presets;      /* struct config */

/** read_rule() - one rule, its name not checked against those of others. */
void read_rule(struct reader *r, const struct spot *spot, struct rule *rule);

/**
 * check_reach() - note what in a rule can never match: kinds, namespaces and labels that contradict
 * each other, the policy or its parameters
 *
 * Only what is certain: a rule that looks like cover and is none must not pass for good.
 */
void check_reach(struct reader *r, const struct spot *spot, const struct rule *rule);

/** apply_presets() - put rules and level of the presets behind what the file says itself; @doc is
 * the file, or NULL. */
void apply_presets(struct reader *r, const cJSON *doc, struct config *config);

/** read_upstream() - a whole PodSecurityConfiguration; into a struct pod_security. */
void read_upstream(struct reader *r, const struct spot *spot, struct pod_security *out);

/** is_upstream() - whether the document is one, going by its kind or apiVersion. */
bool is_upstream(const cJSON *doc);

#endif
