/* SPDX-License-Identifier: Apache-2.0 */
/* params.h - parameters that a policy declares, and their checked values.
 *
 * A policy numbers its parameters with an enum and reads them by that number, so that a getter
 *cannot fail:
 *
 *	enum { ALLOWED, MUST_SET };
 *	static const struct param params[] = {
 *		[ALLOWED]  = { "allowed", PARAM_STRINGS, .def = "[\"RuntimeDefault\"]", .doc =
 *"profile types that may be set" }, [MUST_SET] = { "required", PARAM_BOOL, .def = "false", .doc =
 *"whether each container must have one" },
 *	};
 */
#ifndef KUBEVET_POLICY_PARAMS_H
#define KUBEVET_POLICY_PARAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "json/json.h"
#include "k8s/field.h"

enum param_type {
	PARAM_BOOL,
	PARAM_INT,
	PARAM_STRING,
	PARAM_STRINGS, /* list of strings */
	PARAM_RANGES,  /* list of "1000-2000", "1000-" (no upper end), "0" or plain integers */
	PARAM_MAP,     /* object of strings: key to pattern */
};

/* A further check of each text of PARAM_STRING and PARAM_STRINGS, each value of PARAM_MAP. Return:
 * 0, or -1 with a sentence in @err. */
typedef int param_check(const char *text, struct err *err);

struct param {
	const char *name; /* camelCase */
	enum param_type type;
	const char *def; /* JSON text of the default; NULL: not set */
	const char *doc; /* one sentence */
	/* PARAM_STRING and PARAM_STRINGS: space-separated values that are accepted; NULL: any */
	const char *choices;
	/* Globs of users or groups of whom the policy finds nothing at all: with all of them the
	 * rule would never deny. */
	bool exempts;
	int64_t min, max;   /* PARAM_INT and PARAM_RANGES: bounds of each number; both 0: any */
	param_check *check; /* or NULL */
};

struct range {
	int64_t min, max; /* both ends belong to it */
};

struct params;

/* Called for each fault; @node is the value at fault (for its line), or NULL; @text is a sentence.
 */
typedef void params_fault(void *ctx, const cJSON *node, const char *text);

/**
 * params_parse() - check @given against the declaration
 * @a:	   arena that owns the result and must outlive it
 * @given: object of parameters, borrowed and to outlive the result, or NULL for defaults only
 * @fault: called for each unknown name, wrong type, value outside choices or bounds, bad range or
 *bad default; the text opens with the parameter's name: "allowed[0]: want a string, got null"
 *
 * Return: the parameters, or NULL after faults or when memory ran out (then @fault is called with a
 *NULL node).
 */
MUST_CHECK const struct params *params_parse(struct arena *a, const struct param *decl,
					     size_t count, const cJSON *given, params_fault *fault,
					     void *ctx);

/* Getters by the policy's own number; the type must be the declared one (a test walks all
 * policies). */
bool param_set(const struct params *p, size_t i); /* given, or has a default */
bool param_bool(const struct params *p, size_t i);
int64_t param_int(const struct params *p, size_t i);
const char *param_string(const struct params *p, size_t i); /* "" when not set */
/* Empty when not set; ->set tells. */
const struct strings *param_strings(const struct params *p, size_t i);
const struct range *param_ranges(const struct params *p, size_t i, size_t *count);
const struct map *param_map(const struct params *p, size_t i);

/** ranges_have() - whether one of them holds @n. */
bool ranges_have(const struct range *r, size_t count, int64_t n);

/** param_type_name() - "bool", "int", "string", "list of strings", "list of ranges", "map". */
const char *param_type_name(enum param_type type);

#endif
