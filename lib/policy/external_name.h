/* SPDX-License-Identifier: Apache-2.0 */
/* external_name.h - host names that no Service should be an alias of. */
#ifndef KUBEVET_POLICY_EXTERNAL_NAME_H
#define KUBEVET_POLICY_EXTERNAL_NAME_H

#include <stdbool.h>

#define HOST_NAME_MAX_BYTES 253

/** host_normalise() - lower case, without dots at the end. Return: false when it is longer than any
 * host name. */
bool host_normalise(const char *host, char out[HOST_NAME_MAX_BYTES + 1]);

/** host_in_domain() - whether @host is the domain itself or a name in it; both of host_normalise().
 * No host is in the domain "". */
bool host_in_domain(const char *host, const char *domain);

/**
 * host_fault() - what is wrong with a host as the target of an alias
 * @host:	 of host_normalise(), name or address in any spelling
 * @cluster_domain: normalised too: "cluster.local"
 *
 * Return: "a loopback address", "a name inside the cluster" ..., or NULL.
 */
const char *host_fault(const char *host, const char *cluster_domain);

#endif
