/* SPDX-License-Identifier: Apache-2.0 */
/* reads.h - what a configuration makes kubevet look at: the resources that its webhook must get. */
#ifndef KUBEVET_WEBHOOK_READS_H
#define KUBEVET_WEBHOOK_READS_H

#include "config/config.h"

/**
 * config_reads() - whether Pod Security or a rule that is not off looks at objects of that kind
 *
 * Pod Security always reads pods, templates and namespaces: labels may raise what the defaults
 * leave open. Kinds that are no longer served as v1 come converted, and count as not read.
 */
bool config_reads(const struct config *config, const struct kind *kind);

/** subresources_of() - subresources that carry the kind's own object and must be listed on their
 * own, since "pods" does not match "pods/resize"; ended by NULL. */
const char *const *subresources_of(const struct kind *kind);

/** kind_is_cluster_scoped() - whether its objects are in no namespace. */
bool kind_is_cluster_scoped(const struct kind *kind);

#endif
