/* SPDX-License-Identifier: Apache-2.0 */
/* json.h - cJSON made strict.
 *
 * cJSON alone accepts what would be a way past a policy: duplicate keys (it finds the first, the
 * API server keeps the last), "\u0000" (strings end there), keys that differ in case, bytes behind
 * the value, integers that lose digits. So a gate reads all bytes first, by RFC 8259 and the limits
 * below, and cJSON sees only what passed. Trees live in an arena: nobody frees a node, and a tree
 * ends with its arena.
 *
 * Look things up with json_get() only: it compares case, a lint test keeps cJSON_GetObjectItem out
 * of the tree.
 */
#ifndef KUBEVET_JSON_JSON_H
#define KUBEVET_JSON_JSON_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

struct json_limits {
	size_t bytes;	/* longest text */
	unsigned depth; /* deepest nesting of objects and arrays, at most JSON_DEPTH_MAX */
	size_t values;	/* most values in all, keys not counted */
	/* Values that nobody reads, by path, NULL-terminated, at most JSON_ELIDE_MAX (later ones
	 * are ignored): checked like all others, then read as null. A path goes through objects
	 * only, by exact keys, at most JSON_ELIDE_DEPTH. "request.object.metadata.managedFields" is
	 * a third of an ordinary Pod. */
	const char *const *elide;
};

#define JSON_DEPTH_MAX	 200
#define JSON_ELIDE_MAX	 8
#define JSON_ELIDE_DEPTH 8

/* 8 MiB, 100 levels, a million values, nothing elided. */
extern const struct json_limits json_limits_default;

/**
 * json_init() - give cJSON the arena allocator; once, before threads start. Harmless when repeated.
 * From then on cJSON allocates only inside the functions below; elsewhere its allocations fail.
 */
void json_init(void);

/**
 * json_parse() - strict parse
 * @a:	    arena that owns the tree
 * @text:   the bytes, borrowed for the call only; need not end in NUL; NULL when there are none
 * @limits: NULL for the defaults
 * @err:    ERR_INPUT (what, at which byte offset, at which path), ERR_LIMIT or ERR_MEMORY
 *
 * Refused: what RFC 8259 does not allow, invalid UTF-8 (overlong forms and surrogates included),
 * "\u0000", duplicate keys (escapes decoded first), bytes behind the value, a byte order mark,
 * numbers beyond a double or of more than 1100 bytes, text beyond the limits. Integers beyond 64
 * bits are numbers with all their digits, as Kubernetes has them, but no json_int(). Reads in
 * parallel are safe, one arena each. Any value may be at the top, so callers that need an object
 * ask for one.
 *
 * Return: the tree, or NULL.
 */
MUST_CHECK cJSON *json_parse(struct arena *a, const char *text, size_t len,
			     const struct json_limits *limits, struct err *err);

/** json_parse_at() - the same; on error *@fault_at is the offset of the fault, 0 when it is none of
 * the text's. */
MUST_CHECK cJSON *json_parse_at(struct arena *a, const char *text, size_t len,
				const struct json_limits *limits, size_t *fault_at,
				struct err *err);

/** json_get() - member of an object by exact name; NULL when absent, or when @object is NULL or no
 * object. */
const cJSON *json_get(const cJSON *object, const char *key);

/** json_present() - the same, but a JSON null counts as absent, as Kubernetes has it. */
const cJSON *json_present(const cJSON *object, const char *key);

/** json_string() - text of a string node, NULL for anything else. */
const char *json_string(const cJSON *node);

/**
 * json_int() - exact value of an integral number
 *
 * All of int64 when written as an integer; 1.0 and 1e3 too, but only below 2^53, where a double is
 * exact. Return: false for anything else (1.5, 1e30, 2^63, "1"), and @value is untouched.
 */
bool json_int(const cJSON *node, int64_t *value);

/**
 * json_same() - whether two trees say the same: the members of an object in any order, a list in
 * its own, numbers as they are written
 * @a: for the order of members; when it is full the answer is false
 *
 * Two NULLs are the same. Time is that of sorting.
 */
bool json_same(struct arena *a, const cJSON *x, const cJSON *y);

/** json_sorted() - the @count members of an object (NULL has none) by their keys; NULL when @a is
 * full. */
const cJSON *const *json_sorted(struct arena *a, const cJSON *object, size_t *count);

/** json_type_name() - "an object", "a string", "null" ..., for messages. */
const char *json_type_name(const cJSON *node);

/* Building trees, in an arena; NULL when it is full, and NULL arguments give NULL. */
cJSON *json_new_object(struct arena *a);
cJSON *json_new_array(struct arena *a);
cJSON *json_new_string(struct arena *a, const char *text);
cJSON *json_new_int(struct arena *a, int64_t value);
cJSON *json_new_uint(struct arena *a, uint64_t value);
cJSON *json_new_bool(struct arena *a, bool value);
cJSON *json_new_null(struct arena *a);

/** json_append() - put @item at the end of an array. Return: @item, or NULL. Linear time in all by
 * keeping the tail. */
cJSON *json_append(cJSON *array, cJSON *item);

/** json_put() - put @item at the end of an object under @key (copied). The caller keeps keys
 * unique. */
cJSON *json_put(struct arena *a, cJSON *object, const char *key, cJSON *item);

/* Writing text. json_write() prints a whole tree without white space (integers with all their
 * digits); the others are for answers that are written straight into the buffer. Strings are
 * escaped; bytes that are not UTF-8 become U+FFFD. */
void json_write(struct buf *out, const cJSON *node);
void json_write_string(struct buf *out, const char *text);
void json_write_int(struct buf *out, int64_t value);

#endif
