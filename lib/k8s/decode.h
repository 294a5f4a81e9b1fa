/* SPDX-License-Identifier: Apache-2.0 */
/* decode.h - fills a view struct from a JSON object by a table of its fields; for the views of this
 * folder.
 *
 * A table row says key, kind of value and member. Each object's members are walked once and looked
 * up in the table, so the cost is that of the document, and what the table does not name is
 * ignored. The rows are made by the F_ macros below, which refuse to compile when the member's type
 * is not the one that the decoder writes.
 */
#ifndef KUBEVET_K8S_DECODE_H
#define KUBEVET_K8S_DECODE_H

#include "k8s/field.h"

enum field_type {
	FIELD_BOOL, /* bool; false when absent */
	FIELD_OPT_BOOL,
	FIELD_INT32, /* int64_t that fits 32 bits; 0 when absent */
	FIELD_OPT_INT64,
	FIELD_INT_OR_STRING, /* struct int_or_string; the integer fits 32 bits */
	FIELD_STRING,	     /* const char *; "" when absent */
	FIELD_OPT_STRING,    /* const char *; NULL when absent */
	FIELD_STRINGS,
	FIELD_INT64S, /* const int64_t * and, at @second, its size_t count */
	FIELD_MAP,
	FIELD_QUANTITIES,   /* struct map: an object of strings or numbers, these as text */
	FIELD_OPT_QUANTITY, /* const char *: a string, or a number as text; NULL when absent */
	FIELD_OBJECT,	    /* pointer to a struct of @shape; NULL when absent */
	FIELD_INLINE,	    /* an object whose members fill the same struct */
	FIELD_LIST,	    /* linked list of structs of @shape */
	FIELD_HAS,	    /* bool: the object is there */
	FIELD_BIT,	    /* the same as bit @second of a uint64_t */
	FIELD_NODE,	    /* const cJSON *: the object as it is; NULL when absent */
	FIELD_SELF,	    /* no key; const cJSON *: the object that the struct was made from */
};

struct shape;

/* One row; made by the macros below. */
struct field {
	const char *key; /* NULL: found nowhere, only gets its default */
	enum field_type type;
	size_t offset, second;
	const struct shape *shape;
};

struct shape {
	const struct field *fields;
	size_t count, size;
	bool has_at;   /* the struct begins with its struct at */
	bool is_named; /* places of elements show the member "name" */
};

/* offsetof() for a member that has exactly type @t. */
#define MEMBER_OF(s, m, t) \
	(offsetof(s, m) * sizeof(char[_Generic(((s *)0)->m, t : 1, default : -1)]))

#define F_(type_, key_, ...)                                      \
	{                                                         \
		.key = (key_), .type = FIELD_##type_, __VA_ARGS__ \
	}
#define F_BOOL(k, s, m)	     F_(BOOL, k, .offset = MEMBER_OF(s, m, bool))
#define F_OPT_BOOL(k, s, m)  F_(OPT_BOOL, k, .offset = MEMBER_OF(s, m, struct opt_bool))
#define F_INT32(k, s, m)     F_(INT32, k, .offset = MEMBER_OF(s, m, int64_t))
#define F_OPT_INT64(k, s, m) F_(OPT_INT64, k, .offset = MEMBER_OF(s, m, struct opt_int))
#define F_INT_OR_STRING(k, s, m) \
	F_(INT_OR_STRING, k, .offset = MEMBER_OF(s, m, struct int_or_string))
#define F_STRING(k, s, m)     F_(STRING, k, .offset = MEMBER_OF(s, m, const char *))
#define F_OPT_STRING(k, s, m) F_(OPT_STRING, k, .offset = MEMBER_OF(s, m, const char *))
#define F_STRINGS(k, s, m)    F_(STRINGS, k, .offset = MEMBER_OF(s, m, struct strings))
#define F_INT64S(k, s, m, n) \
	F_(INT64S, k, .offset = MEMBER_OF(s, m, const int64_t *), .second = MEMBER_OF(s, n, size_t))
#define F_MAP(k, s, m)		 F_(MAP, k, .offset = MEMBER_OF(s, m, struct map))
#define F_QUANTITIES(k, s, m)	 F_(QUANTITIES, k, .offset = MEMBER_OF(s, m, struct map))
#define F_OPT_QUANTITY(k, s, m)	 F_(OPT_QUANTITY, k, .offset = MEMBER_OF(s, m, const char *))
#define F_OBJECT(k, s, m, t, sh) F_(OBJECT, k, .offset = MEMBER_OF(s, m, const t *), .shape = &(sh))
#define F_INLINE(k, sh)		 F_(INLINE, k, .shape = &(sh))
#define F_LIST(k, s, m, t, sh)	 F_(LIST, k, .offset = MEMBER_OF(s, m, const t *), .shape = &(sh))
/* The same for a list that is still to be joined with others. */
#define F_ELEMENTS(k, s, m, sh) \
	F_(LIST, k, .offset = MEMBER_OF(s, m, struct element *), .shape = &(sh))
#define F_HAS(k, s, m)	    F_(HAS, k, .offset = MEMBER_OF(s, m, bool))
#define F_BIT(k, s, m, bit) F_(BIT, k, .offset = MEMBER_OF(s, m, uint64_t), .second = (bit))
#define F_NODE(k, s, m)	    F_(NODE, k, .offset = MEMBER_OF(s, m, const cJSON *))
#define F_SELF(s, m)	    F_(SELF, NULL, .offset = MEMBER_OF(s, m, const cJSON *))

/* Two rows may have the same key: both apply. */
#define SHAPE(s, table)                                                         \
	{                                                                       \
		.fields = (table), .count = ARRAY_LEN(table), .size = sizeof(s) \
	}

/* The same for structs that begin with their place, member @at. */
#define SHAPE_AT(s, at, table) SHAPE_IF_(offsetof(s, at) == 0, s, table, false)

/* Elements of lists begin as struct element does; places show the name of those that are named. */
#define SHAPE_NAMED(s, table)	SHAPE_IF_(IS_ELEMENT_(s), s, table, true)
#define SHAPE_INDEXED(s, table) SHAPE_IF_(IS_ELEMENT_(s), s, table, false)
#define IS_ELEMENT_(s)		(offsetof(s, at) == 0 && offsetof(s, next) == offsetof(struct element, next))
#define SHAPE_IF_(condition, s, table, named)                                                      \
	{                                                                                          \
		.fields = (table), .count = ARRAY_LEN(table), .has_at = true, .is_named = (named), \
		.size = sizeof(s) * sizeof(char[(condition) ? 1 : -1])                             \
	}

struct element {
	struct at at;
	struct element *next;
};

/**
 * decode_new() - a struct filled from an object
 * @a:	   arena that owns the struct and all below it
 * @shape: its table, of a struct that begins with its place
 * @node:  the object, borrowed: the strings are the document's; NULL or null leaves all fields at
 * their defaults
 * @path:  how the place of @node prints, borrowed
 *
 * Return: the struct, or NULL (ERR_INPUT wrong type or range, with the place; ERR_LIMIT,
 * ERR_MEMORY).
 */
MUST_CHECK void *decode_new(struct arena *a, const struct shape *shape, const cJSON *node,
			    const char *path, struct err *err);

#endif
