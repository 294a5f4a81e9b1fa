/* SPDX-License-Identifier: Apache-2.0 */
/* component.h - what kube-controller-manager and kube-scheduler have in common: a server for their
 * metrics and profiles. */
#ifndef KUBEVET_POLICY_COMPONENT_H
#define KUBEVET_POLICY_COMPONENT_H

#include "policy/command_line.h"

#define PARAM_BIND_ADDRESSES                                                                       \
	{                                                                                          \
		.name = "bindAddresses", .type = PARAM_STRINGS, .def = "[\"127.0.0.1\", \"::1\"]", \
		.doc = "Addresses that may be listened at; \"0.0.0.0\" is that of all, for "       \
		       "metrics that are collected from elsewhere.",                               \
	}

/** component_serving_judge() - it listens at one of @addresses, with TLS, and serves no profiles.
 * @reads_file: a file says whether it does the last. */
void component_serving_judge(const struct command_line *line, bool reads_file,
			     const struct strings *addresses, struct findings *out);

#endif
