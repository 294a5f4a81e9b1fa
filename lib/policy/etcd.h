/* SPDX-License-Identifier: Apache-2.0 */
/* etcd.h - which etcd is the cluster's own, and the URLs that it listens at. */
#ifndef KUBEVET_POLICY_ETCD_H
#define KUBEVET_POLICY_ETCD_H

#include "policy/command_line.h"

#define PARAM_ETCD_NAMESPACES                                                             \
	{                                                                                 \
		.name = "namespaces", .type = PARAM_STRINGS, .def = "[\"kube-system\"]",  \
		.doc = "Globs of the namespaces whose etcd is that of a cluster; others " \
		       "serve an application.",                                           \
	}

/** etcd_is_of_cluster() - whether the request or the pod names one of the namespaces. */
bool etcd_is_of_cluster(const struct pod *pod, const struct strings *namespaces);

/** etcd_judge_urls() - a finding for a URL of the list @name without TLS, unless @loopback and it
 * leads to the machine itself. */
void etcd_judge_urls(const struct command_line *line, const char *name, bool loopback,
		     struct findings *out);

#endif
