/* SPDX-License-Identifier: Apache-2.0 */
/* yaml.h - YAML to the same tree that JSON becomes, each value with its line and column.
 *
 * Plain scalars become what they become for Kubernetes (sigs.k8s.io/yaml over go-yaml v2, a
 * YAML 1.1): yes, on and y are true, 017 and 0o17 are 15, 08 is the float 8, 2024-01-01 is a
 * string. Integers beyond 64 bits are floats. What JSON can't say, or what parsers disagree on, is
 * refused: duplicate keys, infinities, keys that are lists, maps, floats or null, a merge (<<)
 * behind a key that it also has, tags other than those of the core schema, NUL, invalid UTF-8.
 *
 * Aliases are expanded, and what comes of that counts against the limits like text that was written
 * out.
 */
#ifndef KUBEVET_YAML_YAML_H
#define KUBEVET_YAML_YAML_H

#include "json/json.h"

struct yaml;

#define YAML_ANCHORS_MAX    256 /* different anchors in a document */
#define YAML_DIRECTIVES_MAX 64	/* times that %TAG may occur in a text */

/**
 * yaml_open() - begin with a text of any number of documents
 * @text:   borrowed until yaml_close(); need not end in NUL
 * @limits: bytes of the text, depth and values of each document; NULL for the defaults, else
 *borrowed like @text. There is nothing elided.
 * @err:    ERR_LIMIT or ERR_MEMORY
 *
 * Return: the reader, for yaml_close(), or NULL.
 */
MUST_CHECK struct yaml *yaml_open(const char *text, size_t len, const struct json_limits *limits,
				  struct err *err);

/** yaml_count_from() - the text is a piece of a longer one and begins at this line of it, from 1;
 * before the first yaml_next(). */
void yaml_count_from(struct yaml *y, unsigned line);

/**
 * yaml_next() - the next document
 * @a:	 owns the tree; may be another one for each document
 * @doc: the tree; an empty document is null
 * @err: ERR_INPUT, ERR_LIMIT or ERR_MEMORY; the text begins "LINE:COLUMN: ", so that "NAME:" goes
 * in front
 *
 * Return: 1 for a document, 0 behind the last one, -1 on error; after that there are no more.
 */
MUST_CHECK int yaml_next(struct yaml *y, struct arena *a, cJSON **doc, struct err *err);

/** yaml_close() - ends the reader, not the trees; NULL is fine. */
void yaml_close(struct yaml *y);

/** scoped_yaml() - yaml_close() for SCOPED. */
void scoped_yaml(struct yaml **y);

/** yaml_line(), yaml_column() - where a value starts, from 1; 0 for NULL and for nodes that are not
 * from a YAML text. What an alias stands for is where its anchor is. */
unsigned yaml_line(const cJSON *node);
unsigned yaml_column(const cJSON *node);

/** yaml_key_line(), yaml_key_column() - where the key of a member starts; of other values, where
 * they do. */
unsigned yaml_key_line(const cJSON *node);
unsigned yaml_key_column(const cJSON *node);

/* A place in a text, both from 1; columns count characters. */
struct text_place {
	unsigned line, column;
};

/** yaml_placed() - a copy of a node without children that has a place, for trees of other texts;
 * NULL when @node is, or when memory ran out. */
MUST_CHECK cJSON *yaml_placed(struct arena *a, const cJSON *node, struct text_place place);

/**
 * yaml_from_json() - json_parse(), each value with its line and column
 * @a, @text, @len, @limits: as there; it takes about three times the memory, as the tree is made
 * twice
 * @from: where the text begins
 * @err:  as there; the text begins "LINE:COLUMN: " of the fault
 *
 * Return: the tree, or NULL.
 */
MUST_CHECK cJSON *yaml_from_json(struct arena *a, const char *text, size_t len,
				 const struct json_limits *limits, struct text_place from,
				 struct err *err);

/** text_place_behind() - the place behind @len bytes that begin at @from. */
struct text_place text_place_behind(struct text_place from, const char *text, size_t len);

#endif
