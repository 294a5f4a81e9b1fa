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

/** documents_close() - NULL is fine. */
void documents_close(struct documents *d);

/** scoped_documents() - documents_close() for SCOPED. */
void scoped_documents(struct documents **d);

#endif
