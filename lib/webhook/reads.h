/* SPDX-License-Identifier: Apache-2.0 */
/* reads.h - what a configuration makes kubevet look at: the resources that its webhook must get. */
#ifndef KUBEVET_WEBHOOK_READS_H
#define KUBEVET_WEBHOOK_READS_H

#include "config/config.h"
#include "k8s/subresource.h"

/**
 * config_operations() - of which requests Pod Security or a rule that is not off judges objects of
 * that kind: ON(CREATE) | ...; 0: of none
 *
 * Pod Security always reads pods, templates and namespaces: labels may raise what the defaults
 * leave open. Kinds that no API server serves, and those that come converted, count as not read.
 * NULL is a kind of no table.
 */
unsigned config_operations(const struct config *config, const struct kind *kind);

/** config_reads() - whether it judges any. */
bool config_reads(const struct config *config, const struct kind *kind);

/**
 * subresource_asked() - whether the webhook must get updates of this subresource of the kind, which
 * must be listed on its own, since "pods" does not match "pods/resize"
 *
 * One that carries the object is, where objects of the kind are judged at all; one that writes
 * labels or annotations beside a status, where some rule or Pod Security reads these, unless it is
 * a busy one.
 */
bool subresource_asked(const struct config *config, const struct kind *kind,
		       const struct subresource *sub);

/* Each subresource of the kind that is asked about, and writes what @mask names. */
#define for_each_asked(sub, config, kind, mask)                                          \
	for (const struct subresource *(sub) = subresources_all(); (sub)->name; (sub)++) \
		if ((sub)->writes & (mask) && subresource_asked((config), (kind), (sub)))

/** kind_version() - the version to ask for, into @text; others are converted to it. Return: @text.
 */
#define KIND_VERSION_MAX 32
const char *kind_version(const struct kind *kind, char text[KIND_VERSION_MAX]);

/** kind_is_vital() - whether a cluster writes it to start, to take in nodes or to keep services
 * going: when such writes wait for kubevet, and kubevet for them, neither comes back. */
bool kind_is_vital(const struct kind *kind);

/** operation_name() - "CREATE", "CONNECT". */
const char *operation_name(enum operation operation);

/* Each operation of a set. */
#define for_each_operation(operation, set)                                                  \
	for (enum operation operation = OPERATION_CREATE; (operation) <= OPERATION_CONNECT; \
	     (operation)++)                                                                 \
		if ((set)&1u << (operation))

#endif
