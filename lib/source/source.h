/* SPDX-License-Identifier: Apache-2.0 */
/* source.h - objects from files and pipes, each ready to be judged as if it were created now.
 *
 * Lists are unrolled. A seccomp profile as runtimes read it, and in a file of another name than
 * manifests have a text in AppArmor's language, are judged as the objects that they stand for, in
 * no namespace. What a request would say and a file does not is assumed: the operation is CREATE,
 * nobody knows the user, there is no old object, an object without a namespace goes to the one that
 * was given, and the defaults of defaults.h hold.
 */
#ifndef KUBEVET_SOURCE_SOURCE_H
#define KUBEVET_SOURCE_SOURCE_H

#include "engine/engine.h"
#include "source/defaults.h"
#include "source/documents.h"

struct source;

/* Strings and nodes are valid until the next call. */
struct manifest {
	size_t document; /* its number in the file, from 1 */
	struct text_place place;
	const char *api_version, *kind, *name; /* of a generateName, that and "*" */
	const char *ns;			       /* "" for kinds of the cluster */
	bool ns_assumed;		       /* it does not say */
	bool is_foreign; /* of an error: it has neither apiVersion nor kind, or is a chart's own */
	struct assumed assumed;
	struct subject subject; /* facts on the namespace are the caller's to fill */
};

/**
 * source_open() - begin with a file
 * @path: as documents_open(); of a file called kustomization.yaml the kind may be left out
 * @ns:   borrowed; for objects without a namespace
 */
MUST_CHECK struct source *source_open(const char *path, const char *ns, struct err *err);

/**
 * source_next() - the next object
 * Return: 1 with @out, 0 behind the last, -1 for something that is no object: @err has the
 * sentence, @out->place and document where. There may be more behind it.
 */
MUST_CHECK int source_next(struct source *s, struct manifest *out, struct err *err);

/** source_close() - NULL is fine. */
void source_close(struct source *s);

/** scoped_source() - source_close() for SCOPED. */
void scoped_source(struct source **s);

/** kind_is_of_cluster() - kinds of Kubernetes itself that are in no namespace. */
bool kind_is_of_cluster(const char *group, const char *kind);

#endif
