/* SPDX-License-Identifier: Apache-2.0 */
/* documents.h - a file or a pipe, document by document.
 *
 * A stream of YAML is cut at its "---" lines, as Kubernetes' own reader does, and JSON behind each
 * value. So what is held in memory is one document, and a broken one does not take those behind it
 * along. One thread at a time.
 */
#ifndef KUBEVET_SOURCE_DOCUMENTS_H
#define KUBEVET_SOURCE_DOCUMENTS_H

#include "yaml/yaml.h"

struct documents;

struct document {
	const cJSON *root;	 /* until the next call; knows its places (yaml_line()) */
	size_t number;		 /* from 1; empty documents do not count */
	struct text_place place; /* where it, or its fault, is; line 0: no place */
};

/* 64 MiB, 100 levels and four million values a document. */
extern const struct json_limits documents_limits;

/**
 * documents_open() - begin with a file
 * @path:   borrowed; "-" is standard input. What ends in .json is JSON and nothing else; all other
 *is JSON where a document begins with a bracket and reads as such, else YAML.
 * @limits: of one document, borrowed; NULL for documents_limits
 *
 * Return: the reader, for documents_close(); NULL with @err (ERR_SYSTEM, ERR_MEMORY).
 */
MUST_CHECK struct documents *documents_open(const char *path, const struct json_limits *limits,
					    struct err *err);

/**
 * documents_next() - the next document
 * Return: 1 with @out, 0 behind the last, or -1: @err has the sentence, @out->place and number
 * where; there may be more behind it.
 */
MUST_CHECK int documents_next(struct documents *d, struct document *out, struct err *err);

/**
 * documents_opening() - ask about the first line of the text that is neither blank nor a comment;
 * nothing is taken
 * @is_it: about a line without its break; also asked about "#include", a comment to YAML alone
 *
 * Return: its answer as 1 or 0; 0 without such a line and when reading fails, which the next call
 * reports.
 */
int documents_opening(struct documents *d, bool (*is_it)(const char *line, size_t len));

/**
 * documents_rest() - all that is left of the text, as one document
 * @text, @len: until documents_close(); ends in NUL
 * @out:	number and place; no root
 *
 * Return: 0, or -1 as documents_next().
 */
MUST_CHECK int documents_rest(struct documents *d, const char **text, size_t *len,
			      struct document *out, struct err *err);

/** documents_split_place() - move "LINE:COLUMN: " out of an error's text; without one, @place
 * stays. */
void documents_split_place(struct err *err, struct text_place *place);

/** documents_close() - NULL is fine. */
void documents_close(struct documents *d);

/** scoped_documents() - documents_close() for SCOPED. */
void scoped_documents(struct documents **d);

#endif
