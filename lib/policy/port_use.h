/* SPDX-License-Identifier: Apache-2.0 */
/* port_use.h - what rules of network policies open, and the ports that parameters name. */
#ifndef KUBEVET_POLICY_PORT_USE_H
#define KUBEVET_POLICY_PORT_USE_H

#include "k8s/admin_network_policy.h"
#include "k8s/network_policy.h"
#include "policy/findings.h"

/* One entry of a rule's ports. */
struct port_use {
	const char *protocol; /* "TCP" */
	int64_t first, last;  /* 0 and 65535 when it says none: all; both 0 of a named port */
	const char *name;     /* "" unless it is named */
};

struct port_use network_port_use(const struct network_port *p);
struct port_use admin_port_use(const struct admin_port *p);

/** port_use_is_listed() - whether all that it opens is in one entry of a parameter: "53", "UDP/53",
 * "8000-8010", "TCP/8000-8010", "dns". */
bool port_use_is_listed(const struct port_use *use, const struct strings *list);

/** port_use_reaches() - whether it opens any port of an entry; a named port may be any, and is not
 * taken for one. */
bool port_use_reaches(const struct port_use *use, const struct strings *list);

/** port_use_width() - how many ports it opens. */
int64_t port_use_width(const struct port_use *use);

/* A rule that opens at least so many, all its entries together, is one that names no ports. */
#define PORTS_MANY 32768

/** port_entry_check() - for a declared parameter that lists ports. */
int port_entry_check(const char *text, struct err *err);

#endif
