/* SPDX-License-Identifier: Apache-2.0 */
/* host_path.h - paths of the node, each place under one name. */
#ifndef KUBEVET_POLICY_HOST_PATH_H
#define KUBEVET_POLICY_HOST_PATH_H

#include "policy/findings.h"
#include "policy/path.h"

/** host_path_canonical() - normal form, with /run for /var/run, which is a link to it on every
 * distribution; borrowed, or owned by the sink's arena. When memory runs out the sink is spoiled
 * and the text is "/". */
const char *host_path_canonical(struct findings *out, const char *path);

/** host_path_overlaps() - whether one of two canonical paths is at, above or below the other. */
bool host_path_overlaps(const char *a, const char *b);

#endif
